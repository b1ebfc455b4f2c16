// `sort`: rows in the order of columns.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the rows to sort")
private let by = Parameter<[String]>(
  "by", "a column, or a list of them: the first decides, then the next", kind: .columns)
private let descending = Parameter<Bool>(
  "descending", "largest first", default: false, shown: "false")

extension Operator {
  static let sort = Operator(
    "sort", .data, "sort the rows by columns",
    parameters: [table.declaration, by.declaration, descending.declaration], positional: 2,
    returns: .table(nil), refine: { $0.types["table"] ?? .table(nil) },
    details: "Equal rows keep their order; missing cells come last in either direction.",
    examples: [
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate() |> sort(coupon, descending: true)
        log.coupon[0]
        """, output: "2.1"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> sort(kost)", message: "did you mean `cost`?"),
    ]
  ) { arguments, _ in
    .table(
      try arguments[table].sorted(by: try arguments[by], descending: try arguments[descending]))
  }
}
