// `select`: some columns, in the order they are named.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the table to take from")
private let fields = Parameter<[String]>(
  "columns", "a list of names and columns(\"pattern\")", kind: .columns)

extension Operator {
  static let select = Operator(
    "select", .data, "keep some columns, in the order they are named",
    parameters: [table.declaration, fields.declaration], positional: 2, returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"],
        let names = call.selections["columns"]
      else { return .table(nil) }
      return .table(
        Schema(names.compactMap(schema.entry)))
    },
    examples: [
      .prints(
        """
        log = market(users: 5, seed: 1) |> simulate() |> select([user, day, columns("h_1*")])
        length(columns(log))
        """, output: "13"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> select([user, dya])",
        message: "did you mean `day`?"),
    ]
  ) { arguments, _ in
    .table(try arguments[table].selecting(try arguments[fields]))
  }
}
