// `date`: a text as a date.
import Data
import OperatorKit

private let written = Parameter<Texts>("text", "a text, a list or a column of texts")

extension Operator {
  static let toDate = Operator(
    "date", .general, "a text as a date, with or without a time", parameters: [written.declaration],
    returns: .any,
    refine: { call in
      if case .column = call.types["text"] { return .column(.date) }
      if case .list = call.types["text"] { return .list(.date) }
      return call.types["text"] == .text ? .date : .any
    }, foldsConstants: true,
    details: """
      Dates are written `2024-03-01` or `2024-03-01 12:30`; `2024-03-01T12:30:00Z` is read too. There are no time
      zones. A number of days is added to a date or taken from it, and the difference of two dates is in
      days. `load` reads a column of dates as dates. In a column, a text that is no date becomes a missing
      cell; alone, it is an error.
      """,
    examples: [
      .prints("date(\"2024-02-28\") + 2", output: "2024-03-01"),
      .prints("date(\"2024-03-01 12:00\") - date(\"2024-02-28\")", output: "2.5"),
      .fails("date(\"2024-02-30\")", message: "`2024-02-30` is no date"),
    ]
  ) { arguments, _ in
    switch try arguments[written] {
    case .one(let text): return .date(try parsed(text))
    case .list(let texts): return .list(try texts.map { .date(try parsed($0)) })
    case .column(let column):
      let levels = column.levels.map { Moment($0)?.seconds ?? .nan }
      return .column(.date(column.codes.map { $0 < 0 ? .nan : levels[Int($0)] }))
    }
  }
}

private func parsed(_ text: String) throws(OperatorError) -> Moment {
  guard let moment = Moment(text) else {
    throw .argument(
      "text", "`\(text)` is no date",
      hint: "dates are written \"2024-03-01\" or \"2024-03-01 12:30\"")
  }
  return moment
}
