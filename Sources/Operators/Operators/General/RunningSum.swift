// `running_sum`: the sum so far, or of the last so many days.
import Data
import OperatorKit

private let x = Parameter<Either<Column, Double>>(
  "x", "a column of numbers, or a number that counts for every row")
private let within = Parameter<Double?>.optional(
  "within", "only rows later than so many days (or units of `order`) before", in: 0...1e15)

extension Operator {
  static let runningSum = Operator(
    "running_sum", .general, "the sum over the rows so far",
    parameters: [
      x.declaration, within.declaration,
    ], returns: .column(.number),
    details: """
      Each row's sum is over the rows up to and with itself, in `derive` within its group `by` and in its `order`.
      `within: 30` leaves out what was 30 days ago or longer. What was known *before* the row is
      `running_sum(x, within: 30) - x`; rows are counted by `running_sum(1)`. Missing numbers count as 0.
      """,
    examples: [
      .prints(
        """
        log = market(users: 30, seed: 1) |> simulate()
            |> derive(by: user, order: day, visits: running_sum(1), recent: running_sum(1, within: 7) - 1)
        [log.visits[0], log.recent[0], min(log.visits - log.recent) >= 1]
        """, output: "[1, 0, true]"),
      .fails("running_sum(\"a\")", message: "found a text"),
    ]
  ) { arguments, context in
    let values: [Double]
    switch try arguments[x] {
    case .first(.number(let cells)): values = cells
    case .first(let column):
      throw OperatorError.argument(
        "x", "`running_sum` needs numbers, found a column of type \(column.type.rawValue)")
    case .second(let number):
      guard let rows = context.rows else {
        throw OperatorError.argument("x", "a number counts for every row only inside `derive`")
      }
      values = [Double](repeating: number, count: rows.count)
    }
    let rows = context.sequence(values.count)
    return .column(.number(try rows.runningSums(values, within: try arguments[within])))
  }
}
