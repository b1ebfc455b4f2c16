// `lower`: text in small letters.
import OperatorKit

extension Operator {
  static let lower = textChange(
    "lower", "text in small letters",
    examples: [
      .prints("lower(\"DE\")", output: "de"),
      .fails("lower(3)", message: "found a number"),
    ]
  ) { $0.lowercased() }
}
