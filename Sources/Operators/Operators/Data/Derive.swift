// `derive`: new columns from old ones.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to add to")
private let by = Parameter<[String]?>.optional(
  "by", "rows that agree in these columns are a group, for sums and the like", kind: .columns)
private let order = Parameter<[String]?>.optional(
  "order", "the order of rows, for `running_sum`, `previous` and the like", kind: .columns)
private let fields = Parameter<Record>(
  "name", "a new column by its name; each sees the ones before it", kind: .namedRows)

extension Operator {
  static let derive = Operator(
    "derive", .data, "add columns that are computed from others",
    parameters: [table.declaration, by.declaration, order.declaration, fields.declaration],
    returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"] else { return .table(nil) }
      var entries = schema.entries
      for new in call.derived {
        if let place = entries.firstIndex(where: { $0.name == new.name }) {
          entries[place] = new
        } else {
          entries.append(new)
        }
      }
      return .table(Schema(entries))
    },
    details: """
      A name that the table already has is replaced in its place. The rows stay as they are and where they are.

      With `by`, `sum`, `mean`, `count` and their like are of the row's group, later rows too; with `order`,
      `running_sum`, `previous`, `first` and their like go along it. A state may only know what was before the
      decision: build it from `previous` and from `running_sum(x) - x`.
      """,
    examples: [
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate() |> derive(week: floor(day / 7), late: week >= 3)
        max(log.week)
        """, output: "4"),
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate()
            |> derive(by: user, order: day, spent_before: running_sum(cost) - cost, spent: sum(cost))
        max(log.spent_before) < max(log.spent)
        """, output: "true"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> derive(half: user_type / 2)",
        message: "user_type"),
    ]
  ) { arguments, _ in
    var result = try arguments[table]
    let new = try arguments[fields]
    for (name, value) in Swift.zip(new.names, new.values) {
      guard case .column(let column, _) = value else {
        throw OperatorError.argument(
          name, "`\(name)` should be a column, found \(value.type.phrase)")
      }
      result = try result.with(name, column)
    }
    return .table(result)
  }
}
