// `max`: the largest number.
import Data
import OperatorKit

extension Operator {
  static let max = extreme(
    "max", "largest number",
    examples: [
      .prints("max([3, 1, 2])", output: "3"),
      .prints("max([1, 5], 2)", output: "[2, 5]"),
      .fails("max([])", message: "at least one number"),
    ]
  ) { Swift.max($0, $1) }
}
