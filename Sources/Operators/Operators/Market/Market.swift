// `market`: the simulated shop of the paper.
import Market
import OperatorKit

private let users = Parameter<Int>(
  "users", "customers", default: 10_000, shown: "10_000", in: 1...2_000_000)
private let seed = Parameter<Int>("seed", "chance", default: 1, shown: "1", in: 0...1e15)
private let days = Parameter<Int>(
  "days", "days of the log, after a warm-up of 30", default: 30, shown: "30", in: 1...365,
  unit: "days")
private let levels = Parameter<Int>(
  "levels", "coupon levels, worth 0.1, 0.2, …", default: 21, shown: "21", in: 2...100)

extension Operator {
  static let market = Operator(
    "market", .market, "a simulated shop whose customers answer to coupons",
    parameters: [users.declaration, seed.declaration, days.declaration, levels.declaration],
    positional: 0, returns: .native(CouponMarket.nativeType),
    details: """
      The simulator of BCORLE(λ) (Zhang et al., 2021) with its indexing mended. A third of the customers each
      come back rarely, variedly and often; each has 21 probabilities of coming back the day after a
      coupon, sorted, so that a larger one never does worse. Who did not come yesterday comes with the mean of them.
      A coupon is given on every visit. `simulate` writes a log, `rollout` plays a policy, `oracle`
      knows the best that is possible.
      """,
    examples: [
      .prints("market(users: 100, seed: 3).days", output: "30"),
      .fails("market(users: 0)", message: "whole number from 1 to 2,000,000"),
    ]
  ) { arguments, _ in
    .native(
      try CouponMarket(
        users: try arguments[users], seed: UInt64(try arguments[seed]),
        days: try arguments[days], levels: try arguments[levels]))
  }
}
