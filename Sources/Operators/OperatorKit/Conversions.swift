// How Swift types stand for values of the language.
package import Data

extension Double: ValueConvertible {
  package static var valueType: ValueType { .number }
  package init?(_ value: Value) {
    guard case .number(let number) = value else { return nil }
    self = number
  }
}

extension Int: ValueConvertible {
  package static var valueType: ValueType { .number }
  package static var isInteger: Bool { true }
  package init?(_ value: Value) {
    guard case .number(let number) = value, number == number.rounded(), abs(number) < 1e15 else {
      return nil
    }
    self = Int(number)
  }
}

extension String: ValueConvertible {
  package static var valueType: ValueType { .text }
  package init?(_ value: Value) {
    guard case .text(let text) = value else { return nil }
    self = text
  }
}

extension Bool: ValueConvertible {
  package static var valueType: ValueType { .boolean }
  package init?(_ value: Value) {
    guard case .boolean(let boolean) = value else { return nil }
    self = boolean
  }
}

extension Moment: ValueConvertible {
  package static var valueType: ValueType { .date }
  package init?(_ value: Value) {
    guard case .date(let moment) = value else { return nil }
    self = moment
  }
}

extension Value: ValueConvertible {
  package static var valueType: ValueType { .any }
  package init?(_ value: Value) { self = value }
}

extension FunctionValue: ValueConvertible {
  package static var valueType: ValueType { .function }
  package init?(_ value: Value) {
    guard case .function(let function) = value else { return nil }
    self = function
  }
}

extension Table: ValueConvertible {
  package static var valueType: ValueType { .table(nil) }
  package init?(_ value: Value) {
    guard case .table(let table) = value else { return nil }
    self = table
  }
}

/// A name, or a record that says that the largest come first.
extension SortKey: ValueConvertible {
  package static var valueType: ValueType { .text }
  package init?(_ value: Value) {
    switch value {
    case .text(let name): self.init(name)
    case .record(let record):
      guard case .text(let name)? = record[Self.descending] else { return nil }
      self.init(name, isDescending: true)
    case .none, .number, .boolean, .date, .range, .list, .function, .table, .column, .native:
      return nil
    }
  }

  /// As the evaluator hands it to an operator.
  package var value: Value {
    isDescending ? .record(Record([(Self.descending, .text(column))])) : .text(column)
  }

  private static let descending = "descending"
}

extension Column: ValueConvertible {
  package static var valueType: ValueType { .column(nil) }
  package init?(_ value: Value) {
    guard case .column(let column, _) = value else { return nil }
    self = column
  }
}

extension Record: ValueConvertible {
  package static var valueType: ValueType { .record(nil) }
  package init?(_ value: Value) {
    guard case .record(let record) = value else { return nil }
    self = record
  }
}

extension Array: ValueConvertible where Element: ValueConvertible {
  package static var valueType: ValueType { .list(Element.valueType) }
  package init?(_ value: Value) {
    guard let elements = value.elements else { return nil }
    var converted: [Element] = []
    converted.reserveCapacity(elements.count)
    for element in elements {
      guard let item = Element(element) else { return nil }
      converted.append(item)
    }
    self = converted
  }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
  package static var valueType: ValueType { Wrapped.valueType }
  package static var isInteger: Bool { Wrapped.isInteger }
  package init?(_ value: Value) {
    if case .none = value {
      self = nil as Wrapped?
      return
    }
    guard let wrapped = Wrapped(value) else { return nil }
    self = wrapped as Wrapped?
  }
}

/// Either of two types, such as a number or a list of numbers.
package enum Either<First: ValueConvertible, Second: ValueConvertible>: ValueConvertible {
  case first(First)
  case second(Second)

  package static var valueType: ValueType { .oneOf([First.valueType, Second.valueType]) }
  package init?(_ value: Value) {
    if let first = First(value) {
      self = .first(first)
    } else if let second = Second(value) {
      self = .second(second)
    } else {
      return nil
    }
  }
}

extension ValueConvertible where Self: NativeValue {
  package static var valueType: ValueType { .native(nativeType) }
  package init?(_ value: Value) {
    guard case .native(let native) = value, let own = native as? Self else { return nil }
    self = own
  }
}
