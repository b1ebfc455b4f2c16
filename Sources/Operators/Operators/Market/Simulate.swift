// `simulate`: the log that an analyst would have.
import Data
import Market
import OperatorKit

private let shop = Parameter<CouponMarket>("market", "the shop")
private let manner = Parameter<String>(
  "behaviour", "how coupons were given: uniform, or tilted towards the customer's type",
  default: "uniform", shown: "\"uniform\"", choices: ["uniform", "tilted"])
private let propensities = Parameter<Bool>(
  "propensities", "log the probability of every level in columns p_0, p_1, …", default: false,
  shown: "false")

extension Operator {
  static let simulate = Operator(
    "simulate", .market, "the log of a market: one row for each visit",
    parameters: [shop.declaration, manner.declaration, propensities.declaration],
    returns: .table(nil),
    refine: { call in
      guard case .native(let market) = call.types["market"], let made = market.makes,
        let probabilities = call.constant(propensities)
      else { return .table(nil) }
      let levels = made.names.count { $0.hasPrefix("h_") }
      let added = (0..<(probabilities ? levels : 0)).map { Schema.Entry("p_\($0)", .number) }
      return .table(Schema(made.entries + added))
    },
    details: """
      Columns: `user`, `day`, `user_type` (low, spread, high), `h_0` … (coupons of each level received in the 30 days
      before), `l_0` … (those that were followed by a visit the next day), `fatigue` or `since_coupon` and `noise_0` … in
      a market that has them, `coupon`, `returned` (0 when the customer comes the next day, −1 when not), `visit` (1),
      `cost`, `terminated` (the customer's last visit). Customers without a visit have no row: say `users:` to `dataset`, so that they count.
      """,
    examples: [
      .prints(
        "market(users: 50, seed: 1) |> simulate() |> columns(\"user_*\")",
        output: "[\"user_type\"]"),
      .fails(
        "market(users: 50) |> simulate(behaviour: \"greedy\")", message: "one of \"uniform\""),
    ]
  ) { arguments, context in
    .table(
      try arguments[shop].simulate(
        behaviour: Behaviour(rawValue: try arguments[manner]) ?? .uniform,
        propensities: try arguments[propensities], progress: context.progress))
  }
}
