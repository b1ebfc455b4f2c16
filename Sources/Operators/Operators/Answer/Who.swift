// `who`: which customers get the coupons.
import Data
import Estimation
import Learning
import OperatorKit

private let policy = Parameter<Policy>("policy", "a policy that is set to a λ or a choice by `at`")
private let log = Parameter<Dataset>("dataset", "the log whose states it decides in")
private let grouping = Parameter<Either<[String], String>?>.optional(
  "by", "state columns that make the segments; the categories when not given")
private let bins = Parameter<Int>(
  "bins", "parts that a number is cut into, at quantiles", default: 4, shown: "4", in: 2...20)

extension Operator {
  static let who = Operator(
    "who", .answer, "which segments get the coupons",
    parameters: [
      policy.declaration, log.declaration, grouping.declaration, bins.declaration,
    ], positional: 2, returns: .table(nil),
    details: """
      One row for each segment, those that get the most of all coupon value first: its share of the decisions and of the
      coupon value, the share of its decisions with more than the least coupon, the mean coupon, and what the log
      gave on the average. A segment whose share of the value is above its share of the decisions is favoured. What
      each segment gets at every λ is `what`.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          answer = constant(1.5) |> who(d, by: "user_type")
          [round(sum(answer.share_of_value), 6), answer.mean[0], answer.with_coupon[0]]
          """, output: "[1, 1.5, 1]"),
      .fails(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          policy |> who(d)
          """, message: "set it to a λ first"),
    ]
  ) { arguments, _ in
    let log = try arguments[log]
    let policy = try arguments[policy]
    guard !policy.dependsOnLambda || policy.deployment != nil else {
      throw OperatorError.argument(
        "policy", "this policy has a decision for every λ: set it to a λ first",
        hint: "policy |> at(λ: …), or at(choice)")
    }
    let segments = try Segments(
      log, by: texts(try arguments[grouping]), parts: try arguments[bins])
    let assignment = try Assignment(policy.adapted(to: log.levels), on: log, segments: segments)
    guard assignment.haveValues else {
      throw OperatorError.argument(
        "dataset", "its coupons are texts, and who gets the most of their value cannot be said",
        hint: "`what` shows which coupon each segment gets")
    }
    return .table(assignment.favours())
  }
}
