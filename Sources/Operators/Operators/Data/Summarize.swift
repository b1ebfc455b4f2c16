// `summarize`: one row for each group of rows.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the rows to summarize")
private let by = Parameter<[String]?>.optional(
  "by", "rows that agree in these columns are a group; all rows when not given", kind: .columns)
private let order = Parameter<[String]?>.optional(
  "order", "the order of a group's rows, for `first` and `last`", kind: .columns)
private let fields = Parameter<Record?>.optional(
  "name", "a summary by its name, such as spend: sum(cost)", kind: .namedRows)

extension Operator {
  static let summarize = Operator(
    "summarize", .data, "one row for each group of rows",
    parameters: [table.declaration, by.declaration, order.declaration, fields.declaration],
    returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"] else { return .table(nil) }
      let by = call.types["by"] == nil ? [] : call.selections["by"]
      guard let by else { return .table(nil) }
      let keys = by.compactMap { schema.entry($0) }
      return .table(Schema(keys + call.derived.filter { !by.contains($0.name) }))
    }, summarizes: true,
    details: """
      `count`, `sum`, `mean`, `median`, `quantile`, `deviation`, `min`, `max`, `share`, `first`, `last` and `distinct` answer for
      each group here, and so does any arithmetic with them. A summary sees the table's columns, then the summaries before it. Groups come
      in the order of their first row. Without summaries it gives the different combinations of `by`. Without `by` there is
      one row, also for a table without rows: sums and counts are 0 there and everything else is missing.
      A column from elsewhere is a whole: sum(cost) / sum(visits.cost) is the group's share of all.
      """,
    examples: [
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate()
        users = log |> summarize(by: user, visits: count(), spend: sum(cost), per_visit: spend / visits)
        [length(users), sum(users.visits) == length(log), columns(users)]
        """, output: "[49, true, [\"user\", \"visits\", \"spend\", \"per_visit\"]]"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> summarize(by: user, spend: cost)",
        message: "one value for each group"),
    ]
  ) { arguments, context in
    let table = try arguments[table]
    let by = try arguments[by] ?? []
    let rows = try context.rows?.groups ?? RowGroups(table, by: by)
    var result = try table.selecting(by).gathered(rows.firstRows)
    let new = try arguments[fields] ?? Record([])
    for (name, value) in Swift.zip(new.names, new.values) {
      guard case .column(let column, _) = value, rows.isConstant(column) else {
        throw OperatorError.argument(
          name, "`\(name)` should be one value for each group, found a column",
          hint: "write sum(…), mean(…), max(…), first(…) or count() of it")
      }
      guard !by.contains(name) else { throw TableError.duplicateColumn(name: name) }
      result = try result.with(name, column.gathered(rows.firstRows))
    }
    return .table(result)
  }
}
