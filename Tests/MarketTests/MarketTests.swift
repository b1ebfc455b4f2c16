// The market against closed forms, exact dynamic programming, and the numbers that an independent
// implementation of the published simulator got for 10,000 users (seeds move visits by up to 2% and
// costs by up to 4%).

import Compute
import Data
import Market
import Testing

@Suite("Coupon market")
struct MarketTests {
  static func near(_ found: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(found - expected) <= tolerance * abs(expected)
  }

  @Test(
    "constant coupons bring what the independent implementation found",
    arguments: [
      (0, 12.607, 1.2607), (4, 13.4417, 6.7209), (9, 14.6669, 14.6669),
      (14, 16.3276, 24.4914), (20, 19.7667, 41.5101),
    ])
  func constants(level: Int, visits: Double, cost: Double) throws {
    let market = try CouponMarket(users: 10_000, seed: 3)
    let truth = try market.rollout(constant: level)
    #expect(Self.near(truth.visitsPerUser, visits, 0.02))
    #expect(Self.near(truth.costPerUser, cost, 0.02))
  }

  @Test("a constant coupon's roll-out agrees with its Markov chain within sampling error")
  func markovChain() throws {
    let market = try CouponMarket(users: 20_000, seed: 11)
    for level in [0, 12, 20] {
      let expected = market.expectation(constant: level)
      let found = try market.rollout(constant: level)
      // Visits of a user are at most 30, so a user's standard deviation is below 15; observed 3.
      #expect(abs(found.visitsPerUser - expected.visitsPerUser) < 5 * 3 / 20_000.0.squareRoot())
      #expect(
        Self.near(found.totalCost, found.totalVisits * market.value(level: level), 1e-9))
    }
  }

  @Test("the behaviour's log is what the independent implementation logged")
  func behaviourLog() throws {
    let market = try CouponMarket(users: 10_000, seed: 5)
    let log = market.simulate()
    let data = try Dataset(
      table: log, roles: market.roles(propensities: .uniform))
    let summary = data.summary
    #expect(Self.near(Double(data.count), 149_150, 0.02))
    #expect(Self.near(summary.totalCost, 164_033, 0.04))
    #expect(Self.near(Double(summary.users), 9_822, 0.01))
    #expect(summary.population == 10_000)
    #expect(summary.terminated == summary.users && summary.truncated == 0)
    // The mended last day counts its misses too: 4,969 rows at a miss rate of 0.28.
    #expect(Self.near(summary.meanReward, -0.276 - 4_969 * 0.28 / 149_150, 0.03))
    #expect(summary.levels.map(\.level) == market.levels)
    let truth = market.rollout(behaviour: .uniform)
    #expect(truth.totalVisits == Double(data.count))
    #expect(abs(truth.totalCost - summary.totalCost) < 1e-6)
    #expect(abs(truth.totalReturned - data.rewards.reduce(0, +)) < 1e-6)
  }
}
