// `drop`: all columns but some.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to take from")
private let fields = Parameter<[String]>(
  "columns", "a name, or a list of names and columns(\"pattern\")", kind: .columns)

extension Operator {
  static let drop = Operator(
    "drop", .data, "leave columns out", parameters: [table.declaration, fields.declaration],
    positional: 2, returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"],
        let names = call.selections["columns"]
      else { return .table(nil) }
      return .table(Schema(schema.entries.filter { !names.contains($0.name) }))
    },
    examples: [
      .prints(
        """
        log = market(users: 5, seed: 1) |> simulate() |> drop([coupon, columns("h_*")])
        length(columns(log))
        """, output: "28"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> drop(kost)", message: "did you mean `cost`?"),
    ]
  ) { arguments, _ in .table(try arguments[table].dropping(try arguments[fields])) }
}
