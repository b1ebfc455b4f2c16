// `coverage`: whether a log holds what a policy would bring about.
import Data
import Estimation
import Learning
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the log to look into")
private let policy = Parameter<Policy>("policy", "the policy to follow")
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to follow it at; five of the policy's own grid when not given")
private let grouping = Parameter<Either<[String], String>?>.optional(
  "by", "state columns that make the segments; the categories when not given")
private let inputs = Parameter<String>(
  "inputs", "judge likeness by the inputs that the policy's network kept, or by all state columns",
  default: "kept", shown: "\"kept\"", choices: ["kept", "all"])
private let paths = Parameter<Int>(
  "paths", "users to start from", default: 300, shown: "300", in: 1...100_000)
private let seed = Parameter<Int>(
  "seed", "chance", default: 1, shown: "1", in: 0...1e15
).ofChance

extension Operator {
  static let coverage = Operator(
    "coverage", .evaluate,
    "whether a log holds the states and coupons that a policy would bring about",
    parameters: [
      log.declaration, policy.declaration, lambda.declaration, grouping.declaration,
      inputs.declaration, paths.declaration, seed.declaration,
    ], positional: 2, returns: .native(Coverage.nativeType),
    details: """
      The policy is followed through the log by stitching (model-free Monte Carlo, Fonteneau, Murphy, Wehenkel and
      Ernst, 2013). A path begins in a user's first state. The policy's coupon is looked up at the other user who got
      the same coupon in the most similar state; what changed in that user's state until the next decision is added
      to the path's; and so on to a last decision, or to as many decisions as the longest episode has. Numbers change
      by the difference, so that what the policy lets build up stays with the path; a category becomes the
      other user's when it changed there.

      A step is covered when its match is as near as 95% of the log's own decisions are to another user's with the same
      coupon. Similar means near in the inputs that the policy's network kept, weighed by their strength; for other
      policies, in all state columns, standardised: what a network dropped may drift unseen, so compare a learned policy with a rule at
      `inputs: "all"`. At most 3,000 decisions of each level are searched. Differences of
      many users add up along a path, so shares fall with its length for any policy: compare with `log_share`, where
      each path takes the coupons that its user was really given. A share below 0.8 of that is called leaving the log.

      After a step that is not covered the path goes on from the nearest match there is. `whole_paths` is the share
      of paths that were covered from beginning to end, `effective` how many logged decisions carry all of them, and
      `drift` how often a number column that counts by itself is outside the log's own 1–99% range. A `pooled 1` among
      the inputs is a direction in which many number columns vary together, and distances along it count.

      What it cannot see: whatever is not in the state columns; columns that the network dropped although they matter for
      what follows; bounds and rules that tie columns together, which sums of differences need not obey; whether near is
      near enough. A covered policy can still be estimated badly, an uncovered one can be right by luck or by a good
      model, and the paths are no estimate of what the policy brings.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          seen = d |> coverage(random(d))
          [seen.share > 0.8 * seen.log_share, length(seen.inputs)]
          """, output: "[true, 2]"),
      .fails(exampleLog + "\nd |> coverage(constant(9))", message: "no coupon level 9"),
    ]
  ) { arguments, context in
    let log = try arguments[log]
    let policy = try arguments[policy].adapted(to: log.levels)
    var settings = CoverageSettings()
    settings.starts = try arguments[paths]
    settings.readsAllInputs = try arguments[inputs] == "all"
    settings.seed = UInt64(try arguments[seed])
    let grid = policy.lambdas?.values.sorted() ?? []
    return .native(
      try Estimation.coverage(
        of: policy, in: log, segments: try Segments(log, by: texts(try arguments[grouping])),
        lambdas: numbers(try arguments[lambda]) ?? thinned(grid.count, to: 5).map { grid[$0] },
        settings: settings, progress: context.progress))
  }
}
