// `date`: a text as a date.
import Data
import OperatorKit

private let written = Parameter<Texts>("text", "a text, a list or a column of texts")
private let order = Parameter<String>(
  "order", "in which order it is written", default: DateOrder.yearFirst.rawValue,
  shown: "\"\(DateOrder.yearFirst.rawValue)\"", choices: DateOrder.allCases.map(\.rawValue))

extension Operator {
  static let toDate = Operator(
    "date", .general, "a text as a date, with or without a time",
    parameters: [written.declaration, order.declaration], returns: .any,
    refine: { call in
      if case .column = call.types["text"] { return .column(.date) }
      if case .list = call.types["text"] { return .list(.date) }
      return call.types["text"] == .text ? .date : .any
    }, foldsConstants: true,
    details: """
      Dates are written `2024-03-01` or `2024-03-01 12:30`; `2024-03-01T12:30:00Z` is read too. There are no time
      zones. A number of days is added to a date or taken from it, and the difference of two dates is in
      days. `load` reads a column of dates as dates. In a column, a text that is no date becomes a missing
      cell, and a note says how many there were; alone, it is an error. `order` reads `01.03.2024` and
      `3/1/2024 1:30 PM`; `load` has the same for whole files.
      """,
    examples: [
      .prints("date(\"2024-02-28\") + 2", output: "2024-03-01"),
      .prints("date(\"2024-03-01 12:00\") - date(\"2024-02-28\")", output: "2.5"),
      .prints("date(\"1/3/2024 14:30\", order: \"day-month-year\")", output: "2024-03-01 14:30:00"),
      .fails("date(\"2024-02-30\")", message: "`2024-02-30` is no date"),
    ]
  ) { arguments, context in
    let order = DateOrder(rawValue: try arguments[order]) ?? .yearFirst
    switch try arguments[written] {
    case .one(let text): return .date(try parsed(text, order))
    case .list(let texts): return .list(try texts.map { .date(try parsed($0, order)) })
    case .column(let column):
      return .column(.date(column.read(as: "date", in: context) { Moment($0, order)?.seconds }))
    }
  }
}

private func parsed(_ text: String, _ order: DateOrder) throws(OperatorError) -> Moment {
  guard let moment = Moment(text, order) else {
    throw .argument(
      "text", "`\(text)` is no date",
      hint: order == .yearFirst
        ? "dates are written \"2024-03-01\" or \"2024-03-01 12:30\"; `order` reads others" : nil)
  }
  return moment
}
