// `rollout`: the truth about a policy, by playing it.
import Compute
import Data
import Estimation
import Learning
import Market
import OperatorKit

private let shop = Parameter<CouponMarket>("market", "the shop to play in")
private let policy = Parameter<Policy>("policy", "what to play")
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to play at; the policy's grid when not given")

extension Operator {
  static let rollout = Operator(
    "rollout", .market, "play a policy in a market: the truth about it",
    parameters: [
      shop.declaration, policy.declaration, lambda.declaration,
    ] + FreshCustomers.declarations, positional: 2, returns: .native(Evaluation.nativeType),
    details: """
      Visits and cost for each customer, undiscounted, from the histories that the log's own policy left: of 30 days
      under `behaviour`, so for a log that was simulated with another one, say the same here. Every λ and
      every policy meets the same luck, drawn by (customer, day), so differences are the policies'. A mix of two λ gives
      each customer the one that `score` gives, by the customer's name in the log.
      """,
    examples: [
      .prints(
        """
        m = market(users: 500, seed: 1, days: 1)
        log = m |> simulate(behaviour: "tilted")
        truth = m |> rollout(constant(1), behaviour: "tilted")
        round(truth.outcome[0].value * 500) == length(log)
        """, output: "true"),
      .prints(
        """
        m = market(users: 200, seed: 1)
        few = m |> rollout(constant(0.1))
        many = m |> rollout(constant(2.1))
        many.outcome[0].value > few.outcome[0].value
        """, output: "true"),
      .fails("rollout(market(users: 5), 3)", message: "`policy` should be a Policy"),
    ]
  ) { arguments, context in
    let market = try FreshCustomers.market(try arguments[shop], arguments)
    let grid: [Double]? =
      switch try arguments[lambda] {
      case .none: nil
      case .some(.first(let values)): values
      case .some(.second(let value)): [value]
      }
    let policy = try arguments[policy].adapted(to: market.levels)
    return .native(
      try play(
        policy, in: market, warmUp: try FreshCustomers.warmUp(arguments), lambdas: grid,
        progress: context.progress))
  }.asStage
}

/// Plays at every λ side by side; a policy that is set to a λ or a mixture, or that needs none, once.
private func play(
  _ policy: Policy, in market: CouponMarket, warmUp: Behaviour, lambdas: [Double]?,
  progress: Compute.Progress
) throws -> Evaluation {
  let isFree = policy.dependsOnLambda && policy.deployment == nil
  let grid = isFree ? lambdas ?? policy.lambdas?.values ?? [0] : [0]
  guard !grid.isEmpty else {
    throw OperatorError.argument("lambda", "`λ` should hold at least one number")
  }
  // The name that the market's log gives a customer, so that a mixture deals as it does on the log.
  let keys = isFree ? [] : (1...market.users).map { Policy.userKey(String($0)) }
  let rollouts = try market.rollout(
    policies: grid.count, stateNames: policy.stateNames.isEmpty ? ["day"] : policy.stateNames,
    warmUp: warmUp, progress: progress
  ) { index, states, users in
    isFree
      ? try policy.decisions(states, lambda: grid[index])
      : try policy.decisions(states, users: users.map { keys[$0] })
  }
  return Evaluation(
    policyName: policy.name, estimator: "rollout", kind: .truth, outcomeName: "visit",
    lambdas: grid, dependsOnLambda: isFree,
    outcomes: rollouts.map { standardError(of: $0.visits.map(Double.init)) },
    costs: rollouts.map { standardError(of: $0.costs) }, decisions: nil, users: market.users,
    population: market.users, days: Double(market.days),
    standing: .interval)
}

private func standardError(of values: [Double]) -> Estimate {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  guard values.count > 1 else { return Estimate(mean) }
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return Estimate(mean, spread: 1.96 * (squares / (count - 1) / count).squareRoot())
}
