// `mean`: arithmetic mean of a list, a range or a column.
import Data
import OperatorKit

extension Operator {
  static let mean = summary(
    "mean", "arithmetic mean", empty: nil,
    examples: [
      .prints("mean([1, 2, 6])", output: "3"),
      .fails("mean([])", message: "at least one number"),
    ], of: { $0.means($1) }
  ) { $0.reduce(0, +) / Double($0.count) }
}
