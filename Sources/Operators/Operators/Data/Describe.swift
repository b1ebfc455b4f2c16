// `describe`: what is in each column.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to look at")

extension Operator {
  static let describe = Operator(
    "describe", .data, "what is in each column", parameters: [table.declaration],
    returns: .table(nil),
    refine: { call in
      // What looks like dates in the first rows of a file may turn out to be texts.
      guard let schema = call.schema("table"),
        schema.entries.allSatisfy({ $0.type != .date || $0.isCertain })
      else { return .table(nil) }
      let entries: [Schema.Entry] = [
        .init("column", .text), .init("type", .text), .init("missing", .number),
        .init("distinct", .number), .init("min", .number), .init("mean", .number),
        .init("max", .number),
      ]
      let dates: [Schema.Entry] = [.init("earliest", .date), .init("latest", .date)]
      let haveDates = schema.entries.contains { $0.type == .date }
      return .table(Schema(entries + (haveDates ? dates : [])))
    },
    details: """
      One row for each column: its type, missing and different cells, least, mean and largest value; where the table has
      dates, the earliest and the latest of them.
      """,
    examples: [
      .prints(
        """
        about = market(users: 50, seed: 1) |> simulate() |> select([user_type, cost]) |> describe()
        about.distinct[0]
        """, output: "3"),
      .prints(
        """
        about = table({day: date(["2024-03-05", "2024-03-01"])}) |> describe()
        about.latest[0]
        """, output: "2024-03-05"),
      .fails("describe([1, 2])", message: "should be a Table"),
    ]
  ) { arguments, _ in .table(try arguments[table].described()) }
}
