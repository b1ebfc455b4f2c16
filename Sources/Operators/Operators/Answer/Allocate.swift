// `allocate`: a coupon for each customer of a list, within a budget.
import Allocation
import Compute
import Data
import Learning
import OperatorKit

private let table = Parameter<Table>(
  "table", "one row for each customer, with the state columns of the policy")
private let policy = Parameter<Policy>("policy", "a policy for every λ")
private let user = Parameter<String>("user", "who it is", kind: .column)
private let budget = Parameter<Double>(
  "budget", "what all coupons together may be worth", in: 0...1e15, unit: "money")
private let seed = Parameter<Int>(
  "seed", "in which order the rest of the budget is given out", default: 1, shown: "1", in: 0...1e15
)

extension Operator {
  static let allocate = Operator(
    "allocate", .answer, "a coupon for each customer, within a budget for all",
    parameters: [
      table.declaration, policy.declaration, user.declaration, budget.declaration,
      seed.declaration,
    ], positional: 2, returns: .table(nil),
    refine: { call in
      guard case .table(.some(let schema)) = call.types["table"] else { return .table(nil) }
      let new = ["coupon", "lambda"].filter { schema[$0] == nil }.map { Schema.Entry($0, .number) }
      return .table(Schema(schema.entries + new))
    },
    details: """
      Adds the columns `coupon` and `lambda`: every customer's coupon at the smallest λ of the policy's grid at which all
      together fit the budget, and at the next smaller λ for as many as the rest allows. The budget is of
      coupon values, and holds to the cent; what is spent in the end is less, as far as coupons are not
      redeemed. Coupons that are texts have no value, so a policy that was learned from such is refused. A budget for what is spent is what `search` keeps, on the average: `at` its choice, then `score`.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: 0..2 by 0.5) |> rbcq(steps: 50, batch: 64)
          today = market(users: 40, seed: 2) |> simulate() |> summarize(by: user, day: min(day), user_type: first(user_type))
          plan = today |> allocate(policy, user: user, budget: 30)
          [length(plan), sum(plan.coupon) <= 30]
          """, output: "[38, true]"),
      .fails(
        "market(users: 5, seed: 1) |> simulate() |> allocate(constant(0.5), user: user, budget: 9)",
        message: "appears more than once"),
    ]
  ) { arguments, _ in
    let table = try arguments[table]
    let policy = try arguments[policy]
    let names = try table.column(try arguments[user])
    let keys = (0..<table.rowCount).map { names.cell($0) ?? "" }
    if let twice = repeated(keys) {
      throw OperatorError.argument(
        "user", "the customer `\(twice)` appears more than once",
        hint: "one row for each: log |> summarize(by: …, order: …, x: last(x))")
    }
    let seed = UInt64(try arguments[seed])
    let draws = keys.map { keyedUniform(seed, Policy.userKey($0), 0) }
    let plan = try Allotment(
      policy, StateBatch(table, columns: policy.stateNames), budget: try arguments[budget],
      order: keys.indices.sorted { (draws[$0], $0) < (draws[$1], $1) })
    let coupons = Column.number(plan.levels.map { policy.levels[$0].value })
    return .table(try table.with("coupon", coupons).with("lambda", .number(plan.lambdas)))
  }
}

private func repeated(_ keys: [String]) -> String? {
  var seen: Set<String> = []
  return keys.first { !seen.insert($0).inserted }
}
