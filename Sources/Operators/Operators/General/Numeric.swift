// What the functions of numbers share: each works on a number, on a list and on a whole column, so that
// `sqrt(x)` means the same in an expression and in a row expression.
import Data
import OperatorKit

/// A number, a list of numbers or a column of numbers.
enum Numbers: ValueConvertible {
  case one(Double)
  case list([Double])
  case column([Double])

  static var valueType: ValueType {
    .oneOf([.number, .list(.number), .column(.number)])
  }

  init?(_ value: Value) {
    switch value {
    case .number(let number): self = .one(number)
    case .column(.number(let numbers), _): self = .column(numbers)
    case .range(let range): self = .list(range.values)
    case .list:
      // A missing element is a missing number.
      guard let numbers = [Double?](value) else { return nil }
      self = .list(numbers.map { $0 ?? .nan })
    case .none, .text, .boolean, .date, .record, .function, .table, .column, .native: return nil
    }
  }

  var all: [Double] {
    switch self {
    case .one(let number): [number]
    case .list(let numbers), .column(let numbers): numbers
    }
  }

  /// The same shape with every number changed.
  func map(_ change: (Double) -> Double) -> Value {
    switch self {
    case .one(let number): .number(change(number))
    case .list(let numbers): .list(numbers.map { .number(change($0)) })
    case .column(let numbers): .column(.number(numbers.map(change)))
    }
  }
}

private let x = Parameter<Numbers>("x", "a number, a list or a column")

extension Operator {
  /// A function of one number. A scalar outside the function's domain is an error; in a list or a
  /// column it is a missing value, as any arithmetic on missing cells is.
  static func numeric(
    _ name: String, _ summary: String, details: String = "", domain: String? = nil,
    examples: [Example], _ function: @escaping @Sendable (Double) -> Double
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [x.declaration], returns: .any,
      refine: { $0.types["x"] ?? .any }, details: details, examples: examples
    ) { arguments, _ in
      let numbers = try arguments[x]
      guard let domain else { return numbers.map(function) }
      func value(_ number: Double) -> Double {
        let result = function(number)
        return result.isInfinite && number.isFinite ? .nan : result
      }
      if case .one(let number) = numbers, !number.isNaN, value(number).isNaN {
        throw OperatorError.argument("x", "`\(name)` needs \(domain), found \(number)")
      }
      return numbers.map(value)
    }
  }
}
