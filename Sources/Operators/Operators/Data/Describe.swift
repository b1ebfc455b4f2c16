// `describe`: what is in each column.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to look at")

extension Operator {
  static let describe = Operator(
    "describe", .data, "what is in each column", parameters: [table.declaration],
    returns: .table(
      Schema([
        .init("column", .text), .init("type", .text), .init("missing", .number),
        .init("distinct", .number), .init("min", .number), .init("mean", .number),
        .init("max", .number),
      ])),
    details:
      "One row for each column: its type, missing and different cells, least, mean and largest value.",
    examples: [
      .prints(
        """
        about = market(users: 50, seed: 1) |> simulate() |> select([user_type, cost]) |> describe()
        about.distinct[0]
        """, output: "3"),
      .fails("describe([1, 2])", message: "should be a Table"),
    ]
  ) { arguments, _ in .table(try arguments[table].described()) }
}
