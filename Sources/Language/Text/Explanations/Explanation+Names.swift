// Codes E03xx: names.

extension Explanation {
  static let names: [Explanation] = [
    Explanation(
      "E0301", "an unknown name",
      """
      No binding, param or parameter has this name, and no operator. The message asks for the nearest name that there is. Names are
      case sensitive; `λ` and `lambda` are one.
      """,
      wrong: "budget = 12\nbugdet * 2", mended: "budget = 12\nbudget * 2"),
    Explanation(
      "E0302", "a name bound twice",
      """
      A name means one thing in a whole script, so that a line can be read without knowing what ran before it. Give the second value a name
      of its own. At the prompt a name may be bound again.
      """,
      wrong: "x = 1\nx = x + 1\nx", mended: "x = 1\nnext = x + 1\nnext"),
    Explanation(
      "E0303", "a name used before it is bound",
      "Statements run in their order. Move the binding above its first use.",
      wrong: "a = b + 1\nb = 2\na", mended: "b = 2\na = b + 1\na"),
    Explanation(
      "E0304", "an unknown operator",
      "What is called is no operator and no function of the script. `scrip doc` lists the operators.",
      wrong: "9 |> sqtr()", mended: "9 |> sqrt()"),
    Explanation(
      "E0305", "`--set` of no param",
      "`--set name=value` gives a `param` of the script another value. This script has no param of that name.",
      wrong: "param steps = 10\nsteps", mended: "param steps = 10\nsteps", settings: ["step=5"],
      mendedSettings: ["steps=5"]),
    Explanation(
      "E0306", "a name used in its own value",
      """
      A name is bound from the next statement on, so nothing refers to itself: there is no recursion and every script ends. `map`,
      `filter` and `reduce` repeat work over a list or a range.
      """,
      wrong: "f = n -> if n == 0 then 1 else n * f(n - 1)\nf(4)",
      mended: "f = n -> 1..n |> reduce(1, (product, i) -> product * i)\nf(4)"),
    Explanation(
      "E0307", "an unknown type of a param",
      "After the colon of a `param` stands `number`, `text`, `boolean`, `date`, `range` or `list`.",
      wrong: "param steps: integer = 10\nsteps", mended: "param steps: number = 10\nsteps"),
    Explanation(
      "E0308", "a library that is not there, has mistakes or uses itself",
      """
      `use("lib.scrip")` reads another script before anything runs, by a path that starts where the script lies. The library's own mistakes
      are shown below the message with their lines. Two scripts cannot use each other: what both need goes into a third.
      """,
      wrong: "lib = use(\"no such script.scrip\")\nlib.f(1)", mended: "f = x -> x + 1\nf(1)"),
  ]
}
