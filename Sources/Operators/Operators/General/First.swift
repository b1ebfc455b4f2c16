// `first`: the first element, or the cell of each group's first row.
import Data
import OperatorKit

extension Operator {
  static let firstElement = endOfRows(
    "first", "the first element", last: false,
    examples: [
      .prints("first([3, 1, 2])", output: "3"),
      .fails("first([])", message: "at least one element"),
    ])
}
