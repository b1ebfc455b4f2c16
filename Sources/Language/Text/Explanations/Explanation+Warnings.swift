// Codes W0…: what is no mistake and yet rarely meant.

extension Explanation {
  static let warnings: [Explanation] = [
    Explanation(
      "W0301", "a name that nothing reads",
      """
      The value is computed and never used, which often means that a line goes on with the wrong name. A name that starts with `_` is
      left alone, and so is what the last statement binds, and a script that shows nothing: it is there for others to use.
      """,
      wrong: "first = [1, 2]\nlate = [3]\nsum(first)", mended: "first = [1, 2]\nsum(first)"),
    Explanation(
      "W0302", "a binding that a column hides",
      """
      In a row expression or a column selection a bare name is a column first. A binding of the same name cannot be meant there, even
      where it was bound for it.
      """,
      wrong: "day = 10\nmarket(users: 5, seed: 1) |> simulate() |> where(day > 3) |> head(1)\nday",
      mended:
        "first_day = 10\nmarket(users: 5, seed: 1) |> simulate() |> where(day > first_day) |> head(1)"
    ),
    Explanation(
      "W0401", "a seed left to chance",
      """
      The operator draws, and without `seed:` it draws with its default, so the result is one of many that could have been. It is the same at
      every run; what it would be with another seed is worth knowing before something is decided by it. Say the seed where the draw is a choice.
      """,
      wrong: "market(users: 5) |> simulate() |> head(1)",
      mended: "market(users: 5, seed: 1) |> simulate() |> head(1)"),
  ]
}
