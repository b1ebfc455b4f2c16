// `sort`: rows in the order of columns.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the rows to sort")
private let by = Parameter<[SortKey]>(
  "by", "a column, or a list of them: the first decides, then the next", kind: .columns
).withDirections
private let descending = Parameter<Bool>(
  "descending", "turns the whole order round", default: false, shown: "false")

extension Operator {
  static let sort = Operator(
    "sort", .data, "sort the rows by columns",
    parameters: [table.declaration, by.declaration, descending.declaration], positional: 2,
    returns: .table(nil), refine: { $0.types["table"] ?? .table(nil) },
    details: """
      With a minus before it a column is sorted largest first: `sort([city, -spend])` goes through the cities from A to Z
      and through each from the largest spend down. That goes for texts and dates too. Equal rows keep their order; missing
      cells come last in either direction.
      """,
    examples: [
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate() |> sort(coupon, descending: true)
        log.coupon[0]
        """, output: "2.1"),
      .prints(
        """
        t = table({city: ["Kiel", "Bonn", "Kiel"], spend: [1, 5, 3]}) |> sort([city, -spend])
        t.spend |> map(x -> x)
        """, output: "[5, 3, 1]"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> sort(kost)", message: "did you mean `cost`?"),
    ]
  ) { arguments, _ in
    let isTurned = try arguments[descending]
    let keys = try arguments[by].map {
      SortKey($0.column, isDescending: $0.isDescending != isTurned)
    }
    return .table(try arguments[table].sorted(by: keys))
  }
}
