// `median`: the middle of the numbers.
import Data
import OperatorKit

extension Operator {
  static let median = summary(
    "median", "the middle number, or the mean of the two in the middle", empty: nil,
    examples: [
      .prints("median([9, 1, 2, 4])", output: "3"),
      .fails("median([])", message: "at least one number"),
    ], of: { $0.quantiles($1, 0.5) }
  ) { Data.quantile(sorted: $0.sorted(), 0.5) ?? .nan }
}
