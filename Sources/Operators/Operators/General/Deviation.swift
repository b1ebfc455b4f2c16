// `deviation`: how far numbers lie from their mean.
import Data
import OperatorKit

extension Operator {
  static let deviation = summary(
    "deviation", "sample standard deviation, with divisor n − 1", empty: nil, least: 2,
    examples: [
      .prints("deviation([2, 4, 4, 4, 5, 5, 7, 9]) ^ 2 * 7", output: "32"),
      .fails("deviation([3])", message: "at least two numbers"),
    ], of: { $0.deviations($1) }
  ) { Data.standardDeviation($0) ?? .nan }
}
