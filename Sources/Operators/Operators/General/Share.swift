// `share`: the share of rows or elements for which something holds.
import Data
import OperatorKit

private let condition = Parameter<Conditions>("condition", "true for what counts")

extension Operator {
  static let sharing = Operator(
    "share", .general, "the share for which something holds", parameters: [condition.declaration],
    returns: .number,
    details: "From 0 to 1. In `summarize`, and in `derive` with `by`, of each group's rows.",
    examples: [
      .prints("share([true, false, true, true])", output: "0.75"),
      .fails("share([1, 0])", message: "a list of booleans"),
    ]
  ) { arguments, context in
    let condition = try arguments[condition]
    if condition.isColumn, let rows = context.groups(condition.all.count) {
      let shares = Swift.zip(rows.counts(where: condition.all), rows.sizes).map { $0 / $1 }
      return .column(rows.spread(.number(shares)))
    }
    guard !condition.all.isEmpty else {
      throw OperatorError.argument("condition", "`share` needs at least one element, found none")
    }
    return .number(Double(condition.all.count { $0 }) / Double(condition.all.count))
  }
}
