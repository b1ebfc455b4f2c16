// `join`: columns of a second table beside the rows of a first.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "the rows")
private let other = Parameter<Table>("other", "what is known of each key, one row for each")
private let by = Parameter<[String]>("by", "the columns that both tables have", kind: .columns)
private let unmatched = Parameter<String>(
  "unmatched", "rows without a partner are kept with missing cells, or dropped", default: "keep",
  shown: "\"keep\"", choices: ["keep", "drop"])

extension Operator {
  static let join = Operator(
    "join", .data, "add the columns of a second table, row by row",
    parameters: [table.declaration, other.declaration, by.declaration, unmatched.declaration],
    positional: 2, returns: .table(nil),
    refine: { call in
      guard case .table(.some(let left)) = call.types["table"],
        case .table(.some(let right)) = call.types["other"], let by = call.selections["by"]
      else { return .table(nil) }
      return .table(Schema(left.entries + right.entries.filter { !by.contains($0.name) }))
    }, verify: problem,
    details: """
      Many rows to one: each row finds at most one partner, the second table having each key once, so no row is ever
      doubled. What should be counted or added up is summarized first. A missing key has no partner.
      Other columns of one name are refused: `drop` or `rename` one of them.
      """,
    examples: [
      .prints(
        """
        log = market(users: 50, seed: 1) |> simulate() |> select([user, day, cost])
        users = log |> summarize(by: user, spend: sum(cost))
        joined = log |> join(users, by: user)
        [length(joined) == length(log), columns(joined)]
        """, output: "[true, [\"user\", \"day\", \"cost\", \"spend\"]]"),
      .fails(
        """
        log = market(users: 50, seed: 1) |> simulate() |> select([user, day])
        log |> join(log |> drop(day), by: user)
        """, message: "the second table has user 1 twice"),
    ]
  ) { arguments, _ in
    .table(
      try arguments[table].joined(
        with: try arguments[other], by: try arguments[by],
        dropsUnmatched: try arguments[unmatched] == "drop"))
  }
}

/// A key that the second table does not have, or has otherwise, and columns that both have.
@Sendable private func problem(_ call: CallTypes) -> OperatorError? {
  guard case .table(.some(let left)) = call.types["table"],
    case .table(.some(let right)) = call.types["other"], let by = call.selections["by"]
  else { return nil }
  for name in by {
    guard let other = right.entry(name) else {
      return .argument("by", "the second table has no column `\(name)`")
    }
    if let type = other.knownType, let own = left.entry(name)?.knownType, own != type {
      let error = TableError.typesDiffer(name: name, first: own, second: type)
      return .argument("by", error.message)
    }
  }
  let shared = left.names.first { !by.contains($0) && right[$0] != nil }
  return shared.map { name in
    let error = TableError.duplicateColumn(name: name)
    return .argument("other", error.message, hint: error.hint)
  }
}
