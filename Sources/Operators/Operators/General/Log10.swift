// `log10`: logarithm to base 10, for numbers, lists and columns.
import Foundation
import OperatorKit

extension Operator {
  static let log10 = numeric(
    "log10", "logarithm to base 10",
    domain: "a number above 0",
    examples: [
      .prints("log10(1000)", output: "3"),
      .fails("log10(-5)", message: "needs a number above 0"),
    ]
  ) { Foundation.log10($0) }
}
