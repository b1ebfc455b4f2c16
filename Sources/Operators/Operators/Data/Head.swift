// `head`: the first rows.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to look at")
private let rows = Parameter<Int>(
  "rows", "how many", default: 10, shown: "10", in: 0...Double.infinity)

extension Operator {
  static let head = Operator(
    "head", .data, "the first rows", parameters: [table.declaration, rows.declaration],
    positional: 2, returns: .table(nil), refine: { $0.types["table"] ?? .table(nil) },
    examples: [
      .prints("length(market(users: 50, seed: 1) |> simulate() |> head(3))", output: "3"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> head(-1)", message: "whole number of at least 0"
      ),
    ]
  ) { arguments, _ in .table(try arguments[table].head(try arguments[rows])) }
}
