// `sql` in scripts: where a file is looked for, what a report says of it, and how a query is stopped.
import Data
import Database
import Foundation
import Session
import Testing
import Text

@Suite struct ScriptTests {
  @Test("a database is found beside the script, and its fingerprint is kept for the report")
  func file() throws {
    try Shop.with { shop in
      let folder = URL(fileURLWithPath: shop.path).deletingLastPathComponent().path
      let script = SourceText(
        """
        orders = sql("select user, count(*) as n from orders where paid = :paid group by user order by user",
            from: "shop.sqlite", paid: true)
        orders.n |> map(x -> x)
        """)
      let outcome = ScripSession(options: .init(directory: folder)).run(script)
      #expect(outcome.diagnostics.map(\.message) == [])
      #expect(outcome.inputs.map(\.path) == ["shop.sqlite"])
      let digest = try shop.digest().description
      #expect(outcome.inputs.map(\.digest) == [digest])
    }
  }

  @Test(
    "a mistake in a query over a file is found before anything runs, with its place in the query")
  func checked() throws {
    try Shop.with { shop in
      let folder = URL(fileURLWithPath: shop.path).deletingLastPathComponent().path
      func check(_ script: String) -> String {
        let source = SourceText(script)
        return ScripSession(options: .init(directory: folder)).check(source).render(in: source)
      }
      #expect(
        check(#"sql("select payed from orders", from: "shop.sqlite")"#) == """
          error: the query has no column `payed` [E0415]
          1 | sql("select payed from orders", from: "shop.sqlite")
            |             ^^^^^ there is `id`, `user`, `day`, `paid`, `note`
          """)
      // What is not there yet, or is no database, is for the run to say.
      #expect(check(#"sql("select payed from orders", from: "later.sqlite")"#) == "")
    }
  }

  @Test("a query is stopped like anything else that takes long, and what was bound stays")
  func interrupted() {
    let script = SourceText(
      """
      x = 1
      sql("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as n from n")
      """)
    let session = ScripSession()
    let start = ContinuousClock.now
    let stop = ScripSession.Observer(isCancelled: { ContinuousClock.now - start > .seconds(0.1) })
    #expect(session.run(script, observer: stop).end == .interrupted)
    #expect(session.bindings.map(\.name) == ["x"])
  }

  @Test("the columns of a result are known to the checker, and their types are left open")
  func columns() {
    func check(_ rest: String) -> [String] {
      let script = """
        t = table({user: [1, 2], day: date(["2024-03-01", "2024-03-02"])})
        a = sql("select user, max(day) as last from t group by user", t: t)
        \(rest)
        """
      return ScripSession().check(SourceText(script)).map(\.message)
    }
    #expect(check("a |> select([user, lst])") == ["no column `lst` in `a`"])
    #expect(check("a |> where(last > date(\"2024-03-01\"))") == [])
    #expect(check("a |> join(t, by: user)") == [])
  }
}
