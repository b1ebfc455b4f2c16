// `upper`: text in capital letters.
import OperatorKit

extension Operator {
  static let upper = textChange(
    "upper", "text in capital letters",
    examples: [
      .prints("upper(\"de\")", output: "DE"),
      .fails("upper(3)", message: "found a number"),
    ]
  ) { $0.uppercased() }
}
