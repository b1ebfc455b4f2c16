// `market`: the simulated shop of the paper, and its variants.
import Market
import OperatorKit

private let users = Parameter<Int>(
  "users", "customers", default: 10_000, shown: "10_000", in: 1...2_000_000, unit: "users")
private let seed = Parameter<Int>(
  "seed", "chance", default: 1, shown: "1", in: 0...1e15
).ofChance
private let days = Parameter<Int>(
  "days", "days of the log, after a warm-up of 30", default: 30, shown: "30", in: 1...365,
  unit: "days")
private let levels = Parameter<Int>(
  "levels", "coupon levels, worth 0.1, 0.2, … (waiting: 0, 0.1, …)", default: 21, shown: "21",
  in: 2...100)

private let kind = Parameter<String>(
  "kind", "what the customers answer to", default: "paper", shown: "\"paper\"",
  choices: MarketKind.allCases.map(\.rawValue))
private let noise = Parameter<Int>(
  "noise", "state columns that mean nothing, `noise_0` …", default: 0, shown: "0", in: 0...1000,
  unit: "columns")

extension Operator {
  static let market = Operator(
    "market", .market, "a simulated shop whose customers answer to coupons",
    parameters: [
      users.declaration, seed.declaration, days.declaration, levels.declaration, kind.declaration,
      noise.declaration,
    ],
    positional: 0, returns: .native(CouponMarket.nativeType),
    refine: { call in
      guard let levels = call.constant(levels), let noise = call.constant(noise),
        let kind = call.constant(kind).flatMap(MarketKind.init)
      else { return .native(CouponMarket.nativeType) }
      return .native(CouponMarket.nativeType(levels: levels, kind: kind, noise: noise))
    },
    details: """
      The simulator of BCORLE(λ) (Zhang et al., 2021) with its indexing mended. A third of the customers each
      come back rarely, variedly and often; each has 21 probabilities of coming back the day after a
      coupon, sorted, so that a larger one never does worse. Who did not come yesterday comes with the mean of them.
      A coupon is given on every visit. `simulate` writes a log, `rollout` plays a policy, `oracle`
      knows the best that is possible.

      That is `kind: "paper"`. The other kinds each ask something else of a learner.
      With `"personal"` the recorded type says nothing: each customer answers to coupons from a level of their own
      on, and only the counts of what they got and came back after tell which. With `"fatigue"` coupons tire: the more was
      given lately, the less the next one does, until it has worn off, three levels of 21 a day (column `fatigue`, in levels).
      With `"waiting"` the first level is no coupon, and a coupon does more the longer ago the last one was, up to five
      days (column `since_coupon`): who gives small ones often does worse than who waits and gives a good one.

      `noise` adds columns of chance, for a learner that has to find the few that matter.
      """,
    examples: [
      .prints("market(users: 100, seed: 3).days", output: "30"),
      .prints("(market(users: 100, kind: \"waiting\").values)[0]", output: "0"),
      .fails(
        "market(kind: \"patient\")",
        message: "one of \"paper\", \"personal\", \"fatigue\", \"waiting\""),
      .fails("market(users: 0)", message: "whole number of users from 1 to 2,000,000"),
    ]
  ) { arguments, _ in
    .native(
      try CouponMarket(
        users: try arguments[users], seed: UInt64(try arguments[seed]),
        days: try arguments[days], levels: try arguments[levels],
        kind: MarketKind(rawValue: try arguments[kind]) ?? .paper, noise: try arguments[noise]))
  }
}
