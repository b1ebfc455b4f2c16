// `ln`: natural logarithm, for numbers, lists and columns.
import Foundation
import OperatorKit

extension Operator {
  static let ln = numeric(
    "ln", "natural logarithm",
    domain: "a number above 0",
    examples: [
      .prints("ln(1)", output: "0"),
      .fails("ln(0)", message: "needs a number above 0"),
    ]
  ) { Foundation.log($0) }
}
