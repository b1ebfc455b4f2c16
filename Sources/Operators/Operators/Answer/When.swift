// `when`: which coupon the policy gives in the course of time.
import Data
import Estimation
import Learning
import OperatorKit

private let policy = Parameter<Policy>("policy", "the policy to look into")
private let log = Parameter<Dataset>("dataset", "the log whose states it decides in")
private let every = Parameter<Double>(
  "every", "how long a period is", default: 7, shown: "7", in: 1e-9...1e9, unit: "time units")
private let cycle = Parameter<Int?>.optional(
  "cycle", "periods after which they repeat: 7, every 1, for the days of a week", in: 1...1000)
private let lambda = Parameter<Either<[Double], Double>?>.optional(
  "lambda", "the λ to look at; the policy's own grid when not given")

extension Operator {
  static let when = Operator(
    "when", .answer, "which coupon the policy gives in each period of the log",
    parameters: [
      policy.declaration, log.declaration, every.declaration, cycle.declaration,
      lambda.declaration,
    ], positional: 2, returns: .native(Assignment.nativeType),
    details: """
      The policy decides in every state of the log, and its decisions are counted by the time at which the log made
      them, as `what` does by segment. Periods are counted from time 0; of dates from a Monday, so that 7
      days are a week, and named by their first and last day. With `cycle: 7, every: 1` days of one place in the week are
      taken together.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          answer = constant(1.5) |> when(d, every: 10)
          answer.table.time |> map(t -> t)
          """, output: "[\"0 to 10\", \"10 to 20\", \"20 to 30\"]"),
      .prints(
        exampleLog + "\n" + """
          (constant(1.5) |> when(d, every: 1, cycle: 7)).table |> length()
          """, output: "7"),
      .fails(
        exampleLog + "\nconstant(1.5) |> when(d, every: 0)", message: "`every` should be"),
    ]
  ) { arguments, _ in
    let log = try arguments[log]
    let segments = try Segments(log, every: try arguments[every], cycle: try arguments[cycle])
    return .native(
      try Assignment(
        try arguments[policy].adapted(to: log.levels), on: log, segments: segments,
        lambdas: numbers(try arguments[lambda])))
  }
}
