// `floor`: largest whole number that is not above x, for numbers, lists and columns.
import OperatorKit

extension Operator {
  static let floor = numeric(
    "floor", "largest whole number that is not above x",
    examples: [
      .prints("floor(2.7)", output: "2"),
      .prints("floor(-2.1)", output: "-3"),
      .fails("floor(none)", message: "found none"),
    ]
  ) { $0.rounded(.down) }
}
