// Codes E0410 to E0419: fields, conditions, indices, constants and the values of params.

extension Explanation {
  static let types: [Explanation] = [
    Explanation(
      "E0410", "an unknown field",
      "The record or value has no field of this name. `?name` at the prompt lists what a type has.",
      wrong: "r = {cost: 1}\nr.csot", mended: "r = {cost: 1}\nr.cost"),
    Explanation(
      "E0411", "a condition that is no boolean",
      "There is no truthiness: a condition is `true` or `false`, often a comparison.",
      wrong: "n = 3\nif n then 1 else 2", mended: "n = 3\nif n > 0 then 1 else 2"),
    Explanation(
      "E0412", "a wrong index",
      "A list, a range and a column are indexed by a number from 0, a record and a table by a text.",
      wrong: "[3, 4][\"first\"]", mended: "[3, 4][0]"),
    Explanation(
      "E0413", "a list taken apart into another number of names",
      "`a, b = …` takes a list of exactly two elements apart.",
      wrong: "a, b = [1, 2, 3]\na + b", mended: "a, b, c = [1, 2, 3]\na + b + c"),
    Explanation(
      "E0414", "constant arithmetic without a result",
      "These numbers have no such result, and the script can be known to fail before it runs.",
      wrong: "1 / 0", mended: "1 / 2"),
    Explanation(
      "E0415", "a call whose arguments are known without a result",
      """
      Every argument is known before anything runs, or its type and columns are, and together they have no result: a date that no calendar
      has, or a `join` by a column that the second table does not have.
      """,
      wrong: "date(\"2023-02-29\")", mended: "date(\"2024-02-29\")"),
    Explanation(
      "E0416", "`--set` with a value of the wrong type",
      "A value from the command line has the type of the param's default.",
      wrong: "param steps = 10\nsteps", mended: "param steps = 10\nsteps",
      settings: ["steps=\"many\""], mendedSettings: ["steps=20"]),
    Explanation(
      "E0417", "`--set` with no value",
      """
      What follows `=` is a constant expression: a number, `true`, a text in quotes, a list of such. For a param that is a text
      the quotes may be left out. Shells take quotes away: write `--set 'city="Kiel"'`.
      """,
      wrong: "param steps = 10\nsteps", mended: "param steps = 10\nsteps", settings: ["steps=1 +"],
      mendedSettings: ["steps=1 + 1"]),
    Explanation(
      "E0418", "values of a param that are no range or list",
      "After `in` stands a range of numbers or a list, so that `--set` can be held to it before anything runs.",
      wrong: "param steps in 10 = 5\nsteps", mended: "param steps in 1..10 = 5\nsteps"),
    Explanation(
      "E0419", "a value that a param does not allow",
      """
      The default, or what `--set` gives, is not among the values after `in`. A range without a step allows every number between its ends,
      one with a step only the numbers that it counts.
      """,
      wrong: "param share in 0..1 by 0.25 = 0.3\nshare",
      mended: "param share in 0..1 by 0.25 = 0.5\nshare"),
  ]
}
