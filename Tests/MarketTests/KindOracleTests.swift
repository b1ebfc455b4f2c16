// The oracle of every kind against a recursion over whole histories, its own roll-out, and what each
// kind is for: knowing the person, or planning ahead, pays.

import Compute
import Data
import Market
import Testing

@Suite("Oracle of every kind")
struct KindOracleTests {
  /// One user of a market of 4 days and 3 levels, by recursion over everything that can happen. The memory
  /// is computed anew from the first day for every history.
  struct Person {
    let kind: MarketKind
    let p: [Double]
    let idle: Double
    let days: Int
    let lambda: Double
    let gamma: Double
    let reward: MarketReward

    func memory(_ start: Int, _ events: [Int?]) -> Int {
      events.reduce(start) { KindTests.next(kind, $0, $1, levels: p.count) }
    }

    /// The worth of giving `level` today after `events`, and the best from then on.
    func value(_ level: Int, _ start: Int, _ events: [Int?]) -> Double {
      let share = KindTests.strength(kind, memory(start, events), levels: p.count)
      let returns = p[0] + share * (p[level] - p[0])
      let price = lambda * Double(level + (kind == .waiting ? 0 : 1)) / 10
      let earned = reward == .visits ? 1 : returns - 1
      return earned - price + gamma * future(returns, start, events + [level])
    }

    func future(_ chance: Double, _ start: Int, _ events: [Int?]) -> Double {
      guard events.count < days else { return 0 }
      let visit = p.indices.map { value($0, start, events) }.max() ?? 0
      return chance * visit + (1 - chance) * gamma * future(idle, start, events + [nil])
    }
  }

  @Test(
    "no level beats the oracle's on the first day, in any memory", arguments: MarketKind.allCases,
    [(0, 1), (0.4, 1), (1.2, 0.8), (0.4, 0)] as [(Double, Double)])
  func recursion(kind: MarketKind, price: (lambda: Double, gamma: Double)) throws {
    let market = try CouponMarket(users: 12, seed: 2, days: 4, levels: 3, kind: kind)
    let people = MarketUsers(market)
    let memories = people.memory.count
    for reward in [MarketReward.returned, .visits] {
      let oracle = market.oracle(lambda: price.lambda, reward: reward, gamma: price.gamma)
      #expect(oracle.levels.count == 12 * 4 * memories)
      for user in 0..<market.users {
        let person = Person(
          kind: kind, p: Array(people.retention[(user * 3)..<(user * 3 + 3)]),
          idle: people.idleRetention[user], days: 4, lambda: price.lambda, gamma: price.gamma,
          reward: reward)
        for memory in 0..<memories {
          let worths = (0..<3).map { person.value($0, memory, []) }
          let own = Int(oracle.levels[user * 4 * memories + memory])
          #expect(abs(worths[own] - (worths.max() ?? 0)) < 1e-12)
        }
      }
    }
  }

  @Test("its expectation is the recursion's optimum", arguments: MarketKind.allCases)
  func optimum(kind: MarketKind) throws {
    let lambda = 0.4
    let market = try CouponMarket(users: 60, seed: 5, days: 4, levels: 3, kind: kind)
    let people = MarketUsers(market)
    let oracle = market.oracle(lambda: lambda, reward: .visits)
    // In a market of one day the expected visits are the chance of coming on day 0.
    let first = try CouponMarket(users: 60, seed: 5, days: 1, levels: 3, kind: kind)
      .expectation(constant: 0).visits
    // The memory of those who come on day 0 stands in the log.
    let log = market.simulate()
    let users = KindTests.numbers(log, "user")
    let days = KindTests.numbers(log, "day")
    let shown = kind.memoryName.map { KindTests.numbers(log, $0) }
    var seen = 0
    for row in users.indices where days[row] == 0 {
      let user = Int(users[row]) - 1
      let memory = Int(shown?[row] ?? 0) - (kind == .waiting ? 1 : 0)
      let person = Person(
        kind: kind, p: Array(people.retention[(user * 3)..<(user * 3 + 3)]),
        idle: people.idleRetention[user], days: 4, lambda: lambda, gamma: 1, reward: .visits)
      let best = person.future(first[user], memory, [])
      #expect(abs(oracle.visits[user] - lambda * oracle.costs[user] - best) < 1e-12)
      seen += 1
    }
    #expect(seen > 15)
  }

  @Test("its roll-out agrees with its expectation", arguments: MarketKind.allCases)
  func rollout(kind: MarketKind) throws {
    let market = try CouponMarket(users: 6_000, seed: 4, kind: kind)
    for oracle in [
      market.oracle(lambda: 0.15, reward: .visits, warmUp: .tilted),
      market.expectation(constant: 6, warmUp: .tilted),
    ] {
      let played = try market.rollout(oracle, warmUp: .tilted)
      // A user's visits vary by less than 3.2 around their expectation, money by at most 2.1 for each.
      let error = 3.2 / 6_000.0.squareRoot()
      #expect(abs(played.visitsPerUser - oracle.visitsPerUser) < 4 * error)
      #expect(abs(played.costPerUser - oracle.costPerUser) < 4 * error * 2.1)
    }
  }

  /// The most visits that points, mixed by pairs, buy at `cost` or less.
  static func visits(at cost: Double, _ points: [Oracle]) -> Double {
    var best = 0.0
    for cheap in points where cheap.costPerUser <= cost {
      best = max(best, cheap.visitsPerUser)
      for dear in points where dear.costPerUser > cost {
        let share = (cost - cheap.costPerUser) / (dear.costPerUser - cheap.costPerUser)
        best = max(
          best, cheap.visitsPerUser + share * (dear.visitsPerUser - cheap.visitsPerUser))
      }
    }
    return best
  }

  static let grid = [0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1]
  static let myopicGrid = [
    0, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1,
  ]

  @Test("in the personal market, who knows the person gains more than a visit at equal spend")
  func person() throws {
    let market = try CouponMarket(users: 800, seed: 6, kind: .personal)
    let spend = market.rollout(behaviour: .uniform).costPerUser
    let constants = (0..<21).map { market.expectation(constant: $0) }
    let oracle = Self.grid.map { market.oracle(lambda: $0, reward: .visits) }
    #expect(Self.visits(at: spend, oracle) > Self.visits(at: spend, constants) + 2)
  }

  @Test(
    "where the past weighs, planning gains at equal spend what no knowledge of tomorrow does",
    arguments: [(MarketKind.fatigue, 0.35), (.waiting, 0.55)])
  func planning(kind: MarketKind, gain: Double) throws {
    let market = try CouponMarket(users: 600, seed: 6, kind: kind)
    let spend = market.rollout(behaviour: .uniform).costPerUser
    let planned = Self.grid.map { market.oracle(lambda: $0, reward: .visits) }
    let myopic = Self.myopicGrid.map { market.oracle(lambda: $0, reward: .returned, gamma: 0) }
    for budget in [spend, spend / 2] {
      #expect(Self.visits(at: budget, planned) > Self.visits(at: budget, myopic) + gain)
    }
  }
}
