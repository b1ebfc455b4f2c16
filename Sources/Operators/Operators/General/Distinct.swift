// `distinct`: how many different values there are.
import Data
import OperatorKit

private let over = Parameter<Either<Column, Elements>>("over", "a list, a range or a column")

extension Operator {
  static let distinct = Operator(
    "distinct", .general, "how many different values there are", parameters: [over.declaration],
    returns: .number,
    details: """
      Missing cells are not counted. In `summarize`, and in `derive` with `by`, of each group's rows. The values
      themselves are in `unique` of a list, and in `summarize(by: …)` of a table.
      """,
    examples: [
      .prints("distinct([\"DE\", \"FR\", \"DE\"])", output: "2"),
      .fails("distinct(3)", message: "found a number"),
    ]
  ) { arguments, context in
    switch try arguments[over] {
    case .first(let column):
      let isGrouped = context.groups(column.count) != nil
      let rows = context.sequence(column.count)
      let counts = rows.distinct(column)
      return isGrouped ? .column(rows.spread(.number(counts))) : .number(counts.first ?? 0)
    case .second(let list): return .number(Double(different(list.values).count))
    }
  }
}
