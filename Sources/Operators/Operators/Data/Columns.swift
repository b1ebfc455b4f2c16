// `columns`: names of columns, all of them or those that match a pattern.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to look at")
private let pattern = Parameter<String>(
  "pattern", "`*` stands for any text, `?` for one character", default: "*", shown: "\"*\"")

extension Operator {
  static let columns = Operator(
    "columns", .data, "names of the columns that match a pattern",
    parameters: [table.declaration, pattern.declaration], positional: 2, returns: .list(.text),
    details:
      "Inside a column selection the table is given already: `state: [day, columns(\"h_*\")]`.",
    examples: [
      .prints(
        "market(users: 5, seed: 1) |> simulate() |> columns(\"user*\")",
        output: "[\"user\", \"user_type\"]"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> columns(\"x_*\")", message: "no column"),
    ]
  ) { arguments, _ in
    .list(
      try arguments[table].columnNames(matching: try arguments[pattern]).map(Value.text))
  }
}
