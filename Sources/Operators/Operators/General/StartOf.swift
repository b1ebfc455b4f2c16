// `start_of`: the day on which a week, a month or a year begins, for grouping by it.
import Data
import OperatorKit

private let moment = Parameter<Dates>("date", "a date, a list or a column of dates")
private let period = Parameter<String>(
  "period", "what it is the start of", choices: CalendarPeriod.allCases.map(\.rawValue))

extension Operator {
  static let startOf = Operator(
    "start_of", .general, "the first moment of the hour, day, week, month or year of a date",
    parameters: [moment.declaration, period.declaration], positional: 2, returns: .any,
    refine: { shape($0.types["date"], of: .date) }, foldsConstants: true,
    details: "Weeks begin on Monday. It is what to `summarize` by: weeks of two years stay apart.",
    examples: [
      .prints("start_of(date(\"2024-02-29\"), \"week\")", output: "2024-02-26"),
      .fails("start_of(date(\"2024-02-29\"), \"fortnight\")", message: "one of \"hour\""),
    ]
  ) { arguments, _ in
    let period = CalendarPeriod(rawValue: try arguments[period]) ?? .day
    return try arguments[moment].dates { $0.start(of: period) }
  }
}
