// `sqrt`: square root, for numbers, lists and columns.
import OperatorKit

extension Operator {
  static let sqrt = numeric(
    "sqrt", "square root",
    domain: "a number of at least 0",
    examples: [
      .prints("sqrt(16)", output: "4"),
      .prints("sqrt([1, 4, 9])", output: "[1, 2, 3]"),
      .fails("sqrt(-1)", message: "needs a number of at least 0"),
    ]
  ) { $0.squareRoot() }
}
