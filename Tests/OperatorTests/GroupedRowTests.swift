// Row expressions that look at groups: whose rows an operator sees, through functions too, and what takes a group's
// rows for a list. All values by hand.
import Session
import Testing
import Text

@Suite struct GroupedRowTests {
  /// User 1 pays 3 and 1, user 2 pays 4.
  private static let visits = """
    visits = table({user: [1, 1, 2], city: ["a", "b", "c"], cost: [3, 1, 4], weight: [1, 1, 1]})
    cells = c -> c |> map(x -> x)

    """

  @Test("each group has its own answer", arguments: scripts)
  func shows(_ row: (script: String, shown: [String])) {
    #expect(TableOperatorTests.run(Self.visits + row.script) == row.shown, "\(row.script)")
  }

  static let scripts: [(script: String, shown: [String])] = [
    // What takes a list is given the rows of one group after the other.
    (
      """
      users = visits |> summarize(
          by: user, f: cost[0], last: cost[-1], c: join_text(city, ","), n: length(unique(city)),
          big: sum(filter(cost, v -> v > 2)), r: reduce(cost, 0, (a, b) -> a + b), has: 1 in cost,
      )
      [users.f, users.last, users.c, users.n, users.big, users.r, users.has] |> map(cells)
      """,
      [
        "[[3, 4], [1, 4], [\"a,b\", \"c\"], [2, 1], [3, 4], [4, 4], [true, false]]"
      ]
    ),
    (
      """
      rows = visits |> derive(by: user, order: cost, least: cost[0], above: cost - cost[0], all: join_text(city, "+"))
      [rows.least, rows.above, rows.all] |> map(cells)
      """, ["[[1, 1, 4], [2, 0, 0], [\"b+a\", \"b+a\", \"c\"]]"]
    ),
    // Without `by` there is one group, also of a table without rows.
    (
      """
      all = visits |> summarize(c: join_text(city, ","), first: cost[0])
      [all.c[0], all.first[0]]
      none_left = visits |> drop(weight) |> where(cost > 9) |> summarize(n: length(unique(city)), first: cost[0])
      [none_left.n[0], is_missing(none_left.first[0])]
      """, ["[\"a,b,c\", 3]", "`where` keeps none of the 3 rows", "[0, true]"]
    ),
    // A column from elsewhere is a whole, whichever functions are between; made of both, it is the rows'.
    (
      """
      part = (x, total) -> sum(x) / sum(total)
      local = x -> { all = visits.cost; sum(x) / sum(all) }
      w = visits.weight
      weighed = x -> sum(x * w)
      total = sum
      users = visits |> summarize(
          by: user, p: part(cost, visits.cost), q: sum(cost) / sum(visits.cost), l: local(cost),
          inline: sum(cost * w), weighed: weighed(cost), total: total(cost), whole: visits.cost[0] + sum(cost),
      )
      [users.p, users.q, users.l, users.inline, users.weighed, users.total, users.whole] |> map(cells)
      """, ["[[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [4, 4], [4, 4], [4, 4], [7, 7]]"]
    ),
    // A function that an operator calls sees the rows as well.
    (
      """
      users = visits |> summarize(
          by: user, own: [cost, weight] |> map(c -> sum(c)) |> sum(), named: [cost, weight] |> map(sum) |> sum())
      [users.own, users.named] |> map(cells)
      """, ["[[6, 5], [6, 5]]"]
    ),
    // What is one value for each group is a column among the rows.
    (
      """
      rows = visits |> derive(
          by: user, before: previous(count()), dear: share(sum(cost) > 3), label: "{user}: {sum(cost)}")
      [rows.before, rows.dear] |> map(cells)
      rows.label |> map(x -> x)
      """, ["[[·, 2, ·], [1, 1, 1]]", "[\"1: 4\", \"1: 4\", \"2: 4\"]"]
    ),
    // A function is asked for, so a name that is no column is an operator.
    ("visits |> where(city in ([\"A\", \"C\"] |> map(lower))) |> length()", ["2"]),
    // A decided `or` is still about the rows.
    (
      """
      every = true
      users = visits |> summarize(by: user, n: count(every or cost > 3), m: count(not every and cost > 3))
      [users.n, users.m] |> map(cells)
      """, ["[[2, 1], [0, 0]]"]
    ),
    // `by` may be left out by a function's argument.
    (
      """
      f = (t, by) -> t |> summarize(by: by, n: count())
      cells(f(visits, none).n) + cells(f(visits, "user").n)
      """, ["[3, 2, 1]"]
    ),
  ]

  @Test("a list is no cell")
  func lists() {
    let found = ScripSession().check(
      SourceText(Self.visits + "visits |> summarize(by: user, all: unique(city))"))
    #expect(found.map(\.code) == ["E0502"])
  }
}
