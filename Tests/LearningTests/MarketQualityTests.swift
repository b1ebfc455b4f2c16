// The whole way on a small market: what is learned from a log must beat the policy that wrote the log
// on customers that were never seen, for the same money.

import Compute
import Data
import Learning
import Market
import Testing

@Suite("Learning the market")
struct MarketQualityTests {
  @Test("At the behaviour's own spend the learned policy brings at least one visit more a user")
  func beatsBehaviour() throws {
    let market = try CouponMarket(users: 2_000, seed: 11)
    let data = try Dataset(table: market.simulate(), roles: market.roles())
    let lambdas = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5]
    var settings = Configuration()
    settings.steps = 1_500
    settings.batch = 500
    let policy = try Policy.learn(
      from: GeneralizedDataset(dataset: data, lambdas: LambdaGrid(lambdas)),
      configuration: settings)
    let summary = try #require(policy.summary)
    // The behaviour is uniform: a filter that removes levels has memorised.
    #expect(summary.supportShare > 0.99)
    #expect(summary.inputs[0].survived && summary.inputs[1].survived)

    let fresh = try market.fresh(users: 3_000, seed: 12)
    let behaviour = fresh.rollout(behaviour: .uniform)
    let plays = try fresh.rollout(policies: lambdas.count) { index, states, _ in
      try policy.decisions(states, lambda: lambdas[index])
    }
    // The frontier's value at the behaviour's spend, between two neighbouring λ.
    let points = plays.map { (cost: $0.costPerUser, visits: $0.visitsPerUser) }
      .sorted { $0.cost < $1.cost }
    let spend = behaviour.costPerUser
    let upper = try #require(points.firstIndex { $0.cost >= spend })
    let (low, high) = (points[max(0, upper - 1)], points[upper])
    let share = (spend - low.cost) / (high.cost - low.cost)
    let visits = low.visits + share * (high.visits - low.visits)
    #expect(visits > behaviour.visitsPerUser + 1)
  }
}
