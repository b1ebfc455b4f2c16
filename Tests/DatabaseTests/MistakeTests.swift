// What is wrong with a query, and where in it; and what a query may not do.
import Data
import Database
import Testing

@Suite struct MistakeTests {
  struct Wrong: Sendable, CustomTestStringConvertible {
    var query: String
    var kind: QueryError.Kind
    /// The words of the query that are marked.
    var part: String?
    var testDescription: String { query }
  }

  @Test("a mistake is named and its place is known", arguments: wrong)
  func mistakes(_ wrong: Wrong) {
    let error = #expect(throws: QueryError.self) {
      try Query(wrong.query, tables: [("visits", visits)], values: [("n", .number(1))]).run()
    }
    #expect(error?.kind == wrong.kind)
    let bytes = Array(wrong.query.utf8)
    #expect(error?.part.map { String(decoding: bytes[$0], as: UTF8.self) } == wrong.part)
  }

  static let names = ["user", "city", "day", "cost", "bought"]

  static let wrong: [Wrong] = [
    Wrong(query: " -- nothing", kind: .empty),
    Wrong(query: "select sum(cost", kind: .incomplete, part: "t"),
    Wrong(
      query: "select cost frm visits, a", kind: .syntax(near: "visits"),
      part: "visits"),
    Wrong(query: "select λ from visits where where", kind: .syntax(near: "where"), part: "where"),
    Wrong(
      query: "select * from visit", kind: .unknownTable("visit", known: ["visits"]), part: "visit"),
    Wrong(
      query: "select user, kost from visits",
      kind: .unknownColumn("kost", known: names, isQuoted: false), part: "kost"),
    Wrong(
      query: "select user from visits where city = \"Kiel\"",
      kind: .unknownColumn("Kiel", known: names, isQuoted: true), part: "\"Kiel\""),
    Wrong(
      query: "select summ(cost) as s from visits",
      kind: .refusedBySQLite("no such function: summ"), part: "summ"),
    Wrong(query: "select 1 as a; select 2 as b", kind: .severalStatements, part: "s"),
    Wrong(query: "select :m as m", kind: .unknownValue("m"), part: ":m"),
    Wrong(query: "select ? as m", kind: .namelessValue("?"), part: "?"),
    Wrong(query: "select ?7 as m", kind: .namelessValue("?7"), part: "?7"),
    Wrong(query: "select cost from visits", kind: .unusedValue("n")),
    Wrong(query: "select :n as a, 2 as a", kind: .repeatedColumn("a")),
    Wrong(query: "select :n as \"\"", kind: .unnamedColumn(1)),
    Wrong(query: "select x'00' as a, :n as n", kind: .binary(column: "a")),
    Wrong(query: "select cast(x'ff' as text) as a, :n as n", kind: .notText(column: "a")),
    Wrong(
      query: "select 9007199254740993 as a, :n as n",
      kind: .inexact(column: "a", value: 9_007_199_254_740_993)),
    Wrong(
      query: "select abs(-9223372036854775807 - 1) as a, :n as n",
      kind: .refusedBySQLite("integer overflow")),
    // Nothing is written, nowhere.
    Wrong(query: "insert into visits(user) values (1)", kind: .refused("insert"), part: "insert"),
    Wrong(query: "delete from visits", kind: .refused("delete"), part: "delete"),
    Wrong(query: "UPDATE visits set user = 3", kind: .refused("update"), part: "UPDATE"),
    Wrong(query: "create table t(a)", kind: .refused("create"), part: "create"),
    Wrong(query: "drop table visits", kind: .refused("drop"), part: "drop"),
    Wrong(query: "attach 'other.sqlite' as o", kind: .refused("attach"), part: "attach"),
    Wrong(query: "pragma journal_mode = wal", kind: .refused("pragma"), part: "pragma"),
    Wrong(query: "vacuum into 'copy.sqlite'", kind: .refused("vacuum"), part: "vacuum"),
    Wrong(query: "/* x */ -- y\n delete from visits", kind: .refused("delete"), part: "delete"),
    Wrong(query: "begin", kind: .refused("begin"), part: "begin"),
    Wrong(
      query: "select load_extension('x') as a", kind: .refused("load_extension"),
      part: "load_extension"),
    Wrong(query: "select random() as a", kind: .unpredictable("random"), part: "random"),
    Wrong(
      query: "select current_timestamp as a", kind: .unpredictable("current_timestamp"),
      part: "current_timestamp"),
  ]

  @Test("tables that SQL cannot hold are refused by name")
  func tables() {
    func kind(_ tables: [(name: String, table: Table)]) -> QueryError? {
      #expect(throws: QueryError.self) { try Query("select 1 as a", tables: tables).run() }
    }
    let one = Table(names: ["Cost", "cost"], columns: [.number([1]), .number([2])])
    #expect(kind([("t", one)])?.kind == .sameName("Cost", "cost"))
    #expect(kind([("t", visits), ("T", visits)])?.kind == .sameName("t", "T"))
    #expect(kind([("t", visits), ("T", visits)])?.subject == .lent("T"))
    #expect(kind([("t", Table(names: [], columns: []))])?.kind == .withoutColumns("t"))
    #expect(kind([("sqlite_x", visits)])?.kind == .reservedName("sqlite_x"))
  }

  @Test("more rows than the most are refused")
  func rows() throws {
    let query = Query(
      "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n")
    let error = #expect(throws: QueryError.self) { try query.run(mostRows: 100) }
    #expect(error?.kind == .tooManyRows(100))
    #expect(try Query("select 1 as a union select 2").run(mostRows: 2).rowCount == 2)
  }
}
