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
private let paths = Parameter<Int>(
  "paths", "users to start from", default: 300, shown: "300", in: 1...100_000)
private let seed = Parameter<Int>("seed", "chance", default: 1, shown: "1", in: 0...1e15)

extension Operator {
  static let coverage = Operator(
    "coverage", .evaluate,
    "whether a log holds the states and coupons that a policy would bring about",
    parameters: [
      log.declaration, policy.declaration, lambda.declaration, grouping.declaration,
      paths.declaration, seed.declaration,
    ], positional: 2, returns: .native(Coverage.nativeType),
    details: """
      The policy is followed through the log by stitching (model-free Monte Carlo, Fonteneau, Murphy, Wehenkel and
      Ernst, 2013). A path begins in a user's first state. The policy's coupon is looked up at the other user who got
      the same coupon in the most similar state, the path goes on from the state that followed there, and so on
      to a last decision or to as many decisions as the longest episode has. A step is covered when the match is as near
      as 95% of the log's own decisions are to another user's with the same coupon, so the log's own policy has about 95%.
      Similar means near in the inputs that the policy's network kept, weighed by their strength; for other
      policies, in all state columns, standardised. At most 3,000 decisions of each level are searched.

      After a step that is not covered the path goes on from the nearest there is. `share` counts steps, `whole_paths`
      the paths that were covered from beginning to end, `effective` how many logged decisions carry them all, and
      `drift` how often a number column ends outside the log's own 1–99% range.

      What it cannot see: what builds up over many steps, because a path takes over another user's history with every
      match and so is pulled back to what was logged; whatever is not in the state columns; columns that the network dropped although they matter for
      what follows; whether near is near enough. A covered policy can still be estimated badly, and the paths are no
      estimate of what it brings.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          seen = d |> coverage(random(d))
          [seen.share > 0.8, length(seen.inputs)]
          """, output: "[true, 2]"),
      .fails(exampleLog + "\nd |> coverage(constant(9))", message: "no coupon level 9"),
    ]
  ) { arguments, context in
    let log = try arguments[log]
    let policy = try arguments[policy].adapted(to: log.levels)
    var settings = CoverageSettings()
    settings.starts = try arguments[paths]
    settings.seed = UInt64(try arguments[seed])
    let grid = policy.lambdas?.values.sorted() ?? []
    return .native(
      try Estimation.coverage(
        of: policy, in: log, segments: try Segments(log, by: texts(try arguments[grouping])),
        lambdas: numbers(try arguments[lambda]) ?? thinned(grid.count, to: 5).map { grid[$0] },
        settings: settings, progress: context.progress))
  }
}
