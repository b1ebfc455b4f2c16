// Policies of ours on logs of the simulator, whose roll-outs are the truth.

import Compute
import Data
import Estimation
import Learning
import Market
import Testing

private func settings(steps: Int) -> CriticSettings {
  var settings = CriticSettings()
  settings.steps = steps
  settings.batchSize = 250
  settings.hidden = [32, 32]
  settings.heads = 4
  return settings
}

private func small(users: Int = 600) throws -> (market: CouponMarket, log: Dataset) {
  let market = try CouponMarket(users: users, seed: 3, days: 8)
  let roles = market.roles(propensities: .uniform)
  return (market, try Dataset(table: market.simulate(), roles: roles))
}

@Test("one coupon for all is valued as its roll-out on the same users, by the critic and corrected")
func constantCoupon() throws {
  let (market, log) = try small()
  let policy = try Policy.constant(level: 15, levels: log.levels)
  let truth = try market.rollout(constant: 15)
  for value in [
    try reme(policy, on: log, settings: settings(steps: 1500)),
    try dr(policy, on: log, settings: settings(steps: 1500)),
  ] {
    #expect(!value.dependsOnLambda)
    #expect(value.population == 600)
    #expect(abs(value.outcomes[0].value / truth.visitsPerUser - 1) < 0.06)
    #expect(abs(value.costs[0].value / truth.costPerUser - 1) < 0.08)
    let spread = try #require(value.costs[0].spread)
    #expect(spread > 0.01 * truth.costPerUser && spread < 0.3 * truth.costPerUser)
  }
}

@Test("the policy that made the log is worth what the log brought")
func behaviourItself() throws {
  let (_, log) = try small()
  let value = try fqe(
    Policy.random(levels: log.levels), on: log, settings: settings(steps: 1500))
  let own = try #require(value.behaviourCost)
  #expect(abs(value.costs[0].value / own.value - 1) < 0.04)
  #expect(value.supportShare.map { abs($0[0] - 1) < 1e-3 } == true)
  // On its own log every ratio is 1, so every decision counts.
  #expect(!value.notes.contains { $0.contains("rests on an effective") })
}

/// A policy of random weights that answers differently at different λ.
private func untrained(_ log: Dataset) -> Policy {
  let encoder = StateEncoder(log)
  var random = RandomStream(seed: 5, stage: "test")
  let shape = HeadNetwork.Shape(
    inputs: encoder.width + 1, hidden: [16], heads: 2, basis: .free(log.levels.count))
  return Policy(
    name: "untrained", levels: log.levels, encoder: encoder,
    rule: .value(HeadNetwork(shape: shape, random: &random), threshold: 0.3),
    lambdas: LambdaGrid([0, 0.25, 0.5]))
}

@Test("a policy is evaluated at its own grid, at given λ, or at what it is set to")
func whichLambdas() throws {
  let (_, log) = try small(users: 60)
  let policy = untrained(log)
  let short = settings(steps: 20)
  #expect(try reme(policy, on: log, settings: short).lambdas == [0, 0.25, 0.5])
  #expect(
    try reme(policy, on: log, lambdas: [0.5, 0.1, 0.5], settings: short).lambdas == [0.1, 0.5])
  let fixed = try reme(policy.at(0.25), on: log, settings: short)
  #expect(fixed.lambdas == [0.25])
  #expect(!fixed.dependsOnLambda)
  #expect(throws: EstimationError.unusableLambda(-1)) {
    try reme(policy, on: log, lambdas: [-1], settings: short)
  }
  #expect(throws: EstimationError.noLambdas) {
    try reme(policy, on: log, lambdas: [], settings: short)
  }
}

@Test("a mixture is worth the shares of its two policies")
func mixture() throws {
  let (_, log) = try small(users: 60)
  let policy = untrained(log)
  let short = settings(steps: 20)
  let both = try reme(policy, on: log, lambdas: [0, 0.5], settings: short)
  let mixing = try policy.mixing(low: 0, high: 0.5, shareOfLow: 0.25, seed: 1)
  let mixed = try reme(mixing, on: log, settings: short)
  #expect(mixed.lambdas == [0.375])
  #expect(!mixed.dependsOnLambda)
  let expected = 0.25 * both.costs[0].value + 0.75 * both.costs[1].value
  #expect(abs(mixed.costs[0].value - expected) < 1e-9)
}

@Test("a policy with other levels than the log is refused")
func otherLevels() throws {
  let (_, log) = try small(users: 60)
  let other = Policy.random(levels: [ActionLevel(label: "none", value: 0)])
  #expect(
    throws: EstimationError.levelsDiffer(policy: ["none"], log: log.levels.map(\.label))
  ) {
    try reme(other, on: log)
  }
}

@Test("a recorded kind of customer leaves an interval, a hidden one a spread")
func hiddenType() throws {
  let market = try CouponMarket(users: 2000, seed: 3)
  var roles = market.roles(propensities: .uniform)
  let policy = try Policy.constant(level: 15, levels: market.levels)
  let known = try dr(policy, on: Dataset(table: market.simulate(), roles: roles))
  #expect(known.standing == .interval)
  roles.state.removeAll { $0 == "user_type" }
  let hidden = try dr(policy, on: Dataset(table: market.simulate(), roles: roles))
  #expect(hidden.standing.reasons.contains { $0.contains("once does so again") })
}
