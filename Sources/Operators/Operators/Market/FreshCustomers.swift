// What `rollout` and `oracle` share: the market's own customers, or others of the same kind, and the histories that
// they begin with.
import Market
import OperatorKit

private let users = Parameter<Int?>.optional(
  "users", "fresh customers instead of the market's own", in: 1...2_000_000)
private let seed = Parameter<Int?>.optional(
  "seed", "chance of the fresh customers", shown: "the market's + 2000", in: 0...1e15)
private let manner = Parameter<String>(
  "behaviour", "how coupons were given in the 30 days before: as `simulate` was told",
  default: "uniform", shown: "\"uniform\"", choices: ["uniform", "tilted"])

enum FreshCustomers {
  static let declarations = [users.declaration, seed.declaration, manner.declaration]

  static func warmUp(_ arguments: Arguments) throws -> Behaviour {
    Behaviour(rawValue: try arguments[manner]) ?? .uniform
  }

  /// The market with the customers that were asked for.
  static func market(_ market: CouponMarket, _ arguments: Arguments) throws -> CouponMarket {
    let count = try arguments[users]
    let seed = try arguments[seed]
    guard count != nil || seed != nil else { return market }
    return try market.fresh(
      users: count ?? market.users, seed: seed.map { UInt64($0) } ?? market.seed &+ 2000)
  }
}
