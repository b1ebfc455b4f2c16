// `exp`: e to the power of x, for numbers, lists and columns.
import Foundation
import OperatorKit

extension Operator {
  static let exp = numeric(
    "exp", "e to the power of x",
    examples: [
      .prints("exp(0)", output: "1"),
      .fails("exp(true)", message: "found a boolean"),
    ]
  ) { Foundation.exp($0) }
}
