// What each kind of market says of its customers, by hand and from its log.

import Compute
import Data
import Market
import Testing

@Suite("Kinds of market")
struct KindTests {
  static func numbers(_ table: Table, _ name: String) -> [Double] {
    guard case .number(let values) = table[name] else { return [] }
    return values
  }

  /// Memory after a day; nil is a day without a visit. Written from the documentation of `MarketKind`.
  static func next(_ kind: MarketKind, _ memory: Int, _ level: Int?, levels: Int) -> Int {
    switch kind {
    case .paper, .personal: return 0
    case .fatigue:
      // (recovery, most) of 3 and 21 levels, by hand.
      let (recovery, most) = levels == 3 ? (1, 3) : (3, 30)
      let rested = Swift.max(0, memory - recovery)
      return level.map { Swift.min(most, rested + $0) } ?? rested
    case .waiting:
      if let level, level > 0 { return 0 }
      return memory == 4 ? 4 : memory + 1
    }
  }

  static func strength(_ kind: MarketKind, _ memory: Int, levels: Int) -> Double {
    switch kind {
    case .paper, .personal: 1
    case .fatigue: 1 - 0.8 * Double(memory) / (levels == 3 ? 3 : 30)
    case .waiting: [0.04, 0.16, 0.36, 0.64, 1][memory]
    }
  }

  @Test("tiredness adds up, wears off by three levels a day, and takes up to 80%")
  func fatigue() throws {
    let memory = MarketMemory(.fatigue, levels: 21)
    #expect(memory.count == 31 && memory.start == 0)
    // 20, two days' rest, 6 on top of 11, no more than 30, and the smallest adds nothing.
    var tired: UInt8 = 0
    for (given, expected) in [(20, 20), (-1, 17), (-1, 14), (6, 17), (20, 30), (0, 27)] {
      tired = memory.after(tired, given: Int8(given))
      #expect(tired == expected)
    }
    // A coupon of no more than what wears off never adds to tiredness.
    #expect(memory.after(3, given: 3) == 3)
    let people = MarketUsers(try CouponMarket(users: 3, seed: 1, kind: .fatigue))
    let p = Array(people.retention[21..<42])
    #expect(people.chance(1, after: 20, in: 0) == p[20])
    let tiredAnswer = people.chance(1, after: 20, in: 30)
    #expect(abs(tiredAnswer - (p[0] + 0.2 * (p[20] - p[0]))) < 1e-15)
    #expect(abs(people.chance(1, after: 7, in: 15) - (p[0] + 0.6 * (p[7] - p[0]))) < 1e-15)
    #expect(people.chance(1, after: 0, in: 20) == p[0])
  }

  @Test("a coupon's effect grows with the square of the days since the last, up to five")
  func waiting() throws {
    let market = try CouponMarket(users: 3, seed: 1, kind: .waiting)
    #expect(market.value(level: 0) == 0 && market.value(level: 20) == 2)
    #expect(market.levels[0].label == "0" && market.levels[15].label == "1.5")
    let memory = MarketMemory(.waiting, levels: 21)
    var waited = memory.start
    #expect(waited == 4)
    for (given, expected) in [
      (3, 0), (0, 1), (-1, 2), (0, 3), (1, 0), (-1, 1), (-1, 2), (-1, 3), (-1, 4), (-1, 4),
    ] {
      waited = memory.after(waited, given: Int8(given))
      #expect(waited == expected)
    }
    let people = MarketUsers(market)
    let p = Array(people.retention[0..<21])
    for (days, share) in [(1, 0.04), (2, 0.16), (3, 0.36), (4, 0.64), (5, 1)] {
      let found = people.chance(0, after: 9, in: UInt8(days - 1))
      #expect(abs(found - (p[0] + share * (p[9] - p[0]))) < 1e-15)
    }
  }

