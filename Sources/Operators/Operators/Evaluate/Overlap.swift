// `overlap`: whether weighing a log's decisions can say anything about a policy.
import Data
import Estimation
import Learning
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the log to look into")
private let policy = Parameter<Policy>("policy", "the policy to compare with it")
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to look at; the policy's own grid when not given")
private let grouping = Parameter<Either<[String], String>?>.optional(
  "by", "state columns that make the segments; the categories when not given")
private let least = Parameter<Double?>.optional(
  "least_probability",
  "what the log took more seldom is unsupported; 0.01, or half an even share with more than 50 levels",
  in: 0...1)
private let leastSupport = Parameter<Double>(
  "least_support", "effective users below which estimators answer \"no support\"", default: 20,
  shown: "20", in: 2...1e9, unit: "users")
private let seed = Parameter<Int>("seed", "chance", default: 1, shown: "1", in: 0...1e15)

extension Operator {
  static let overlap = Operator(
    "overlap", .evaluate, "whether weighing a log's decisions can say anything about a policy",
    parameters: [
      log.declaration, policy.declaration, lambda.declaration, grouping.declaration,
      least.declaration, leastSupport.declaration, seed.declaration,
    ], positional: 2, returns: .native(Overlap.nativeType),
    details: """
      A decision of the log counts for a policy with ρ = π(a|s) / b(a|s), and not at all where the policy would have given
      another coupon. How many decisions that leaves is Kish's effective size (Σρ)² / Σρ²: as many equal weights would be as
      good. It is given for decisions, for users (each with the sum of their ratios), and for whole episodes, whose
      ratios multiply: users with the sum of their episodes' products. Estimators that weigh single decisions need
      the first two, those of whole episodes the last. Below 20 effective users they answer "no support".

      Support is the share of the policy's decisions, in the log's states, that the log itself took with a
      probability of 0.01 or more (half an even share with more than 50 levels). With more than 5% of them
      unsupported no weights help, however many decisions agree: nobody got those coupons there. It is broken down
      by segment and coupon level.

      b are the log's own probabilities, logged or known by design; else those of models that are fitted here, each to
      four fifths of the users, for the others. Their calibration is checked: pairs of a decision and a level are put into bins of
      like probability, and the probability is compared with how often the level was given; `calibration_error` is the mean gap
      (expected calibration error, Guo et al., 2017). `balance` has for each level the mean of 1/b over the decisions that
      gave it (0 for others), which is 1 when b is right. The log-loss is compared with that of
      each level's frequency. Where the log has the probability of the given coupon only, such models also stand in for the
      support of other coupons.

      What it cannot see: whether the states are there that the policy leads to (`coverage`), and whether the log's own
      policy looked at something that the state does not hold.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          both = d |> overlap(constant(1.5))
          [round(both.table.largest_ratio[0], 6), both.support, both.episodes]
          """, output: "[21, 1, 0]"),
      .prints(
        exampleLog + "\n(d |> overlap(random(d))).episodes > 20", output: "true"),
      .fails(
        exampleLog + "\nd |> overlap(random(d), by: \"age\")",
        message: "`age` is not a state column of the log"),
    ]
  ) { arguments, context in
    let log = try arguments[log]
    return .native(
      try Estimation.overlap(
        of: try arguments[policy].adapted(to: log.levels), in: log,
        segments: try Segments(log, by: texts(try arguments[grouping])),
        lambdas: numbers(try arguments[lambda]),
        settings: OverlapSettings(
          leastProbability: try arguments[least], leastSupport: try arguments[leastSupport],
          seed: UInt64(try arguments[seed])),
        progress: context.progress))
  }
}
