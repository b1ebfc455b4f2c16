// Codes E0401 to E0406, E0416 and E0417: the arguments of operators and the values of params.

extension Explanation {
  static let arguments: [Explanation] = [
    Explanation(
      "E0401", "an unknown argument",
      "The operator has no argument of this name. `scrip doc NAME` shows those that it has.",
      wrong: "round(2.25, digit: 1)", mended: "round(2.25, digits: 1)"),
    Explanation(
      "E0402", "a missing argument",
      "An argument without a default has to be given. The hint says what it means.",
      wrong: "[1, 2] |> map()", mended: "[1, 2] |> map(x -> x + 1)"),
    Explanation(
      "E0403", "a repeated argument",
      "Each argument is given once. What is piped in is the first one.",
      wrong: "[1, 2] |> sum(values: [3])", mended: "sum(values: [3])"),
    Explanation(
      "E0404", "too many positional arguments",
      """
      Only the first arguments of an operator stand without a name, how many is the operator's to say; the others are named, so that a call
      can be read.
      """,
      wrong: "market(100)", mended: "market(users: 100, seed: 1)"),
    Explanation(
      "E0405", "an argument of the wrong type",
      "The message says what the argument takes, with its unit and its limits, and what it was given.",
      wrong: "round(\"2.25\")", mended: "round(number(\"2.25\"))"),
    Explanation(
      "E0406", "an argument out of its range",
      "The value has the right type and is outside of what the operator allows.",
      wrong: "market(users: 0, seed: 1)", mended: "market(users: 100, seed: 1)"),
    Explanation(
      "E0407", "operands that do not go together",
      """
      An operator between two values needs operands of one kind. Nothing is converted in silence: `text(x)` makes a text of a value, `number(x)` a
      number of a text, and "{x}" puts a value into a text.
      """,
      wrong: "n = 3\n\"users: \" + n", mended: "n = 3\n\"users: {n}\""),
    Explanation(
      "E0408", "a call of what is no function",
      "Only operators, functions of the script and values that are functions can be called.",
      wrong: "rate = 3\nrate(2)", mended: "rate = 3\nrate * 2"),
    Explanation(
      "E0409", "a call with another number of arguments",
      "A function of the script takes as many arguments as it has parameters, by position.",
      wrong: "f = (a, b) -> a + b\nf(1)", mended: "f = (a, b) -> a + b\nf(1, 2)"),
  ]
}