  @Test("a personal row is one step at an own level, and the type says nothing")
  func personal() throws {
    let market = try CouponMarket(users: 6_000, seed: 4, kind: .personal)
    let people = MarketUsers(market)
    var thresholds = [Int](repeating: 0, count: 21)
    var top = [0.0, 0, 0]
    var counts = [0.0, 0, 0]
    for user in 0..<market.users {
      let p = Array(people.retention[(user * 21)..<(user * 21 + 21)])
      #expect(zip(p, p.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(p[0] >= 0.05 && p[0] < 0.34 && p[20] > 0.55 && p[20] <= 0.95)
      #expect((0.4..<0.8).contains(people.idleRetention[user]))
      // The middle of the step: all but its neighbours lie within 5% of one of the two plateaus.
      let middle = p.firstIndex { $0 > (p[0] + p[20]) / 2 } ?? 0
      thresholds[middle] += 1
      if middle > 2 { #expect(p[middle - 3] - p[0] < 0.05) }
      if middle < 18 { #expect(p[20] - p[middle + 2] < 0.05) }
      top[Int(people.types[user])] += Double(middle)
      counts[Int(people.types[user])] += 1
    }
    #expect(thresholds[0] == 0 && thresholds[2...19].allSatisfy { $0 > 200 })
    // A threshold's standard deviation is 5.2 levels, a type's mean's 5.2/√2,000.
    for type in 0..<3 {
      #expect(abs(top[type] / counts[type] - 10.5) < 4 * 5.2 / 2000.0.squareRoot())
    }
  }

  @Test(
    "rows ascend, and without a visit people come as their kind says",
    arguments: MarketKind.allCases)
  func rows(kind: MarketKind) throws {
    let people = MarketUsers(try CouponMarket(users: 300, seed: 9, levels: 7, kind: kind))
    for user in 0..<300 {
      let p = Array(people.retention[(user * 7)..<(user * 7 + 7)])
      #expect(p == p.sorted() && p[0] >= 0 && p[6] <= 1)
      let idle = people.chance(user, after: -1, in: 0)
      if kind != .personal { #expect(idle == p.reduce(0, +) / 7) }
    }
  }

  @Test(
    "the log's memory follows its coupons and its returns follow the formula",
    arguments: [MarketKind.fatigue, .waiting], Behaviour.allCases)
  func log(kind: MarketKind, behaviour: Behaviour) throws {
    let market = try CouponMarket(users: 1_500, seed: 8, kind: kind)
    let people = MarketUsers(market)
    let log = market.simulate(behaviour: behaviour)
    let name = try #require(kind.memoryName)
    let offset = kind == .waiting ? 1.0 : 0
    let (users, days) = (Self.numbers(log, "user"), Self.numbers(log, "day"))
    let memories = Self.numbers(log, name).map { Int($0 - offset) }
    let levels = Self.numbers(log, "cost").map {
      Int(($0 * 10).rounded()) - (kind == .waiting ? 0 : 1)
    }
    let returned = Self.numbers(log, "returned")
    var expected = 0.0
    var variance = 0.0
    for row in users.indices {
      let user = Int(users[row]) - 1
      let p = Array(people.retention[(user * 21)..<(user * 21 + 21)])
      let share = Self.strength(kind, memories[row], levels: 21)
      let chance = p[0] + share * (p[levels[row]] - p[0])
      expected += chance
      variance += chance * (1 - chance)
      guard row + 1 < users.count, users[row + 1] == users[row] else { continue }
      var memory = Self.next(kind, memories[row], levels[row], levels: 21)
      for _ in Int(days[row]) + 1..<Int(days[row + 1]) {
        memory = Self.next(kind, memory, nil, levels: 21)
      }
      #expect(memories[row + 1] == memory)
    }
    let found = Double(returned.count { $0 == 0 })
    #expect(abs(found - expected) < 4.5 * variance.squareRoot())
    #expect(Set(memories).count == MarketMemory(kind, levels: 21).count)
  }

  @Test("noise is the same whatever else there is, uniform, and moves nothing")
  func noise() throws {
    let plain = try CouponMarket(users: 500, seed: 3, kind: .waiting)
    let some = try CouponMarket(users: 500, seed: 3, kind: .waiting, noise: 2)
    let more = try CouponMarket(users: 500, seed: 3, kind: .waiting, noise: 30)
    #expect(some.stateNames == plain.stateNames + ["noise_0", "noise_1"])
    #expect(try some.fresh(users: 5, seed: 1).noise == 2)
    let logs = [plain, some, more].map { $0.simulate() }
    for name in logs[0].names {
      #expect(Self.numbers(logs[0], name) == Self.numbers(logs[2], name))
    }
    let first = Self.numbers(logs[1], "noise_0")
    let second = Self.numbers(logs[1], "noise_1")
    #expect(first == Self.numbers(logs[2], "noise_0") && first != second)
    // A uniform number varies by √(1/12), a product of two centred ones by 1/12.
    let count = Double(first.count)
    #expect(abs(first.reduce(0, +) / count - 0.5) < 4 * (1 / 12 / count).squareRoot())
    let product = zip(first, second).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) } / count
    #expect(abs(product) < 4 / 12 / count.squareRoot())
    #expect(throws: MarketError.outOfRange(name: "noise", value: 1001, range: 0...1000)) {
      try CouponMarket(users: 5, seed: 1, noise: 1001)
    }
  }
}
