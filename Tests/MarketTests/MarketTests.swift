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

  @Test("the counts of the state are those of the rows before")
  func counts() throws {
    let market = try CouponMarket(users: 60, seed: 8, days: 45, levels: 5)
    let log = market.simulate()
    func numbers(_ name: String) -> [Double] {
      guard case .number(let values) = log[name] else { return [] }
      return values
    }
    let (users, days, coupons) = (numbers("user"), numbers("day"), numbers("coupon"))
    let received = (0..<5).map { numbers("h_\($0)") }
    let followed = (0..<5).map { numbers("l_\($0)") }
    let seen = Set(zip(users, days).map { "\($0) \($1)" })
    // From day 30 on the whole window lies in the log.
    for row in users.indices where days[row] >= 30 {
      var h = [Double](repeating: 0, count: 5)
      var l = h
      for other in users.indices
      where users[other] == users[row] && days[other] < days[row] && days[other] >= days[row] - 30 {
        let level = Int((coupons[other] * 10).rounded()) - 1
        h[level] += 1
        let next = days[other] + 1
        if next < days[row], seen.contains("\(users[other]) \(next)") { l[level] += 1 }
      }
      #expect(h == received.map { $0[row] })
      #expect(l == followed.map { $0[row] })
    }
  }

  @Test("returned and terminated say what the rows say")
  func outcomes() throws {
    let market = try CouponMarket(users: 300, seed: 6)
    let data = try Dataset(table: market.simulate(), roles: market.roles())
    for row in 0..<data.count {
      let isLast = row + 1 == data.count || data.users[row + 1] != data.users[row]
      #expect(data.terminated[row] == isLast)
      if !isLast {
        #expect((data.rewards[row] == 0) == (data.times[row + 1] == data.times[row] + 1))
      }
      if isLast && data.times[row] < 29 { #expect(data.rewards[row] == -1) }
      #expect(data.costs[row] == market.value(level: Int(data.actions[row])))
    }
    // Day 30 is simulated, so the last day has returns and misses.
    let last = (0..<data.count).filter { data.times[$0] == 29 }.map { data.rewards[$0] }
    #expect(last.contains(0) && last.contains(-1))
  }

  @Test("equal policies meet equal luck, decided or drawn, and other users do not")
  func commonLuck() throws {
    let market = try CouponMarket(users: 400, seed: 12)
    let uniform = [Float](repeating: 1 / 21, count: 21)
    let all = try market.rollout(policies: 4, stateNames: ["day", "user_type"]) {
      policy, states, _ in
      policy < 2
        ? .levels([Int32](repeating: 7, count: states.count))
        : .probabilities((0..<states.count).flatMap { _ in uniform })
    }
    #expect(all[0] == all[1] && all[2] == all[3] && all[0] != all[2])
    #expect(try market.rollout(constant: 7) == all[0])
    // The behaviour draws with the same keys.
    #expect(market.rollout(behaviour: .uniform) == all[2])
    #expect(try market.fresh(users: 400, seed: 13).rollout(constant: 7) != all[0])
  }

  @Test("a policy sees the states that the log shows", arguments: MarketKind.allCases)
  func statesOfRollout(kind: MarketKind) throws {
    let market = try CouponMarket(users: 50, seed: 14, kind: kind, noise: 3)
    let data = try Dataset(table: market.simulate(), roles: market.roles())
    var logged: [String: [Float]] = [:]
    for row in 0..<data.count {
      let key = "\(data.userNames[Int(data.users[row])]) \(Int(data.times[row]))"
      logged[key] = Array(data.states[(row * data.width)..<((row + 1) * data.width)])
    }
    let expected = logged
    let kinds = data.stateKinds
    let uniform = [Float](repeating: 1 / 21, count: 21)
    _ = try market.rollout { _, states, users in
      #expect(states.kinds == kinds)
      for (position, user) in users.enumerated() {
        let width = states.names.count
        let row = Array(states.values[(position * width)..<((position + 1) * width)])
        #expect(expected["\(user + 1) \(Int(row[0]))"] == row)
      }
      return .probabilities((0..<states.count).flatMap { _ in uniform })
    }
  }

  @Test("the same seed gives the same bits at one and two threads", arguments: MarketKind.allCases)
  func threads(kind: MarketKind) throws {
    let market = try CouponMarket(users: 1_500, seed: 21, kind: kind, noise: 2)
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 1
    let alone = (market.simulate().digest, market.oracle(lambda: 0.1))
    Threads.count = 2
    #expect(market.simulate().digest == alone.0)
    #expect(market.oracle(lambda: 0.1) == alone.1)
    #expect(try market.fresh(users: 1_500, seed: 22).simulate().digest != alone.0)
  }

  @Test("the tilted behaviour gives what its propensities say")
  func tilted() throws {
    let market = try CouponMarket(users: 4_000, seed: 17)
    let roles = market.roles(propensities: .perLevel((0..<21).map { "p_\($0)" }))
    let data = try Dataset(
      table: market.simulate(behaviour: .tilted, propensities: true), roles: roles)
    let propensities = try #require(data.propensities)
    var expected = [Double](repeating: 0, count: 21)
    for row in 0..<data.count {
      for level in 0..<21 { expected[level] += Double(propensities[row * 21 + level]) }
    }
    for (level, summary) in data.summary.levels.enumerated() {
      // A count's standard deviation is at most the root of its expectation.
      #expect(abs(Double(summary.count) - expected[level]) < 4.5 * expected[level].squareRoot())
    }
    let least = market.probabilities(.tilted).min() ?? 0
    #expect(least > 0.005 && (market.probabilities(.tilted).max() ?? 0) > 0.1)
  }

  @Test("what a market cannot be is refused")
  func refusals() throws {
    #expect(throws: MarketError.outOfRange(name: "users", value: 0, range: 1...2_000_000)) {
      try CouponMarket(users: 0, seed: 1)
    }
    let market = try CouponMarket(users: 10, seed: 1)
    #expect(throws: MarketError.unknownState(name: "x", known: market.stateNames)) {
      try market.rollout(stateNames: ["x"]) { _, _, _ in .levels([]) }
    }
    #expect(throws: MarketError.self) { try market.rollout { _, _, _ in .levels([1]) } }
    #expect(throws: MarketError.unknownLevel(policy: 0, level: 21, levels: 21)) {
      try market.rollout(constant: 21)
    }
  }
}
