// `rename`: another name for a column.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table")
private let field = Parameter<String>("column", "the column to name anew", kind: .column)
private let new = Parameter<String>("to", "its new name")

extension Operator {
  static let rename = Operator(
    "rename", .data, "give a column another name",
    parameters: [table.declaration, field.declaration, new.declaration], positional: 2,
    returns: .table(nil),
    refine: { call in
      guard case .table(.some(var schema)) = call.types["table"],
        let old = call.selections["column"]?.first, case .text(let new) = call.constants["to"],
        let place = schema.names.firstIndex(of: old)
      else { return .table(nil) }
      schema.entries[place].name = new
      return .table(schema)
    },
    verify: { call in
      guard case .table(.some(let schema)) = call.types["table"],
        let old = call.selections["column"]?.first, case .text(let new) = call.constants["to"],
        new != old, schema[new] != nil
      else { return nil }
      return .argument("to", TableError.duplicateColumn(name: new).message)
    },
    examples: [
      .prints(
        """
        log = market(users: 5, seed: 1) |> simulate() |> rename(user, to: "customer_id")
        columns(log)[0]
        """, output: "customer_id"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> rename(user, to: \"day\")",
        message: "there would be two columns `day`"),
    ]
  ) { arguments, _ in
    guard !(try arguments[new]).isEmpty else {
      throw OperatorError.argument("to", "a column needs a name")
    }
    return .table(try arguments[table].renaming(try arguments[field], to: try arguments[new]))
  }
}
