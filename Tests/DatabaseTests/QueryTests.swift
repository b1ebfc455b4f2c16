// Queries against values that were worked out by hand.
import Compute
import Data
import Database
import Foundation
import Testing

/// Two customers: 1 visits on 1, 3 and 5 March, 2 on 1 March (at noon) and on no known day.
let visits = Table(
  names: ["user", "city", "day", "cost", "bought"],
  columns: [
    .number([1, 2, 1, 1, 2]), .text(TextColumn(["Kiel", "Bonn", "Kiel", nil, "Bonn"])),
    .date([
      seconds("2024-03-01"), seconds("2024-03-01 12:00"), seconds("2024-03-05"),
      seconds("2024-03-03"), .nan,
    ]),
    .number([2, 1, .nan, 4, 3]), .boolean([true, false, true, false, true]),
  ])

func seconds(_ text: String) -> Double { Moment(text)?.seconds ?? .nan }

func numbers(_ table: Table, _ name: String) -> [Double]? {
  if case .number(let values)? = table[name] { values } else { nil }
}

func texts(_ table: Table, _ name: String) -> [String?]? {
  guard let column = table[name], column.type == .text else { return nil }
  return (0..<column.count).map { column.cell($0) }
}

@Suite struct QueryTests {
  @Test("groups, sums and an order: user 1 spent 2 + 4, user 2 spent 1 + 3")
  func groups() throws {
    let result = try Query(
      "select user, sum(cost) as spend, count(*) as n from visits group by user order by user",
      tables: [("visits", visits)]
    ).run()
    #expect(result.names == ["user", "spend", "n"])
    #expect(numbers(result, "user") == [1, 2])
    #expect(numbers(result, "spend") == [6, 4])
    #expect(numbers(result, "n") == [3, 2])
  }

  @Test("a table comes back as it went in, missing cells and types included")
  func wholeTable() throws {
    let back = try Query("select * from visits", tables: [("visits", visits)]).run()
    #expect(back.digest == visits.digest)
  }

  @Test("a day is equal to its midnight, in another table and as a value")
  func midnights() throws {
    let a = Table(
      names: ["day", "x"],
      columns: [.date([seconds("2024-03-01"), seconds("2024-03-02 12:30")]), .number([1, 2])])
    let b = Table(
      names: ["day", "y"],
      columns: [.date([seconds("2024-03-01"), seconds("2024-03-02")]), .number([1, 2])])
    let first = try #require(Moment("2024-03-01"))
    for comparison in ["<=", "="] {
      let days = try Query(
        "select x from a where day \(comparison) :d", tables: [("a", a)],
        values: [("d", .date(first))]
      ).run()
      #expect(numbers(days, "x") == [1])
    }
    let joined = try Query(
      "select a.day as day, x, y from a join b on a.day = b.day", tables: [("a", a), ("b", b)]
    ).run()
    #expect(joined["day"] == .date([seconds("2024-03-01")]))
    #expect(numbers(joined, "y") == [1])
    // A column that the query does not read decides nothing.
    let days = try Query(
      "select x from a where day = '2024-03-01'",
      tables: [
        ("a", Table(names: ["day", "x"], columns: [b.columns[0], a.columns[1]])), ("c", a),
      ]
    ).run()
    #expect(numbers(days, "x") == [1])
  }

  @Test("days are days in SQL, and have times as soon as one of a query's dates has one")
  func dates() throws {
    let days = Table(
      names: ["a", "b"],
      columns: [
        .date([seconds("2024-02-28"), seconds("2024-03-01")]),
        .date([seconds("2024-02-28"), seconds("2024-03-01 06:30")]),
      ])
    let result = try Query(
      "select a || '' as a, b || '!' as b, julianday(b) - julianday(a) as gap from t",
      tables: [("t", days)]
    ).run()
    #expect(result["a"] == days["a"])
    #expect(texts(result, "b") == ["2024-02-28 00:00:00!", "2024-03-01 06:30:00!"])
    let gaps = try #require(numbers(result, "gap"))
    #expect(gaps[0] == 0)
    #expect(abs(gaps[1] - 6.5 / 24) < 1e-9)
  }

  @Test("numbers divide as numbers do here, whole or not")
  func division() throws {
    let result = try Query(
      "select sum(user) / count(*) as mean, user / 2 as half from visits where user = :user",
      tables: [("visits", visits)], values: [("user", .number(1))]
    ).run()
    #expect(numbers(result, "mean") == [1])
    #expect(numbers(result, "half") == [0.5])
  }

