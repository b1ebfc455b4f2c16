// `sum`: sum of the numbers of a list, a range or a column.
import OperatorKit

extension Operator {
  static let sum = summary(
    "sum", "sum of the numbers", empty: 0,
    examples: [
      .prints("sum(1..4)", output: "10"),
      .fails("sum([\"a\"])", message: "a list of texts"),
    ]
  ) { $0.reduce(0, +) }
}
