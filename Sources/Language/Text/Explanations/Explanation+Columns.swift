// Codes E05xx: columns of tables.

extension Explanation {
  private static let log = "log = market(users: 5, seed: 1) |> simulate()\n"

  static let columns: [Explanation] = [
    Explanation(
      "E0501", "an unknown column",
      """
      The table has no column of this name. The checker reads the first part of each file that a script names and follows the columns
      through `derive`, `select` and functions, so that this is known before anything runs. In a row expression a bare name is a column
      first, then a binding.
      """,
      wrong: log + "log |> where(dya > 3)", mended: log + "log |> where(day > 3)"),
    Explanation(
      "E0502", "a row expression of the wrong type",
      "`where` needs true or false for every row, `derive` a number, a text or a boolean.",
      wrong: log + "log |> where(day + 1)", mended: log + "log |> where(day + 1 > 3)"),
    Explanation(
      "E0503", "a pattern that matches no column",
      "`*` stands for any text and `?` for one character; at least one column has to match.",
      wrong: log + "log |> select(columns(\"x_*\"))",
      mended: log + "log |> select(columns(\"h_*\"))"),
    Explanation(
      "E0504", "a selection of what is no column",
      "Columns are named by a bare name, a text, `columns(\"pattern\")`, or a list of these.",
      wrong: log + "log |> select(3)", mended: log + "log |> select([user, \"day\"])"),
    Explanation(
      "E0505", "a column of the wrong type",
      """
      The column is there and holds something else than is asked for. A file's column is text as soon as one cell is: look at it with
      `describe`, and make numbers of it with `derive(cost: number(cost))`.
      """,
      wrong: log
        + "log |> dataset(user: user, time: day, state: [day], action: coupon, reward: returned, cost: user_type)",
      mended: log
        + "log |> dataset(user: user, time: day, state: [day], action: coupon, reward: returned, cost: cost)"
    ),
    Explanation(
      "E0506", "a summary that is a column",
      """
      `summarize` makes one row of each group, so each summary is one value for a group: a `sum`, a `mean`, a `count()`, the `first` or `last`.
      Columns that the rows of a group share belong into `by`.
      """,
      wrong: log + "log |> summarize(by: user, spend: cost)",
      mended: log + "log |> summarize(by: user, spend: sum(cost))"),
  ]
}
