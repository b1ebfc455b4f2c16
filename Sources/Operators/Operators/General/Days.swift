// `days`: whole days from one date to another.
import Data
import OperatorKit

private let moment = Parameter<Dates>("date", "a date, a list or a column of dates")
private let since = Parameter<Either<Moment, Column>>("since", "the date that is day 0")

extension Operator {
  static let daysSince = Operator(
    "days", .general, "whole days since a date",
    parameters: [moment.declaration, since.declaration],
    returns: .any,
    refine: { call in
      if case .column = call.types["since"] { return .column(.number) }
      return shape(call.types["date"], of: .number)
    }, foldsConstants: true,
    details: """
      Times of day are left out, so that every visit of a day has the same number: what `dataset` takes as
      `time`, and what counts weeks as `floor(days(day, since: start) / 7)`. The plain difference
      `day - start` keeps them as a fraction.
      """,
    examples: [
      .prints("days(date(\"2024-03-01 18:30\"), since: date(\"2024-02-28\"))", output: "2"),
      .fails("days(date(\"2024-03-01\"), since: 3)", message: "found a number"),
    ]
  ) { arguments, _ in
    switch try arguments[since] {
    case .first(let start):
      return try arguments[moment].numbers { Double($0.dayNumber - start.dayNumber) }
    case .second(.date(let starts)):
      switch try arguments[moment] {
      case .one(let moment):
        return .column(.number(starts.map { wholeDays(moment.seconds, $0) }))
      case .column(let seconds) where seconds.count == starts.count:
        return .column(.number(Swift.zip(seconds, starts).map(wholeDays)))
      case .column, .list:
        throw OperatorError.argument("since", "a column goes with a column of as many dates")
      }
    case .second(let column):
      throw OperatorError.argument(
        "since", "`since` should be a date, found a column of type \(column.type.rawValue)")
    }
  }
}

private func wholeDays(_ seconds: Double, _ start: Double) -> Double {
  guard !seconds.isNaN, !start.isNaN else { return .nan }
  return Double(Moment(seconds: seconds).dayNumber - Moment(seconds: start).dayNumber)
}
