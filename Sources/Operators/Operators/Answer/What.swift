// `what`: which coupon each segment gets.
import Data
import Estimation
import Learning
import OperatorKit

private let policy = Parameter<Policy>("policy", "the policy to look into")
private let log = Parameter<Dataset>("dataset", "the log whose states it decides in")
private let grouping = Parameter<Either<[String], String>?>.optional(
  "by", "state columns that make the segments; the categories when not given")
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to look at; the policy's own grid when not given")
private let bins = Parameter<Int>(
  "bins", "parts that a number is cut into, at quantiles", default: 4, shown: "4", in: 2...20)

extension Operator {
  static let what = Operator(
    "what", .answer, "which coupon each segment gets at each λ",
    parameters: [
      policy.declaration, log.declaration, grouping.declaration, lambda.declaration,
      bins.declaration,
    ], positional: 2, returns: .native(Assignment.nativeType),
    details: """
      The policy decides in every state of the log, and its decisions are counted by segment: the mean coupon value, the
      most common level and its share, beside what the log gave. Segments are the combinations of the state columns
      `by`; a number is cut at quantiles of the log's decisions. A policy that is set to a λ or to a mix by `at` has
      one column; a random one has the shares that it would give on average.

      The display thins a long grid of λ; the fields `table` and `levels` have all of it, and `plot` draws it. The
      states are those that the log's own policy brought about. Under the new policy customers will be in other
      states: see `coverage`.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          answer = constant(1.5) |> what(d, by: "user_type")
          [answer.table.mean[0], sum(answer.table.decisions) == d.rows]
          """, output: "[1.5, true]"),
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          (policy |> at(λ: 0.1) |> what(d)).lambdas
          """, output: "[0.1]"),
      .fails(
        exampleLog + "\nconstant(1.5) |> what(d, by: \"age\")",
        message: "`age` is not a state column of the log"),
    ]
  ) { arguments, _ in
    let log = try arguments[log]
    let segments = try Segments(
      log, by: texts(try arguments[grouping]), parts: try arguments[bins])
    return .native(
      try Assignment(
        try arguments[policy].adapted(to: log.levels), on: log, segments: segments,
        lambdas: numbers(try arguments[lambda])))
  }
}

/// A list, whether one was given or a single text.
func texts(_ argument: Either<[String], String>?) -> [String]? {
  switch argument {
  case .none: nil
  case .some(.first(let texts)): texts
  case .some(.second(let text)): [text]
  }
}

/// A list, whether one was given or a single number.
func numbers(_ argument: Either<[Double], Double>?) -> [Double]? {
  switch argument {
  case .none: nil
  case .some(.first(let numbers)): numbers
  case .some(.second(let number)): [number]
  }
}
