// The users of a market with their latent probabilities, which no learner may see. Users are keyed by
// (seed, user), visits and stochastic decisions by (seed, user, day).

import Compute
import Foundation

package struct MarketUsers: Sendable {
  package let levels: Int
  package let memory: MarketMemory
  /// (users) index into `UserType.allCases`.
  package let types: [UInt8]
  /// (users, levels) row-major, ascending per user.
  package let retention: [Double]
  /// (users) the chance of a visit when there was none the day before.
  package let idleRetention: [Double]
  /// The seed of visits and of stochastic decisions.
  package let luck: UInt64

  package init(_ market: CouponMarket) {
    levels = market.levelCount
    memory = MarketMemory(market.kind, levels: market.levelCount)
    luck = mixed(market.seed ^ stableHash("market.luck"))
    var types: [UInt8] = []
    var retention: [Double] = []
    var idle: [Double] = []
    retention.reserveCapacity(market.users * market.levelCount)
    for user in 0..<market.users {
      var random = RandomStream(seed: market.seed, stage: "market.users", index: user)
      let type = random.below(3)
      let person = Self.person(
        market.kind, UserType.allCases[type], levels: market.levelCount, &random)
      types.append(UInt8(type))
      idle.append(person.idle)
      retention.append(contentsOf: person.row)
    }
    self.types = types
    self.retention = retention
    idleRetention = idle
  }

  /// The chance that `user` visits the day after having got `given` (−1: no visit) in `memory`.
  @inline(__always)
  package func chance(_ user: Int, after given: Int8, in memory: UInt8) -> Double {
    guard given >= 0 else { return idleRetention[user] }
    let strength = self.memory.strengths[Int(memory)]
    let full = retention[user * levels + Int(given)]
    // At full strength the row itself, to the bit.
    guard strength < 1 else { return full }
    let least = retention[user * levels]
    return least + (full - least) * strength
  }

  /// Whether `user` visits on `day`, after `given` in `memory` the day before.
  package func visits(_ user: Int, day: Int, after given: Int8, in memory: UInt8) -> Bool {
    keyedUniform(luck, user, day) < chance(user, after: given, in: memory)
  }

  /// The draw in [0, 1) that a stochastic decision uses.
  package func decisionDraw(_ user: Int, day: Int) -> Double {
    keyedUniform(luck ^ 0x5DEE_CE66_D1CE_4E5B, user, day)
  }

  /// A user's row and chance of a visit after a day without one; formulas at `MarketKind`.
  private static func person(
    _ kind: MarketKind, _ type: UserType, levels: Int, _ random: inout RandomStream
  ) -> (row: [Double], idle: Double) {
    var row: [Double]
    switch kind {
    case .paper:
      row = (0..<levels).map { _ in
        switch type {
        case .low: 0.2 * random.uniform()
        case .spread: random.uniform()
        case .high: 0.8 + 0.2 * random.uniform()
        }
      }
    case .personal:
      let base = 0.05 + 0.2 * random.uniform()
      let lift = 0.6 + 0.1 * random.uniform()
      let threshold = (0.05 + 0.9 * random.uniform()) * Double(levels - 1)
      let idle = 0.4 + 0.4 * random.uniform()
      return ((0..<levels).map { base + lift / (1 + exp(-2 * (Double($0) - threshold))) }, idle)
    case .fatigue, .waiting:
      row = (0..<levels).map { _ in
        let draw = max(random.uniform(), random.uniform())
        return switch type {
        case .low: 0.7 * draw
        case .spread: draw
        case .high: 0.3 + 0.7 * draw
        }
      }
    }
    row.sort()
    return (row, row.reduce(0, +) / Double(levels))
  }
}
