// `abs`: absolute value, for numbers, lists and columns.
import OperatorKit

extension Operator {
  static let abs = numeric(
    "abs", "absolute value",
    examples: [
      .prints("abs(-3)", output: "3"),
      .fails("abs(\"a\")", message: "found a text"),
    ]
  ) { Swift.abs($0) }
}
