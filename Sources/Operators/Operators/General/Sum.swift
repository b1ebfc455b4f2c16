// `sum`: sum of the numbers of a list, a range or a column.
import Data
import OperatorKit

extension Operator {
  static let sum = summary(
    "sum", "sum of the numbers", empty: 0,
    examples: [
      .prints("sum(1..4)", output: "10"),
      .fails("sum([\"a\"])", message: "a list of texts"),
    ], of: { $0.sums($1) }
  ) { $0.reduce(0, +) }
}
