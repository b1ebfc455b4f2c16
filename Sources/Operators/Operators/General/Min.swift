// `min`: the smallest number.
import Data
import OperatorKit

extension Operator {
  static let min = extreme(
    "min", "smallest number",
    examples: [
      .prints("min([3, 1, 2])", output: "1"),
      .prints("min([1, 5], 2)", output: "[1, 2]"),
      .fails("min([])", message: "at least one number"),
    ]
  ) { Swift.min($0, $1) }
}
