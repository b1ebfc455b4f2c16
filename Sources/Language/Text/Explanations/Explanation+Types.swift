// Codes E0410 to E0417: fields, conditions, indices, constants and the values of params.

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
  ]
}
