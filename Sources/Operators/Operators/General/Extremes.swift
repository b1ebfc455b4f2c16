// What `min` and `max` share: of a list, or of two numbers or columns row by row; dates too.
import Data
import OperatorKit

private let values = Parameter<Ordered>("values", "numbers or dates, or the first of two")
private let other = Parameter<Ordered?>.optional(
  "other", "the second of two: the result is taken pair by pair")

extension Operator {
  static func extreme(
    _ name: String, _ summary: String, examples: [Example],
    _ choose: @escaping @Sendable (Double, Double) -> Double
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [values.declaration, other.declaration], positional: 2,
      returns: .any,
      refine: { call in
        guard let second = call.types["other"] else {
          let element = elementType(call.types["values"])
          return element == .any || element == .date ? element : .number
        }
        guard let first = call.types["values"] else { return .any }
        return first == .number || first == .date ? second : first
      },
      verify: { call in
        guard let a = areDates(call.types["values"]), let b = areDates(call.types["other"]), a != b
        else { return nil }
        return unlike(name)
      },
      details: """
        Of one list, range or column: over its numbers or dates, missing ones left out; in `summarize`, and in
        `derive` with `by`, of each group's rows. Of two: pair by pair, so that it works on columns in row
        expressions; where one is missing the result is.
        """,
      examples: examples
    ) { arguments, context in
      let first = try arguments[values]
      guard let second = try arguments[other] else {
        if case .column(let cells) = first.numbers, let rows = context.groups(cells.count) {
          return first.value(.column(rows.spread(.number(rows.extremes(cells, choose)))))
        }
        let present = first.numbers.all.filter { !$0.isNaN }
        guard let start = present.first else {
          throw OperatorError.argument("values", "`\(name)` needs at least one number, found none")
        }
        return first.value(.number(present.dropFirst().reduce(start, choose)))
      }
      guard first.areDates == second.areDates else { throw unlike(name) }
      return first.value(try pairs(first.numbers, second.numbers, name, choose))
    }
  }
}

/// Nil where it is not known.
private func areDates(_ type: ValueType?) -> Bool? {
  switch type ?? .any {
  case .date, .column(.some(.date)), .list(.date): true
  case .number, .column(.some(.number)), .list(.number), .range: false
  case .any, .none, .text, .boolean, .list, .record, .function, .table, .column, .native, .oneOf:
    nil
  }
}

private func unlike(_ name: String) -> OperatorError {
  .argument("other", "`\(name)` needs two numbers or two dates")
}

private func pairs(
  _ first: Numbers, _ second: Numbers, _ name: String, _ better: (Double, Double) -> Double
) throws(OperatorError) -> Value {
  // What is missing is missing, on either side.
  func choose(_ a: Double, _ b: Double) -> Double { a.isNaN || b.isNaN ? .nan : better(a, b) }
  switch (first, second) {
  case (_, .one(let right)): return first.map { choose($0, right) }
  case (.one(let left), _): return second.map { choose(left, $0) }
  case (.list, _), (.column, _):
    let (left, right) = (first.all, second.all)
    guard left.count == right.count else {
      throw .argument(
        "other",
        "`\(name)` needs as many numbers on both sides, found \(left.count) and \(right.count)")
    }
    let pairs = Swift.zip(left, right).map { choose($0, $1) }
    if case .column = first { return .column(.number(pairs)) }
    return .list(pairs.map(Value.number))
  }
}

/// Numbers, or dates as their seconds.
private struct Ordered: ValueConvertible {
  var numbers: Numbers
  var areDates: Bool

  static var valueType: ValueType {
    .oneOf([.number, .list(.number), .column(.number), .date, .list(.date), .column(.date)])
  }

  init?(_ value: Value) {
    if let numbers = Numbers(value) {
      self.numbers = numbers
      areDates = false
    } else if let dates = Dates(value) {
      switch dates {
      case .one(let moment): numbers = .one(moment.seconds)
      case .list(let moments): numbers = .list(moments.map(\.seconds))
      case .column(let seconds): numbers = .column(seconds)
      }
      areDates = true
    } else if case .list = value, let moments = [Moment?](value) {
      numbers = .list(moments.map { $0?.seconds ?? .nan })
      areDates = true
    } else {
      return nil
    }
  }

  /// A result in numbers as what these are.
  func value(_ result: Value) -> Value {
    guard areDates else { return result }
    switch result {
    case .number(let seconds): return seconds.isNaN ? .none : .date(Moment(seconds: seconds))
    case .column(.number(let seconds), _): return .column(.date(seconds))
    case .list(let values): return .list(values.map { value($0) })
    case .none, .text, .boolean, .date, .range, .record, .function, .table, .column, .native:
      return result
    }
  }
}
