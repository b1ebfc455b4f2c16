// What the functions of dates share: each works on a date, on a list and on a whole column; a missing
// date gives a missing result.
import Data
import OperatorKit

/// A date, a list of dates or a column of dates.
enum Dates: ValueConvertible {
  case one(Moment)
  case list([Moment])
  /// `Moment.seconds`, NaN where missing.
  case column([Double])

  static var valueType: ValueType { .oneOf([.date, .list(.date), .column(.date)]) }

  init?(_ value: Value) {
    switch value {
    case .date(let moment): self = .one(moment)
    case .column(.date(let seconds), _): self = .column(seconds)
    case .list:
      guard let moments = [Moment](value) else { return nil }
      self = .list(moments)
    case .none, .number, .text, .boolean, .range, .record, .function, .table, .column, .native:
      return nil
    }
  }

  func numbers(_ read: (Moment) -> Double) -> Value {
    switch self {
    case .one(let moment): .number(read(moment))
    case .list(let moments): .list(moments.map { .number(read($0)) })
    case .column(let seconds):
      .column(.number(seconds.map { $0.isNaN ? .nan : read(Moment(seconds: $0)) }))
    }
  }

  func dates(_ change: (Moment) -> Moment) -> Value {
    switch self {
    case .one(let moment): .date(change(moment))
    case .list(let moments): .list(moments.map { .date(change($0)) })
    case .column(let seconds):
      .column(.date(seconds.map { $0.isNaN ? .nan : change(Moment(seconds: $0)).seconds }))
    }
  }
}

private let moment = Parameter<Dates>("date", "a date, a list or a column of dates")

extension Operator {
  /// A number that is read off a date.
  static func datePart(
    _ name: String, _ summary: String, details: String = "", examples: [Example],
    _ read: @escaping @Sendable (Moment) -> Int
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [moment.declaration], returns: .any,
      refine: { shape($0.types["date"], of: .number) }, foldsConstants: true,
      details: details,
      examples: examples
    ) { arguments, _ in try arguments[moment].numbers { Double(read($0)) } }
  }
}
