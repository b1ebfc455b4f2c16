// Codes E06xx: what only the run can know.

extension Explanation {
  /// A log whose columns the checker cannot know, because the number of levels is not a constant.
  private static let hidden =
    "log = market(users: 5, seed: 1, levels: [3][0]) |> simulate()\n"

  static let running: [Explanation] = [
    Explanation(
      "E0600", "a statement that was not checked",
      "The interpreter was given a statement that the checker has refused. This is a mistake of Scrip: please report it."
    ),
    Explanation(
      "E0601", "an operator failed as a whole",
      """
      The operator was called as it should be and could not do its work. The message says why, the note says which stage of the pipeline
      it was.
      """,
      wrong:
        "\(hidden)log |> dataset(user: user, time: day, state: [cost], action: coupon, reward: returned, cost: cost)",
      mended:
        "\(hidden)log |> dataset(user: user, time: day, state: [day], action: coupon, reward: returned, cost: cost)"
    ),
    Explanation(
      "E0602", "an operator failed for one argument",
      "The value has the right type, and the operator cannot work with it.",
      wrong: "[4, -1] |> map(x -> sqrt(x))", mended: "[4, 1] |> map(x -> sqrt(x))"),
    Explanation(
      "E0603", "an operator failed for a missing argument",
      "An operator that stands for a function gets what the caller has; here it needs more.",
      wrong: "f = dataset\n[market(users: 5, seed: 1) |> simulate()] |> map(f)",
      mended: """
        f = t -> t |> dataset(user: user, time: day, state: [day], action: coupon, reward: returned, cost: cost)
        [market(users: 5, seed: 1) |> simulate()] |> map(f)
        """),
    Explanation(
      "E0604", "what `expect` says does not hold",
      "The script was told to stop unless this holds. The command ends with 3, so that CI can tell it from a mistake.",
      wrong: "cost = 14\nexpect(cost <= 12, \"the budget holds\")",
      mended: "cost = 11\nexpect(cost <= 12, \"the budget holds\")"),
    Explanation(
      "E0605", "a query in SQL failed",
      """
      SQLite could not run the query, or the database file that it reads. Where the columns of all tables are known, a mistake in a query
      is found before anything runs and is E0415; here only the run could know.
      """,
      wrong: "\(hidden)sql(\"select kost from log\", log: log)",
      mended: "\(hidden)sql(\"select cost from log\", log: log)"),
    Explanation(
      "E0610", "division by zero",
      "Between two numbers it is an error; in a column the cell is missing.",
      wrong: "[2, 0] |> map(n -> 1 / n)",
      mended: "[2, 0] |> map(n -> if n == 0 then none else 1 / n)"),
    Explanation(
      "E0611", "a power that is not real, a number that is too large",
      "The largest number is about 1.8e308, and a root of a negative number is not real.",
      wrong: "[400] |> map(n -> 10 ^ n)", mended: "[300] |> map(n -> 10 ^ n)"),
    Explanation(
      "E0612", "operands that do not go together",
      "Like E0407, where the types are known only when the script runs.",
      wrong: "[1, \"two\"] |> map(x -> x + 1)", mended: "[1, 2] |> map(x -> x + 1)"),
    Explanation(
      "E0613", "a list or a text that is too long",
      "A list, a range and a text have at most 10,000,000 elements or bytes.",
      wrong: "length(0..1e9)", mended: "length(0..1e9 by 1_000)"),
    Explanation(
      "E0614", "an index out of range",
      "Indices count from 0, negative ones from the end: `xs[-1]` is the last element.",
      wrong: "xs = [3, 4]\nxs[2]", mended: "xs = [3, 4]\nxs[1]"),
    Explanation(
      "E0615", "a field that is not there",
      "Like E0410, where the fields are known only when the script runs.",
      wrong: "[{a: 1}, {b: 2}] |> map(r -> r.a)", mended: "[{a: 1}, {a: 2}] |> map(r -> r.a)"),
    Explanation(
      "E0616", "a value of the wrong type",
      "Like E0405, where the type is known only when the script runs.",
      wrong: hidden + "log |> where(day)", mended: hidden + "log |> where(day > 3)"),
    Explanation(
      "E0617", "a name that is not there",
      "In a row expression over a table whose columns are known only when it runs: neither a column nor a binding.",
      wrong: hidden + "log |> where(dya > 3)", mended: hidden + "log |> where(day > 3)"),
    Explanation(
      "E0618", "a column that is not there",
      "Like E0501, where the columns are known only when the script runs.",
      wrong: hidden + "log |> select([dya])", mended: hidden + "log |> select([day])"),
    Explanation(
      "E0619", "a list taken apart into another number of names",
      "Like E0413, where the length is known only when the script runs.",
      wrong: "a, b = [1, 2, 3] |> filter(x -> x > 2)\na + b",
      mended: "a, b = [1, 2, 3] |> filter(x -> x > 1)\na + b"),
    Explanation(
      "E0620", "a call with another number of arguments",
      "Like E0409, where the function is known only when the script runs.",
      wrong: "fs = [x -> x]\n(fs[0])(1, 2)", mended: "fs = [x -> x]\n(fs[0])(1)"),
    Explanation(
      "E0621", "calls that nest too deeply",
      "Functions call each other at most 500 levels deep. One that ends up calling itself never ends.",
      wrong: "f = g -> g(g)\nf(f)", mended: "f = g -> g(2)\nf(x -> x + 1)"),
    Explanation(
      "E0622", "columns of another length",
      "A column of one table was used in the rows of another.",
      wrong: """
        all = market(users: 20, seed: 1) |> simulate()
        late = all |> where(day > 10)
        late |> derive(day_before: all.day)
        """,
      mended: """
        all = market(users: 20, seed: 1) |> simulate()
        late = all |> where(day > 10)
        late |> derive(day_before: late.day)
        """),
    Explanation(
      "E0623", "values that nest too deeply",
      "Lists, records and functions nest in each other at most 1,000 deep. To add an element, write `xs + [x]`.",
      wrong: "length(1..2_000 |> reduce([0], (xs, i) -> [xs]))",
      mended: "length(1..2_000 |> reduce([0], (xs, i) -> xs + [i]))"),
    Explanation(
      "E0624", "a param's default that it does not allow",
      "Like E0419, where the default is known only when the script runs.",
      wrong: "xs = [1, 20] |> map(x -> x)\nparam share: number in 0..1 = xs[1]\nshare",
      mended: "xs = [1, 20] |> map(x -> x)\nparam share: number in 0..1 = xs[0]\nshare"),
    Explanation(
      "E0690", "interrupted",
      "Somebody pressed Ctrl-C. What was bound before stays; the statement that was running bound nothing."
    ),
  ]
}
