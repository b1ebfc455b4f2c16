// `score`: the decision of a policy for every row of a table.
import Compute
import Data
import Learning
import OperatorKit

private let table = Parameter<Table>(
  "table", "one row for each customer or visit, with the state columns of the policy")
private let policy = Parameter<Policy>("policy", "a policy that is set to a λ or a choice by `at`")
private let user = Parameter<String?>.optional(
  "user", "who it is: needed by a mix of two λ", kind: .column)
private let result = Parameter<String>(
  "name", "the new column", default: "decision", shown: "\"decision\"")
private let seed = Parameter<Int>(
  "seed", "chance, for policies that draw", default: 1, shown: "1", in: 0...1e15)

extension Operator {
  static let score = Operator(
    "score", .answer, "the decision of a policy for every row",
    parameters: [
      table.declaration, policy.declaration, user.declaration, result.declaration,
      seed.declaration,
    ], positional: 2, returns: .table(nil),
    details: """
      Adds a column with the coupon value (or its label, when levels are texts, even such as "05") that the policy gives in the row's
      state. Categories that the policy has not seen count as none of those it knows.
      """,
    examples: [
      .prints(
        """
        log = market(users: 20, seed: 1) |> simulate() |> score(constant(0.5))
        max(log.decision)
        """, output: "0.5"),
      .fails(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          market(users: 20, seed: 1) |> simulate() |> score(policy)
          """, message: "set it to a λ first"),
    ]
  ) { arguments, _ in
    let table = try arguments[table]
    let policy = try arguments[policy]
    guard !policy.dependsOnLambda || policy.deployment != nil else {
      throw OperatorError.argument(
        "policy", "this policy has a decision for every λ: set it to a λ first",
        hint: "policy |> at(λ: …), or at(choice)")
    }
    let states = try StateBatch(table, columns: policy.stateNames)
    let keys = try arguments[user].map { try userKeys(table, $0) }
    let levels = chosen(
      try policy.decisions(states, users: keys), levels: policy.levels.count,
      seed: UInt64(try arguments[seed]))
    return .table(try table.with(try arguments[result], column(levels, of: policy)))
  }
}

/// A key for each row's user, from the name as the table has it.
private func userKeys(_ table: Table, _ name: String) throws -> [Int] {
  let column = try table.column(name)
  return (0..<table.rowCount).map { Policy.userKey(column.cell($0) ?? "") }
}

/// One level for each row; a stochastic policy draws by (seed, row).
private func chosen(_ decisions: Decisions, levels: Int, seed: UInt64) -> [Int] {
  switch decisions {
  case .levels(let chosen): return chosen.map(Int.init)
  case .probabilities(let shares):
    return (0..<shares.count / max(levels, 1)).map { row in
      var left = Float(keyedUniform(seed, row, 0))
      for level in 0..<levels {
        left -= shares[row * levels + level]
        if left < 0 { return level }
      }
      return levels - 1
    }
  }
}

private func column(_ chosen: [Int], of policy: Policy) -> Column {
  let values = policy.levels.compactMap(\.money)
  return values.count == policy.levels.count
    ? .number(chosen.map { values[$0] })
    : .text(
      TextColumn(codes: chosen.map(Int32.init), levels: policy.levels.map(\.label)))
}
