// Paths through logs of the simulator, whose roll-outs say how long they should be.

import Compute
import Data
import Estimation
import Learning
import Market
import Testing

@Test(
  "one coupon for all leaves a log that mixes them, a coin does not, and paths are as long as in truth"
)
func marketPaths() throws {
  let market = try CouponMarket(users: 1500, seed: 3)
  let log = try Dataset(
    table: market.simulate(), roles: market.roles(propensities: .uniform))
  let segments = try Segments(log, by: ["user_type"])
  let everybody = try Policy.constant(level: 20, levels: log.levels)
  let one = try coverage(of: everybody, in: log, segments: segments)
  #expect(one.entries[0].overall.value < 0.5 * one.log.overall.value)
  let drift = try #require(one.entries[0].drifts.first { $0.column == "h_20" })
  #expect(drift.outside > 0.5)
  let truth = try market.rollout(constant: 20).visitsPerUser
  let users = Double(Set(log.users).count) / Double(market.users)
  let length = Double(one.entries[0].overall.steps) / Double(one.paths)
  #expect(abs(length * users / truth - 1) < 0.1)
  let coin = try coverage(of: .random(levels: log.levels), in: log, segments: segments)
  #expect(coin.entries[0].overall.value > 0.85 * coin.log.overall.value)
}

@Test("under a mix each path has its user's λ, and what is given is the share-weighted mean")
func mixtures() throws {
  let market = try CouponMarket(users: 300, seed: 3, days: 8)
  let log = try Dataset(
    table: market.simulate(), roles: market.roles(propensities: .uniform))
  let encoder = StateEncoder(log)
  var random = RandomStream(seed: 5, stage: "test")
  let policy = Policy(
    name: "untrained", levels: log.levels, encoder: encoder,
    rule: .value(
      HeadNetwork(
        shape: .init(
          inputs: encoder.width + 1, hidden: [16], heads: 2, basis: .free(log.levels.count)),
        random: &random), threshold: 0.3),
    lambdas: LambdaGrid([0, 0.5]))
  let segments = try Segments(log, by: [])
  let ends = try Assignment(policy, on: log, segments: segments)
  #expect(ends.lambdas == [0, 0.5])
  let mix = try policy.mixing(low: 0, high: 0.5, shareOfLow: 0.25, seed: 9)
  let result = try Assignment(mix, on: log, segments: segments)
  #expect(result.isMixture && result.lambdas == [0.375])
  var expected = 0.0
  let low = try policy.decisions(log.stateBatch, lambda: 0)
  let high = try policy.decisions(log.stateBatch, lambda: 0.5)
  guard case .levels(let first) = low, case .levels(let second) = high else { return }
  for row in 0..<log.count {
    let key = Policy.userKey(log.userNames[Int(log.users[row])])
    let level = mix.lambda(forUser: key) == 0 ? first[row] : second[row]
    expected += log.levels[Int(level)].value / Double(log.count)
  }
  #expect(abs(result.meanValue(result.overall(0)) - expected) < 1e-9)
  let paths = try coverage(of: mix, in: log, segments: segments)
  #expect(paths.entries.count == 1 && paths.isMixture)
}
