// Plays a policy for the days of the market and counts what happens: the truth that an estimate can be
// compared with. All customers who visit on a day are put to the policy in one batch; several policies
// (the values of λ) are played side by side, against the same luck.

public import Compute
public import Data

/// What a policy did, per user and in all; undiscounted.
public struct Rollout: Sendable, Hashable {
  /// (users) visit-days.
  public var visits: [Int32]
  /// (users) money.
  public var costs: [Double]
  /// (users) minus the visits that were not followed by one the next day.
  public var returned: [Double]
  /// Decisions by level.
  public var levelCounts: [Int]

  public var users: Int { visits.count }
  public var totalVisits: Double { visits.reduce(0) { $0 + Double($1) } }
  public var totalCost: Double { costs.reduce(0, +) }
  public var totalReturned: Double { returned.reduce(0, +) }
  public var visitsPerUser: Double { totalVisits / Double(max(users, 1)) }
  public var costPerUser: Double { totalCost / Double(max(users, 1)) }
  public var returnedPerUser: Double { totalReturned / Double(max(users, 1)) }
}

extension CouponMarket {
  /// A policy as the market asks it: `policy` is which of several, `users` are indices from 0 in the
  /// order of the batch's rows.
  public typealias Decide =
    @Sendable (_ policy: Int, _ states: StateBatch, _ users: [Int]) throws -> Decisions

  /// Plays `policies` policies on this market's users, each from the users' histories under
  /// `warmUp`. `stateNames` are the state columns that the policies need, all by default.
  ///
  /// - Throws: `MarketError`, what `decide` throws, or `Cancelled`.
  public func rollout(
    policies: Int = 1, stateNames: [String]? = nil, warmUp: Behaviour = .uniform,
    progress: Progress = Progress(), decide: Decide
  ) throws -> [Rollout] {
    let reader = try StateReader(self, names: stateNames ?? self.stateNames)
    let people = MarketUsers(self)
    let draw = LevelDraw(probabilities(warmUp), levels: levelCount)
    var histories = Histories(self, users: 0..<users)
    histories.warmUp(people, draw)
    let start = histories
    return try parallelMap(policies) { policy in
      var play = Play(market: self, people: people, reader: reader, start: start)
      for day in 0..<days {
        try progress.advance("rollout", policy * days + day, of: policies * days, unit: "days")
        try play.day(day, policy: policy, decide: decide)
      }
      return play.finish()
    }
  }

  /// Plays the behaviour policy itself.
  public func rollout(behaviour: Behaviour) -> Rollout {
    let people = MarketUsers(self)
    let draw = LevelDraw(probabilities(behaviour), levels: levelCount)
    var histories = Histories(self, users: 0..<users)
    histories.warmUp(people, draw)
    var play = Play(market: self, people: people, reader: nil, start: histories)
    for day in 0..<days { play.behaviourDay(day, draw) }
    return play.finish()
  }

  /// Plays one level for everyone.
  public func rollout(constant level: Int, warmUp: Behaviour = .uniform) throws -> Rollout {
    let all = try rollout(stateNames: ["day"], warmUp: warmUp) { _, states, _ in
      .levels([Int32](repeating: Int32(level), count: states.count))
    }
    return all[0]
  }
}

/// One policy under way.
private struct Play {
  let market: CouponMarket
  let people: MarketUsers
  /// None when the behaviour plays, which needs no states.
  let reader: StateReader?
  var histories: Histories
  var visits: [Int32]
  var tenths: [Int]
  var misses: [Int32]
  var levelCounts: [Int]

  init(
    market: CouponMarket, people: MarketUsers, reader: StateReader?, start: Histories
  ) {
    self.market = market
    self.people = people
    self.reader = reader
    histories = start
    visits = [Int32](repeating: 0, count: market.users)
    tenths = [Int](repeating: 0, count: market.users)
    misses = visits
    levelCounts = [Int](repeating: 0, count: market.levelCount)
  }

  mutating func behaviourDay(_ day: Int, _ draw: LevelDraw) {
    for user in 0..<market.users {
      let level = histories.step(user, day: day, people, draw)
      if level >= 0 { count(user, day: day, level: level) }
    }
  }

  mutating func day(_ day: Int, policy: Int, decide: CouponMarket.Decide) throws {
    let here = (0..<market.users).filter { histories.visits($0, day: day, people) }
    guard let reader, !here.isEmpty else {
      for user in 0..<market.users { histories.record(user, day: day, coupon: -1) }
      return
    }
    let states = reader.batch(here, day: day, people, histories)
    let levels = try levels(
      try decide(policy, states, here), users: here, day: day, policy: policy)
    var position = 0
    for user in 0..<market.users {
      guard position < here.count, here[position] == user else {
        histories.record(user, day: day, coupon: -1)
        continue
      }
      histories.record(user, day: day, coupon: levels[position])
      count(user, day: day, level: levels[position])
      position += 1
    }
  }

  func finish() -> Rollout {
    Rollout(
      visits: visits, costs: tenths.map { Double($0) / 10 }, returned: misses.map { -Double($0) },
      levelCounts: levelCounts)
  }

  /// Counts a visit of `day`, which the histories have recorded.
  private mutating func count(_ user: Int, day: Int, level: Int8) {
    visits[user] += 1
    tenths[user] += market.tenths(level: Int(level))
    levelCounts[Int(level)] += 1
    if !histories.visits(user, day: day + 1, people) { misses[user] += 1 }
  }

  /// Checks the answers and draws from probabilities, with the draw of (user, day).
  private func levels(
    _ decisions: Decisions, users: [Int], day: Int, policy: Int
  ) throws(MarketError) -> [Int8] {
    let count = market.levelCount
    switch decisions {
    case .levels(let levels):
      guard levels.count == users.count else {
        throw .wrongDecisions(policy: policy, expected: users.count, found: levels.count)
      }
      for level in levels where level < 0 || Int(level) >= count {
        throw .unknownLevel(policy: policy, level: Int(level), levels: count)
      }
      return levels.map { Int8($0) }
    case .probabilities(let all):
      guard all.count == users.count * count else {
        throw .wrongDecisions(policy: policy, expected: users.count, found: all.count / count)
      }
      return users.enumerated().map { position, user in
        let draw = people.decisionDraw(user, day: day)
        var sum = 0.0
        for level in 0..<count {
          sum += Double(all[position * count + level])
          if draw < sum { return Int8(level) }
        }
        return Int8(count - 1)
      }
    }
  }
}
