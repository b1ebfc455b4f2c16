// Tables in scripts: what an analyst builds states with, against values worked out by hand.
import OperatorKit
import Reporting
import Session
import Testing
import Text

@Suite struct TableOperatorTests {
  /// Two customers: 1 visits on 1, 3 and 5 March, 2 on 1 and 9 March.
  static let visits = """
    visits = table({
      user: [1, 2, 1, 1, 2],
      day: date(["2024-03-01", "2024-03-01", "2024-03-05", "2024-03-03", "2024-03-09"]),
      cost: [2, 1, none, 4, 3],
      bought: [true, false, true, false, true],
    })

    """

  @Test("a script's tables", arguments: scripts)
  func shows(_ row: (script: String, shown: [String])) {
    #expect(Self.run(Self.visits + row.script) == row.shown)
  }

  static let scripts: [(script: String, shown: [String])] = [
    (
      """
      users = visits |> summarize(by: user, n: count(), spend: sum(cost), mean_spend: spend / n,
                                  last_day: max(day), bought: share(bought), days: distinct(day))
      [users.user, users.n, users.spend, users.mean_spend, users.bought, users.days] |> map(c -> c |> map(x -> x))
      users.last_day[0]
      """, ["[[1, 2], [3, 2], [6, 4], [2, 2], [0.6667, 0.5], [3, 2]]", "2024-03-05"]
    ),
    (
      """
      states = visits |> derive(by: user, order: day,
        since_last: day - previous(day), visits_7d: running_sum(1, within: 7) - 1,
        spent_before: running_sum(cost) - cost, first_cost: first(cost))
      [states.since_last, states.visits_7d, states.spent_before, states.first_cost]
          |> map(c -> c |> map(x -> if is_missing(x) then -1 else x))
      """, ["[[-1, -1, 2, 2, 8], [0, 0, 2, 1, 0], [0, 0, -1, 2, 1], [2, 1, 2, 2, 1]]"]
    ),
    // A column from elsewhere is a whole, in a function too.
    (
      """
      part = x -> sum(x) / sum(visits.cost)
      all = visits.cost
      shares = visits |> summarize(by: user, a: sum(cost) / sum(visits.cost), b: part(cost), c: sum(cost) / sum(all))
      [shares.a, shares.b, shares.c] |> map(c -> c |> map(x -> x))
      """, ["[[0.6, 0.4], [0.6, 0.4], [0.6, 0.4]]"]
    ),
    // Without `by` all rows are one group; a summary of one name sees the table's column.
    (
      """
      one = visits |> summarize(cost: sum(cost), largest: max(cost), when: if count() > 4 then "many" else "few")
      [one.cost[0], one.largest[0], one.when[0], length(one)]
      """, ["[10, 4, \"many\", 1]"]
    ),
    (
      """
      weeks = visits |> derive(week: start_of(day, "week")) |> summarize(by: week, n: count())
      weeks.week |> map(x -> x)
      weeks.n |> map(x -> x)
      """, ["[2024-02-26, 2024-03-04]", "[3, 2]"]
    ),
    (
      """
      people = table({user: [2, 1], segment: ["new", "old"]})
      joined = visits |> join(people, by: user) |> rename(segment, to: "kind") |> drop(cost)
      columns(joined)
      joined.kind |> map(x -> x)
      """,
      [
        "[\"user\", \"day\", \"bought\", \"kind\"]",
        "[\"old\", \"new\", \"old\", \"old\", \"new\"]",
      ]
    ),
    ("visits |> where(day >= date(\"2024-03-03\") and year(day) == 2024) |> length()", ["3"]),
    (
      "visits |> derive(`by`: user * 2) |> columns()",
      ["[\"user\", \"day\", \"cost\", \"bought\", \"by\"]"]
    ),
    ("[max(visits.day), min(visits.day) + 1]", ["[2024-03-09, 2024-03-02]"]),
    ("(visits |> summarize(by: user, n: length(day))).n |> map(x -> x)", ["[3, 2]"]),
    ("visits |> where(cost > mean(cost)) |> length()", ["2"]),
    // 2 and 4, 1 and 3: the middle, a quarter of the way, and √2 around the mean.
    (
      """
      spread = visits |> summarize(by: user, middle: median(cost), low: quantile(cost, 25%), sd: deviation(cost) ^ 2)
      [spread.middle, spread.low, spread.sd] |> map(c -> c |> map(x -> round(x, digits: 6)))
      (visits |> derive(by: user, above: cost - median(cost))).above |> map(x -> if is_missing(x) then 9 else x)
      """, ["[[3, 2], [2.5, 1.5], [2, 2]]", "[-1, -1, 9, 1, 1]"]
    ),
    // Missing cells are last in either direction.
    (
      """
      shown = t -> t.cost |> map(x -> if is_missing(x) then 9 else x)
      cities = visits |> derive(city: if user == 1 then "Kiel" else "Bonn")
      names = ["user", "cost"]
      [
        visits |> sort(-cost) |> shown(),
        visits |> sort([user, -cost]) |> shown(),
        visits |> sort([-user, cost]) |> shown(),
        visits |> sort([-user, cost], descending: true) |> shown(),
        visits |> sort(-names) |> shown(),
        visits |> sort(if true then -day else day) |> shown(),
        cities |> sort(["city", -columns("day")]) |> shown(),
      ]
      """,
      [
        "[[4, 3, 2, 1, 9], [4, 2, 9, 3, 1], [1, 3, 2, 4, 9], [4, 2, 9, 3, 1], [3, 1, 4, 2, 9], "
          + "[3, 9, 4, 2, 1], [3, 1, 9, 4, 2]]"
      ]
    ),
    // A table without rows has one summary all the same, as in SQL; by a column it has none.
    (
      """
      nobody = visits |> where(cost > 100)
      all = nobody |> summarize(
          n: count(), dear: count(not (cost > 1)), spend: sum(cost), users: distinct(bought), mean: mean(cost),
          last: max(day), bought: share(bought), first: first(user), middle: median(cost), per: spend / n,
      )
      length(all)
      [all.n[0], all.dear[0], all.spend[0], all.users[0]]
      [all.mean, all.last, all.bought, all.first, all.middle, all.per] |> map(c -> is_missing(c[0]))
      nobody |> summarize(by: user, n: count()) |> length()
      """,
      [
        "`where` keeps none of the 5 rows", "1", "[0, 0, 0, 0]",
        "[true, true, true, true, true, true]", "0",
      ]
    ),
    (
      """
      about = visits |> describe()
      [about.earliest[1], about.latest[1], about.earliest[0], about.mean[2]]
      columns(visits |> select(cost) |> describe())
      """,
      [
        "[2024-03-01, 2024-03-09, none, 2.5]",
        "[\"column\", \"type\", \"missing\", \"distinct\", \"min\", \"mean\", \"max\"]",
      ]
    ),
    // A missing cell is missing whatever it is compared with for the larger one; a boundary of a function's domain is missing.
    (
      """
      t = table({g: [none, 1, -2]})
      [t |> derive(x: max(g, 0)), t |> derive(x: max(0, g)), t |> derive(x: min(0, g)), t |> derive(x: ln(max(g, 0)))]
          |> map(t -> t.x |> map(x -> x))
      """, ["[[·, 1, 0], [·, 1, 0], [·, 0, -2], [·, 0, ·]]"]
    ),
    // One date goes with a column of them. The last visits are on 5 and 9 March.
    (
      """
      today = date("2024-03-10")
      users = visits |> summarize(by: user, recency: days(today, since: max(day)))
      rows = visits |> derive(age: days(today, since: day))
      [users.recency, rows.age] |> map(c -> c |> map(x -> x))
      """, ["[[5, 1], [9, 9, 5, 7, 1]]"]
    ),
    // Missing elements: last in an order, left out of sums, kept where there is one result for each.
    (
      """
      gaps = table({x: [3, none, 1, 2, none, 0]}).x
      [gaps |> sort_by(v -> v), gaps |> sort_by(v -> v, descending: true), ["b", none, "a"] |> sort_by(v -> v)]
      ages = [1, -1, 3] |> map(x -> if x > 0 then x else none)
      [sum([1, none, 3]), mean(ages), max([1, none, 3]), format([1, none])]
      max([date("2024-03-01"), none])
      """,
      [
        "[[0, 1, 2, 3, ·, ·], [3, 2, 1, 0, ·, ·], [\"a\", \"b\", none]]",
        "[4, 2, 3, [\"1.00\", none]]", "2024-03-01",
      ]
    ),
    // Halves as they are written, which doubles are not quite.
    (
      "[round(1.005, 2), round(-1.005, 2), round(1.004, 2), round(2.5), round(0.49999999999999994), round(1250, -2)]",
      ["[1.01, -1.01, 1, 3, 0, 1,300]"]
    ),
    // Equal tables have equal cells, however they came about.
    (
      """
      a = table({c: ["x", "y", none], n: [1, none, 3]})
      b = table({c: ["z", "x", "y", none], n: [0, 1, none, 3]}) |> where(is_missing(n) or n > 0)
      [a == b, a == (b |> sort(n)), a == table({c: ["x", "y", none], n: [1, 2, 3]})]
      """, ["[true, false, false]"]
    ),
    // Many members, one of them missing.
    (
      """
      t = table({n: [1, none, 7], c: ["a", none, "z"]})
      [
          t |> derive(x: n in 2..500000), t |> derive(x: n in [1, none]), t |> derive(x: c in ["a", "b"]),
          t |> derive(x: c in (visits.user |> map(text))),
      ] |> map(t -> t.x |> map(x -> x))
      """,
      ["[[false, false, true], [true, true, false], [true, false, false], [false, false, false]]"]
    ),
    (
      """
      missing = column -> count(is_missing(column))
      codes = x -> unique(text(x))
      [missing(visits.cost), length(codes(visits.user))]
      """, ["[1, 2]"]
    ),
    // Years have no comma; other numbers do.
    (
      "visits |> derive(year: 2023 + user, spend: 2020 * user) |> select([year, spend]) |> head(2)",
      [
        """
        ┌────────┬────────┐
        │   year │  spend │
        │ number │ number │
        ├────────┼────────┤
        │   2024 │  2,020 │
        │   2025 │  4,040 │
        └────────┴────────┘
        """
      ]
    ),
  ]

