// `ceil`: smallest whole number that is not below x, for numbers, lists and columns.
import OperatorKit

extension Operator {
  static let ceil = numeric(
    "ceil", "smallest whole number that is not below x",
    examples: [
      .prints("ceil(2.1)", output: "3"),
      .fails("ceil(\"2\")", message: "found a text"),
    ]
  ) { $0.rounded(.up) }
}
