// `contains`: whether a text contains another.
import OperatorKit

extension Operator {
  static let contains = textTest(
    "contains", "whether a text contains another",
    examples: [
      .prints("contains(\"spring sale\", \"sale\")", output: "true"),
      .fails("contains(\"a\", 1)", message: "found a number"),
    ]
  ) { $1.isEmpty || $0.contains($1) }
}
