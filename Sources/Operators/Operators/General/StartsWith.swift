// `starts_with`: whether a text begins with another.
import OperatorKit

extension Operator {
  static let startsWith = textTest(
    "starts_with", "whether a text begins with another",
    examples: [
      .prints("starts_with(\"sent_3\", \"sent_\")", output: "true"),
      .fails("starts_with(1, \"a\")", message: "found a number"),
    ]
  ) { $0.hasPrefix($1) }
}
