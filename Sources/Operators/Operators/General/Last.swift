// `last`: the last element, or the cell of each group's last row.
import Data
import OperatorKit

extension Operator {
  static let lastElement = endOfRows(
    "last", "the last element", last: true,
    examples: [
      .prints("last([3, 1, 2])", output: "2"),
      .fails("last([])", message: "at least one element"),
    ])
}
