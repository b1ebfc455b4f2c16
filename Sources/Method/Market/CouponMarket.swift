// The coupon market of the BCORLE(λ) experiment (Zhang et al., NeurIPS 2021), with the indexing of its
// published code mended: the last logged day sees whether the customer came back on the day after.
//
// A user has a type and, per coupon level, a probability p[k] of coming back the day after receiving
// it, sorted so that a bigger coupon never does worse. Without a visit yesterday the user comes with
// the mean of p. A coupon is given on every visit and on no other day.
//
// All chance is keyed: users by (seed, user), visits and stochastic decisions by (seed, user, day). So
// results do not depend on threads, and two policies meet the same luck.

import Compute
public import Data

public enum MarketError: Error, Sendable, Hashable {
  case outOfRange(name: String, value: Int, range: ClosedRange<Int>)
  case unknownState(name: String, known: [String])
  case wrongDecisions(policy: Int, expected: Int, found: Int)
  case unknownLevel(policy: Int, level: Int, levels: Int)

  public var message: String {
    switch self {
    case .outOfRange(let name, let value, let range):
      "\(name) is \(value), expected \(range.lowerBound) to \(range.upperBound)"
    case .unknownState(let name, _): "the market has no state column `\(name)`"
    case .wrongDecisions(_, let expected, let found):
      "the policy gave \(found) answers for \(expected) customers"
    case .unknownLevel(_, let level, let levels):
      "the policy gave level \(level), the market has levels 0 to \(levels - 1)"
    }
  }
}

/// How loyal a user is; drawn with probability 1/3 each.
public enum UserType: String, Sendable, Hashable, CaseIterable {
  /// p = 0.2 · U(0, 1)
  case low
  /// p = U(0, 1)
  case spread
  /// p = 0.8 + 0.2 · U(0, 1)
  case high
}

public struct CouponMarket: Sendable, Hashable {
  public let users: Int
  public let seed: UInt64
  /// Days of the log, after the warm-up.
  public let days: Int
  /// Coupon levels; level k is worth (k + 1)/10.
  public let levelCount: Int

  /// Days of warm-up, and the window that the state's counts look back.
  public static let window = 30

  public init(users: Int, seed: UInt64, days: Int = 30, levels: Int = 21) throws(MarketError) {
    try Self.check("users", users, 1...2_000_000)
    try Self.check("days", days, 1...365)
    try Self.check("levels", levels, 2...100)
    self.users = users
    self.seed = seed
    self.days = days
    levelCount = levels
  }

  /// The same kind of market with other users.
  public func fresh(users: Int, seed: UInt64) throws(MarketError) -> CouponMarket {
    try CouponMarket(users: users, seed: seed, days: days, levels: levelCount)
  }

  /// Values in tenths are divided once, so level k is the same double everywhere.
  public func value(level: Int) -> Double { Double(level + 1) / 10 }

  public var levels: [ActionLevel] {
    (0..<levelCount).map { level in
      let tenths = level + 1
      let label = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
      return ActionLevel(label: label, value: value(level: level))
    }
  }

  /// day, user_type, h_0…, l_0…: the columns of the state at the start of a day.
  public var stateNames: [String] {
    ["day", "user_type"] + (0..<levelCount).map { "h_\($0)" } + (0..<levelCount).map { "l_\($0)" }
  }

  private static func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>
  ) throws(MarketError) {
    guard range.contains(value) else {
      throw .outOfRange(name: name, value: value, range: range)
    }
  }
}

/// The users of a market with their latent probabilities, which no learner may see.
package struct MarketUsers: Sendable {
  package let levels: Int
  /// (users) index into `UserType.allCases`.
  package let types: [UInt8]
  /// (users, levels) row-major, ascending per user.
  package let retention: [Double]
  /// (users) mean of the row.
  package let meanRetention: [Double]
  /// The seed of visits and of stochastic decisions.
  package let luck: UInt64

  package init(_ market: CouponMarket) {
    levels = market.levelCount
    luck = mixed(market.seed ^ stableHash("market.luck"))
    var types: [UInt8] = []
    var retention: [Double] = []
    var means: [Double] = []
    retention.reserveCapacity(market.users * market.levelCount)
    for user in 0..<market.users {
      var random = RandomStream(seed: market.seed, stage: "market.users", index: user)
      let type = random.below(3)
      var row = (0..<market.levelCount).map { _ in
        switch UserType.allCases[type] {
        case .low: 0.2 * random.uniform()
        case .spread: random.uniform()
        case .high: 0.8 + 0.2 * random.uniform()
        }
      }
      row.sort()
      types.append(UInt8(type))
      means.append(row.reduce(0, +) / Double(row.count))
      retention.append(contentsOf: row)
    }
    self.types = types
    self.retention = retention
    meanRetention = means
  }

  /// Whether `user` visits on `day` after having got `coupon` the day before (−1: no visit then).
  package func visits(_ user: Int, day: Int, after coupon: Int8) -> Bool {
    let probability =
      coupon < 0 ? meanRetention[user] : retention[user * levels + Int(coupon)]
    return keyedUniform(luck, user, day) < probability
  }

  /// The draw in [0, 1) that a stochastic decision uses.
  package func decisionDraw(_ user: Int, day: Int) -> Double {
    keyedUniform(luck ^ 0x5DEE_CE66_D1CE_4E5B, user, day)
  }
}