  @Test("what is wrong with a table is told before anything runs", arguments: mistakes)
  func checked(_ row: (script: String, says: String)) {
    let source = SourceText(Self.visits + row.script)
    let found = ScripSession().check(source)
    #expect(found.count == 1, "\(row.script)")
    let said = found.map { $0.message + " " + ($0.hint ?? "") }.joined()
    #expect(said.contains(row.says), "\(said)")
  }

  static let mistakes: [(script: String, says: String)] = [
    ("visits |> summarize(by: user, x: cost)", "one value for each group"),
    ("visits |> summarize(by: usr, x: count())", "did you mean `user`?"),
    ("visits |> summarize(by: user, x: sum(cots))", "did you mean `cost`?"),
    ("visits |> summarize(by: user, n: count()) |> where(m > 1)", "no column `m`"),
    ("visits |> summarize(by: user, n: count()) |> derive(x: day)", "no column `day`"),
    ("visits |> join(table({usr: [1]}), by: user)", "the second table has no column `user`"),
    ("visits |> join(table({user: [\"a\"]}), by: user)", "`user` is number in the first table"),
    ("visits |> join(table({user: [1], day: [2]}), by: user)", "two columns `day`"),
    ("visits |> join(table({user: [1], x: [2]}), by: user) |> select(y)", "no column `y`"),
    ("visits |> rename(cost, to: \"spend\") |> select(cost)", "no column `cost`"),
    ("visits |> drop(cost) |> select(cost)", "no column `cost`"),
    ("visits |> derive(by: user, last: previous(day)) |> derive(x: last * 2)", "a column of dates"),
    ("visits |> where(day > \"2024-03-03\")", "two numbers, two texts or two dates"),
    ("visits |> derive(x: date(\"2024-02-30\"))", "no date"),
    ("days(date(\"2024-02-29\"), since: 1)", "found a number"),
    ("visits |> sort([user, -dya])", "did you mean `day`?"),
    ("visits |> select(-day)", "columns are named by"),
    ("visits |> describe() |> sort(-latests)", "did you mean `latest`?"),
    ("visits |> select(cost) |> describe() |> sort(latest)", "no column `latest`"),
    ("visits |> summarize(by: user, q: quantile(cost, 90))", "a share from 0 to 1"),
    ("visits |> derive(x: max(0, day))", "two numbers or two dates"),
    ("visits |> derive(x: if cost > 1 then \"hi\" else 0)", "found a text and a number"),
    ("visits |> where(cost == [1, 2])", "`in` asks whether"),
    ("expect(visits.cost == [1, 2])", "`in` asks whether"),
    ("visits |> sort(cost / user)", "has to be derived first"),
    ("visits |> summarize(by: user > 1, n: count())", "has to be derived first"),
  ]

  static func run(_ script: String) -> [String] {
    let outcome = ScripSession().run(SourceText(script))
    // A name that one of the scripts does not read is no matter here.
    let said = outcome.diagnostics.filter { $0.severity == .error }
      .map { $0.render(in: SourceText(script)) }
    return said
      + outcome.results.map { renderTerminal($0.report, style: TerminalStyle()) }
      .map { String($0.drop { $0.isNewline }) }.filter { !$0.isEmpty }
      .map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 }
  }
}
