// `oracle`: the best that is possible, knowing every customer.
import Compute
import Estimation
import Market
import OperatorKit

private let shop = Parameter<CouponMarket>("market", "the shop")
private let lambda = Parameter<Either<[Double], Double>>(
  "lambda", "prices of a unit of cost")
private let reward = Parameter<String>(
  "reward", "what the oracle maximises: returned, or visits", default: "visits",
  shown: "\"visits\"", choices: ["returned", "visits"])
private let users = Parameter<Int?>.optional(
  "users", "fresh customers instead of the market's own", in: 1...2_000_000)
private let seed = Parameter<Int?>.optional(
  "seed", "chance of the fresh customers", shown: "the market's + 2000", in: 0...1e15)

extension Operator {
  static let oracle = Operator(
    "oracle", .market, "the upper bound: the best policy that knows every customer's probabilities",
    parameters: [
      shop.declaration, lambda.declaration, reward.declaration, users.declaration,
      seed.declaration,
    ], returns: .native(Evaluation.nativeType),
    details: """
      Exact dynamic programming for each customer over the days, and exact expectations of visits and cost: no
      policy that has to learn from a log can reach it.
      """,
    examples: [
      .prints(
        """
        m = market(users: 200, seed: 1)
        bound = m |> oracle(λ: [0, 0.5])
        bound.outcome[0].value > bound.outcome[1].value
        """, output: "true"),
      .fails("market(users: 20) |> oracle()", message: "`λ`"),
    ]
  ) { arguments, context in
    var market = try arguments[shop]
    let count = try arguments[users]
    let seed = try arguments[seed]
    if count != nil || seed != nil {
      market = try market.fresh(
        users: count ?? market.users, seed: seed.map { UInt64($0) } ?? market.seed &+ 2000)
    }
    let grid: [Double] =
      switch try arguments[lambda] {
      case .first(let values): values
      case .second(let value): [value]
      }
    guard !grid.isEmpty, grid.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw OperatorError.argument("lambda", "`λ` should hold finite numbers of at least 0")
    }
    let goal = MarketReward(rawValue: try arguments[reward]) ?? .visits
    var outcomes: [Estimate] = []
    var costs: [Estimate] = []
    for (index, value) in grid.enumerated() {
      try context.progress.advance("oracle", index, of: grid.count, unit: "λ")
      let best = market.oracle(lambda: value, reward: goal)
      outcomes.append(Estimate(best.visitsPerUser))
      costs.append(Estimate(best.costPerUser))
    }
    return .native(
      Evaluation(
        policyName: "oracle", estimator: "oracle", kind: .truth, outcomeName: "visit",
        lambdas: grid, outcomes: outcomes, costs: costs, users: market.users,
        population: market.users,
        notes: ["knows every customer's own probabilities: a bound, not a policy to learn"]))
  }
}
