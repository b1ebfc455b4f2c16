// The coupon market of the BCORLE(λ) experiment (Zhang et al., NeurIPS 2021), with the indexing of its
// published code mended: the last logged day sees whether the customer came back on the day after.
//
// A user has a type and, per coupon level, a probability p[k] of coming back the day after receiving
// it, sorted so that a bigger coupon never does worse. Without a visit yesterday the user comes with
// the mean of p. A coupon is given on every visit and on no other day. `MarketKind` has the markets
// that differ from this one.
//
// All chance is keyed: users by (seed, user), visits and stochastic decisions by (seed, user, day). So
// results do not depend on threads, and two policies meet the same luck.

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

/// How loyal a user is, drawn with probability 1/3 each; what it means is said at `MarketKind`.
public enum UserType: String, Sendable, Hashable, CaseIterable {
  /// Comes back rarely.
  case low
  /// Anything.
  case spread
  /// Comes back often.
  case high
}

public struct CouponMarket: Sendable, Hashable {
  public let users: Int
  public let seed: UInt64
  /// Days of the log, after the warm-up.
  public let days: Int
  /// Coupon levels; level k is worth (k + 1)/10, in a market where waiting pays k/10.
  public let levelCount: Int
  public let kind: MarketKind
  /// State columns that mean nothing.
  public let noise: Int

  /// Days of warm-up, and the window that the state's counts look back.
  public static let window = 30

  public init(
    users: Int, seed: UInt64, days: Int = 30, levels: Int = 21, kind: MarketKind = .paper,
    noise: Int = 0
  ) throws(MarketError) {
    try Self.check("users", users, 1...2_000_000)
    try Self.check("days", days, 1...365)
    try Self.check("levels", levels, 2...100)
    try Self.check("noise", noise, 0...1000)
    self.users = users
    self.seed = seed
    self.days = days
    levelCount = levels
    self.kind = kind
    self.noise = noise
  }

  /// The same kind of market with other users.
  public func fresh(users: Int, seed: UInt64) throws(MarketError) -> CouponMarket {
    try CouponMarket(
      users: users, seed: seed, days: days, levels: levelCount, kind: kind, noise: noise)
  }

  /// Values in tenths are divided once, so level k is the same double everywhere.
  public func value(level: Int) -> Double { Double(tenths(level: level)) / 10 }

  func tenths(level: Int) -> Int { level + kind.firstTenths }

  public var levels: [ActionLevel] {
    (0..<levelCount).map { level in
      let tenths = tenths(level: level)
      let label = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
      return ActionLevel(label: label, value: value(level: level))
    }
  }

  private static func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>
  ) throws(MarketError) {
    guard range.contains(value) else {
      throw .outOfRange(name: name, value: value, range: range)
    }
  }
}
