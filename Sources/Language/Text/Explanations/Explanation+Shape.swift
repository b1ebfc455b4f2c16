// Codes E02xx: the shape of a script.

extension Explanation {
  static let shape: [Explanation] = [
    Explanation(
      "E0201", "an expression is missing",
      "Here a value has to follow: after an operator, a comma, `=` or an opening bracket.",
      wrong: "total = 1 +\n", mended: "total = 1 + 2\n"),
    Explanation(
      "E0202", "something follows a statement",
      """
      A statement is complete and something stands after it on the same line. Often an operator or a comma is missing, or the
      line is written as another language would.
      """,
      wrong: "let x = 1", mended: "x = 1"),
    Explanation(
      "E0203", "a bracket is not closed",
      "The carets show the bracket that nothing closes; what follows it was read as its content.",
      wrong: "sum([1, 2]", mended: "sum([1, 2])"),
    Explanation(
      "E0204", "something else was expected",
      "The message says what can stand here, and what stands here.",
      wrong: "sqrt(x = 2)", mended: "sqrt(x: 2)"),
    Explanation(
      "E0205", "chained comparisons",
      "`a < b < c` would compare a boolean with a number. Say each comparison.",
      wrong: "x = 2\n1 < x < 3", mended: "x = 2\n1 < x and x < 3"),
    Explanation(
      "E0206", "the right side of a pipe",
      """
      `x |> f(a)` is the call `f(x, a)`, so the right side is a call or the name of a function. A function that is written there
      stands in parentheses.
      """,
      wrong: "4 |> x -> x + 1", mended: "4 |> (x -> x + 1)"),
    Explanation(
      "E0207", "too deep",
      """
      Expressions nest at most 100 deep, and a chain of operators or pipes has at most 200 links, so that no script can overflow
      the machine's stack. Bind a part to a name.
      """,
      wrong: String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150),
      mended: "((1))"),
    Explanation(
      "E0208", "code in a prose cell",
      "Below `# %% [markdown]` stand comments only. A line `# %%` opens a cell of code.",
      wrong: "# %% [markdown]\n# Some prose.\nx = 1",
      mended: "# %% [markdown]\n# Some prose.\n# %%\nx = 1"),
    Explanation(
      "E0209", "a positional argument after a named one",
      "Arguments without a name come first: their place says which they are.",
      wrong: "round(digits: 1, 2.25)", mended: "round(2.25, digits: 1)"),
    Explanation(
      "E0210", "a field or parameter twice",
      "The fields of a record and the parameters of a function have different names.",
      wrong: "{a: 1, a: 2}", mended: "{a: 1, b: 2}"),
    Explanation(
      "E0211", "a block without a value",
      "The block of a function is bindings and then an expression, which is its value.",
      wrong: "f = x -> { y = x + 1 }", mended: "f = x -> { y = x + 1; y }"),
    Explanation(
      "E0212", "a bracket that closes nothing",
      "There is no open bracket of this kind here.", wrong: "sum([1, 2]))", mended: "sum([1, 2])"),
    Explanation(
      "E0213", "a pipe from nothing",
      "A line that starts with `|>` goes on with the statement above it; here there is none.",
      wrong: "|> sum()", mended: "[1, 2]\n    |> sum()"),
    Explanation(
      "E0214", "`=` in an expression",
      "`=` binds a name at the start of a statement. To compare, write `==`.",
      wrong: "x = 2\n1 + x = 3", mended: "x = 2\n1 + x == 3"),
    Explanation(
      "E0215", "a keyword as a name",
      "`param if then else and or not in true false none` are keywords. Between backticks each is a name.",
      wrong: "r = {a: 1}\nr.in", mended: "r = {`in`: 1}\nr.`in`"),
    Explanation(
      "E0216", "`param` inside a function",
      "A param is what the command line may set, so it stands at the top of a script.",
      wrong: "f = x -> { param y = 1; x + y }\nf(1)", mended: "param y = 1\nf = x -> x + y\nf(1)"),
    Explanation(
      "E0217", "a field's name that is empty or interpolated",
      "Fields are known before a script runs, so their names are plain: with a letter at least and no `{…}`.",
      wrong: "{\"visits in {1}\": 2}", mended: "{\"visits in 1\": 2}"),
  ]
}
