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
private let gamma = Parameter<Double>(
  "gamma", "discount for each day ahead; 0 looks no further than tomorrow", default: 1, shown: "1",
  in: 0...1)

extension Operator {
  static let oracle = Operator(
    "oracle", .market, "the upper bound: the best policy that knows every customer's probabilities",
    parameters: [
      shop.declaration, lambda.declaration, reward.declaration, gamma.declaration,
    ] + FreshCustomers.declarations, returns: .native(Evaluation.nativeType),
    details: """
      Exact dynamic programming for each customer over the days, and exact expectations of visits and cost: no
      policy that has to learn from a log can reach it. With `reward: "returned", gamma: 0` it knows everybody
      and plans nothing: it gives a coupon when the gain in tomorrow's visit is worth λ times its cost, so what it
      falls short by is the worth of planning. Customers begin with the histories of 30 days under `behaviour`, as
      in `rollout`.
      """,
    examples: [
      .prints(
        """
        m = market(users: 200, seed: 1)
        bound = m |> oracle(λ: [0, 0.5])
        bound.outcome[0].value > bound.outcome[1].value
        """, output: "true"),
      .fails("market(users: 20) |> oracle()", message: "`λ`"),
      .fails(
        "market(users: 20) |> oracle(λ: 0, gamma: 0)", message: "say `reward: \"returned\"`"),
    ]
  ) { arguments, context in
    let market = try FreshCustomers.market(try arguments[shop], arguments)
    let grid: [Double] =
      switch try arguments[lambda] {
      case .first(let values): values
      case .second(let value): [value]
      }
    guard !grid.isEmpty, grid.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw OperatorError.argument("lambda", "`λ` should hold finite numbers of at least 0")
    }
    let goal = MarketReward(rawValue: try arguments[reward]) ?? .visits
    let discount = try arguments[gamma]
    guard discount > 0 || goal != .visits else {
      throw OperatorError.argument(
        "gamma",
        "a visit counts on its own day, so a `gamma` of 0 sees nothing that a coupon changes:"
          + " say `reward: \"returned\"`")
    }
    let warmUp = try FreshCustomers.warmUp(arguments)
    var outcomes: [Estimate] = []
    var costs: [Estimate] = []
    for (index, value) in grid.enumerated() {
      try context.progress.advance("oracle", index, of: grid.count, unit: "λ")
      let best = market.oracle(
        lambda: value, reward: goal, gamma: discount, warmUp: warmUp)
      outcomes.append(Estimate(best.visitsPerUser))
      costs.append(Estimate(best.costPerUser))
    }
    return .native(
      Evaluation(
        policyName: "oracle", estimator: "oracle", kind: .truth, outcomeName: "visit",
        lambdas: grid, outcomes: outcomes, costs: costs, users: market.users,
        population: market.users, days: Double(market.days),
        notes: ["knows every customer's own probabilities: a bound, not a policy to learn"]))
  }.asStage
}