  @Test("values of every type stand where the query asks for them, and never become part of it")
  func values() throws {
    let result = try Query(
      "select :a as a, @b as b, $c as c, :d as d, :e as e, typeof(:e) as type, :a as again",
      values: [
        ("a", .number(0.1)), ("b", .text("x'; drop table t; --")), ("c", .boolean(true)),
        ("d", .date(try #require(Moment("2024-03-01")))), ("e", .missing),
      ]
    ).run()
    #expect(numbers(result, "a") == [0.1])
    #expect(numbers(result, "again") == [0.1])
    #expect(texts(result, "b") == ["x'; drop table t; --"])
    #expect(numbers(result, "c") == [1])
    #expect(result["d"] == .date([seconds("2024-03-01")]))
    #expect(numbers(result, "e")?.first?.isNaN == true)
    #expect(texts(result, "type") == ["null"])
  }

  @Test("numbers and texts in one column are texts, with every digit")
  func mixed() throws {
    let result = try Query(
      "select 'a' as x union all select 1 union all select 0.1 union all select null"
    ).run()
    #expect(texts(result, "x") == ["a", "1", "0.1", nil])
  }

  @Test("a boolean column stays one until a cell is missing; a comparison is a number")
  func booleans() throws {
    let tables = [("visits", visits), ("more", visits)].map { (name: $0.0, table: $0.1) }
    let own = try Query(
      "select bought, cost > 2 as dear from visits where cost is not null order by cost",
      tables: tables
    ).run()
    #expect(own["bought"] == .boolean([false, true, true, false]))
    #expect(numbers(own, "dear") == [0, 0, 1, 1])
    let gaps = try Query(
      "select m.bought from visits v left join more m on m.cost = v.cost order by v.rowid",
      tables: tables
    ).run()
    let cells = try #require(numbers(gaps, "bought"))
    #expect(cells.map { $0.isNaN ? -1 : $0 } == [1, 0, -1, 0, 1])
  }

  @Test("a result without rows keeps its columns and the types that are declared")
  func empty() throws {
    let result = try Query(
      "select user, city, day, bought, max(cost) as m from visits where user = 9 group by user",
      tables: [("visits", visits)]
    ).run()
    #expect(result.rowCount == 0)
    #expect(result.columns.map(\.type) == [.number, .text, .date, .boolean, .number])
    let one = try Query(
      "select count(*) as n, sum(cost) as s from visits where user = 9",
      tables: [("visits", visits)]
    ).run()
    #expect(numbers(one, "n") == [0])
    #expect(numbers(one, "s")?.map(\.isNaN) == [true])
  }

  @Test("only counted, a table still has its rows")
  func counted() throws {
    let result = try Query("select count(*) as n from visits", tables: [("visits", visits)]).run()
    #expect(numbers(result, "n") == [5])
  }

  @Test("names need quotes in SQL as anywhere, and empty texts are not missing")
  func names() throws {
    let odd = Table(
      names: ["a b", "say \"x\"", "λ"],
      columns: [.number([1]), .text(TextColumn([""])), .number([0.5])])
    let result = try Query(
      "select \"a b\", \"say \"\"x\"\"\", λ from \"my table\"", tables: [("my table", odd)]
    ).run()
    #expect(result == odd)
  }

  @Test("recursion, windows, JSON and mathematics are there")
  func dialect() throws {
    let result = try Query(
      """
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 4)
      select i, sum(i) over (order by i) as s, sqrt(i * i) as r,
        json_extract('{"a": [5, 6, 7, 8]}', '$.a[' || (i - 1) || ']') as j
      from n order by i
      """
    ).run()
    #expect(numbers(result, "s") == [1, 3, 6, 10])
    #expect(numbers(result, "r") == [1, 2, 3, 4])
    #expect(numbers(result, "j") == [5, 6, 7, 8])
    let each = try Query("select value from json_each('[3, 4]')").run()
    #expect(numbers(each, "value") == [3, 4])
  }

  @Test("the columns of a result are known before any row is")
  func columns() throws {
    let found = try Query.columns(
      of: "select user, day as first, bought, sum(cost) as s, :x as x from v group by user",
      tables: [
        ("v", [("user", .number), ("day", .date), ("bought", .boolean), ("cost", .number)])
      ], values: ["x"])
    #expect(found.map(\.name) == ["user", "first", "bought", "s", "x"])
    #expect(found.map(\.type) == [.number, .date, .boolean, nil, nil])
  }

  @Test("a query that runs on is stopped when somebody asks, while it loads, counts or answers")
  func cancelled() throws {
    let large = Table(names: ["x"], columns: [.number([Double](repeating: 1, count: 20_000))])
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) "
    for text in [
      endless + "select count(*) as n from n", endless + "select i from n",
      "select sum(x) as s from t",
    ] {
      let stop = Progress(isCancelled: { true })
      #expect(throws: Cancelled.self) {
        try Query(text, tables: [("t", large)]).run(progress: stop)
      }
    }
  }
}
