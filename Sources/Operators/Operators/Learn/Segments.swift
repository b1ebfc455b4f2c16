// `segments`: one coupon for each segment of customers, chosen from the log.
import Data
import Learning
import OperatorKit

private let data = Parameter<GeneralizedDataset>("data", "the λ-generalised log to choose from")
private let by = Parameter<Either<[String], String>?>.optional(
  "by", "names of the state columns that make the segments; all categories when not given")
private let bins = Parameter<Int>(
  "bins", "parts that a number is cut into, at quantiles", default: 4, shown: "4", in: 1...100)
private let minimumCount = Parameter<Int>(
  "min_count", "a level with fewer decisions in a segment is not chosen there", default: 30,
  shown: "30", in: 1...1e12, unit: "decisions")
private let gamma = Parameter<Double>(
  "gamma", "discount for each time unit", default: 0.99, shown: "0.99", in: 0...1)
private let terms = Parameter<Int>(
  "terms", "Legendre terms of the curve through the means of ordered levels; 0 for the means",
  default: 4, shown: "4", in: 0...64)

extension Operator {
  static let segments = Operator(
    "segments", .learn, "choose one coupon for each segment of customers, for every λ",
    parameters: [
      data.declaration, by.declaration, bins.declaration, minimumCount.declaration,
      gamma.declaration, terms.declaration,
    ], returns: .native(Policy.nativeType),
    details: """
      The rule that most firms run. A customer who always gets level k in a segment is worth, with the means
      over that segment's decisions at level k,

      V = E[r − λc] / (1 − E[γ^gap (1 − terminated)]),

      as if every later decision were like this one (a geometric series). For each segment and λ the level with
      the largest V is taken. Where levels have an order, a curve is fitted to the means first, weighted by
      counts: the best of many noisy means is often only lucky. `min_count` is for each level of a segment: with many
      small segments some levels pass and others do not, by chance. A segment without any level that was given
      often enough, and a customer with an unknown category, get the level that is best for everybody.
      """,
    examples: [
      .prints(
        """
        d = market(users: 2_000, seed: 1) |> simulate() |> dataset(user: user, time: day, state: [day, user_type],
          action: coupon, reward: returned, outcome: visit, cost: cost, terminated: terminated, uniform: true)
        d |> generalize(λ: [0, 0.1, 0.2]) |> segments()
        """,
        output: """
          Policy segments, λ 0–0.2

          the coupon of every segment
          ┌───────────┬───────────┬───────┬─────────┬─────────┐
          │ user_type │ decisions │ λ = 0 │ λ = 0.1 │ λ = 0.2 │
          ├───────────┼───────────┼───────┼─────────┼─────────┤
          │ high      │    18,606 │   2.1 │     0.1 │     0.1 │
          │ low       │     1,879 │   2.1 │     0.1 │     0.1 │
          │ spread    │    10,006 │   2.1 │     1.8 │     0.1 │
          └───────────┴───────────┴───────┴─────────┴─────────┘
          """),
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> segments(min_count: 1)
          [policy.name, policy.state]
          """, output: "[\"segments\", [\"user_type\"]]"),
      .prints(
        exampleLog + "\n(d |> generalize(λ: [0]) |> segments(by: [\"day\"], bins: 2)).state",
        output: "[\"day\"]"),
      .fails(
        exampleLog + "\nd |> generalize(λ: [0]) |> segments(by: \"user_typ\")",
        message: "`by` names `user_typ`; the state columns are day, user_type"),
    ]
  ) { arguments, _ in
    let data = try arguments[data]
    var settings = SegmentSettings()
    settings.columns =
      switch try arguments[by] {
      case .first(let names): names
      case .second(let name): [name]
      case nil: nil
      }
    let known = data.dataset.stateNames
    for name in settings.columns ?? [] where !known.contains(name) {
      throw OperatorError.argument(
        "by", "`by` names `\(name)`; the state columns are \(known.joined(separator: ", "))")
    }
    settings.bins = try arguments[bins]
    settings.minimumCount = try arguments[minimumCount]
    settings.gamma = try arguments[gamma]
    settings.terms = try arguments[terms]
    return .native(try Policy.segments(from: data, settings: settings))
  }
}
