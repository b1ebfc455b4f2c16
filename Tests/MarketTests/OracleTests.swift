// The oracle against enumeration of every plan, its own roll-out, and the frontier that an independent
// implementation found for 10,000 users.

import Compute
import Data
import Market
import Testing

@Suite("Oracle")
struct OracleTests {
  /// Value of giving level plan[d] on a visit on day d, summed forwards over days.
  static func value(
    _ plan: [Int], p: [Double], start: Double, lambda: Double, reward: MarketReward
  ) -> Double {
    let mean = p.reduce(0, +) / Double(p.count)
    var chance = start
    var total = 0.0
    for (day, level) in plan.enumerated() {
      let earned: Double
      switch reward {
      case .returned: earned = p[level] - 1
      case .published: earned = day == plan.count - 1 ? 0 : p[level] - 1
      case .visits: earned = 1
      }
      total += chance * (earned - lambda * Double(level + 1) / 10)
      chance = chance * p[level] + (1 - chance) * mean
    }
    return total
  }

  @Test("no plan of any user beats the oracle's", arguments: MarketReward.allCases, [0, 0.3, 2.0])
  func enumeration(reward: MarketReward, lambda: Double) throws {
    let market = try CouponMarket(users: 40, seed: 2, days: 4, levels: 4)
    let people = MarketUsers(market)
    let oracle = market.oracle(lambda: lambda, reward: reward)
    let plans = (0..<256).map { [$0 & 3, ($0 >> 2) & 3, ($0 >> 4) & 3, $0 >> 6] }
    for user in 0..<market.users {
      let p = Array(people.retention[(user * 4)..<(user * 4 + 4)])
      let own = oracle.levels[(user * 4)..<(user * 4 + 4)].map(Int.init)
      for start in [0.1, 0.9] {
        func total(_ plan: [Int]) -> Double {
          Self.value(plan, p: p, start: start, lambda: lambda, reward: reward)
        }
        let best = plans.map(total).max() ?? 0
        #expect(abs(total(own) - best) < 1e-12)
      }
    }
  }

  @Test("its roll-out agrees with its exact expectation within sampling error")
  func rollout() throws {
    let market = try CouponMarket(users: 20_000, seed: 4)
    let oracle = market.oracle(lambda: 0.2, reward: .visits)
    let played = try market.rollout(oracle)
    // Visits of one user vary by less than 3 around their expectation, so the mean by 3/√20,000.
    let error = 3 / 20_000.0.squareRoot()
    #expect(abs(played.visitsPerUser - oracle.visitsPerUser) < 4 * error)
    #expect(abs(played.costPerUser - oracle.costPerUser) < 4 * error * 2.1)
  }

  @Test("its frontier is the independent implementation's, to seed noise")
  func frontier() throws {
    let market = try CouponMarket(users: 10_000, seed: 9)
    let points = (0...30).map { Double($0) * 0.02 }.map {
      market.oracle(lambda: $0, reward: .visits)
    }
    func visits(at cost: Double) -> Double {
      for (dear, cheap) in zip(points, points.dropFirst())
      where cheap.costPerUser <= cost && cost <= dear.costPerUser {
        let share = (cost - cheap.costPerUser) / (dear.costPerUser - cheap.costPerUser)
        return cheap.visitsPerUser + share * (dear.visitsPerUser - cheap.visitsPerUser)
      }
      return .nan
    }
    for (cost, expected) in [(5.0, 14.27), (10, 15.90), (16.7, 17.82), (25, 18.98)] {
      #expect(abs(visits(at: cost) - expected) < 0.025 * expected)
    }
    // Points of another reward's optimum lie below the frontier of visits, and near it.
    for (cost, found) in [(36.4834, 19.5619), (23.0735, 18.5427), (6.0868, 14.3913)] {
      let bound = visits(at: cost)
      #expect(found < 1.025 * bound && found > 0.96 * bound)
    }
    for (dear, cheap) in zip(points, points.dropFirst()) {
      #expect(dear.totalCost >= cheap.totalCost && dear.totalVisits >= cheap.totalVisits)
    }
  }

  @Test("a λ of zero buys the most expensive coupon for visits, a huge one the cheapest")
  func extremes() throws {
    let market = try CouponMarket(users: 100, seed: 1)
    let free = market.oracle(lambda: 0, reward: .visits)
    let dear = market.oracle(lambda: 100, reward: .visits)
    for user in 0..<100 {
      // On the last day nothing follows, so of equally good levels the cheapest is given.
      #expect(free.levels[(user * 30)..<(user * 30 + 29)].allSatisfy { $0 == 20 })
      #expect(free.levels[user * 30 + 29] == 0)
    }
    #expect(dear.levels.allSatisfy { $0 == 0 })
  }
}
