// `trim`: text without white space at its ends.
import Foundation
import OperatorKit

extension Operator {
  static let trim = textChange(
    "trim", "text without white space at its ends",
    examples: [
      .prints("trim(\"  a b \")", output: "a b"),
      .fails("trim(none)", message: "found none"),
    ]
  ) { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
}
