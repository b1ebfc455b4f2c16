// `count`: how many rows, or how many of them something holds for.
import Data
import OperatorKit

private let condition = Parameter<Conditions?>.optional(
  "condition", "true for what counts; all rows when not given")

extension Operator {
  static let counting = Operator(
    "count", .general, "how many rows there are, or how many something holds for",
    parameters: [condition.declaration], returns: .number,
    details: """
      In `summarize`, and in `derive` with `by`, of each group's rows. A comparison with a missing cell does not
      hold. Outside of a table `count` needs a condition; `length` says how many elements something has.
      """,
    examples: [
      .prints("count([true, false, true])", output: "2"),
      .fails("count()", message: "in `summarize`"),
    ]
  ) { arguments, context in
    if let condition = try arguments[condition] {
      if condition.isColumn, let rows = context.groups(condition.all.count) {
        return .column(rows.spread(.number(rows.counts(where: condition.all))))
      }
      return .number(Double(condition.all.count { $0 }))
    }
    guard let rows = context.rows else {
      throw OperatorError(
        "`count()` counts the rows of a table: it stands in `summarize` or `derive`",
        hint: "`length` says how many elements something has")
    }
    guard let groups = rows.groups else { return .number(Double(rows.count)) }
    return .column(groups.spread(.number(groups.sizes)))
  }
}
