// `where`: rows for which something holds.
import Data
import OperatorKit
import Reporting

private let table = Parameter<Table>("table", "the rows to choose from")
private let condition = Parameter<Column>(
  "condition", "true for the rows to keep", kind: .row(.boolean))

extension Operator {
  static let `where` = Operator(
    "where", .data, "keep the rows for which something holds",
    parameters: [table.declaration, condition.declaration], positional: 2, returns: .table(nil),
    refine: { $0.types["table"] ?? .table(nil) },
    details:
      "For the elements of a list, use `filter`. A comparison with a missing cell is false, so such rows are dropped. A note says when no row is left.",
    examples: [
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate()
        late = log |> where(day >= 20 and coupon in [0.1, 2.1])
        min(late.day) >= 20
        """, output: "true"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> where(coupn > 1)",
        message: "did you mean `coupon`?"),
    ]
  ) { arguments, context in
    guard case .boolean(let mask) = try arguments[condition] else {
      throw OperatorError.argument("condition", "`where` needs true or false for every row")
    }
    let table = try arguments[table]
    if table.rowCount > 0, !mask.contains(true) {
      let words = "`where` keeps none of the \(count(table.rowCount, "row"))"
      context.emit(Report([.message(words, severity: .note)]))
    }
    return .table(try table.filtered(mask))
  }
}
