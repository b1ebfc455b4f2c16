// What `map`, `filter`, `reduce`, `sort_by` and `zip` share: the elements of a list, a range or a
// column, and a function of the script to call on them.
import OperatorKit

/// Whatever has elements.
struct Elements: ValueConvertible {
  var values: [Value]

  static var valueType: ValueType { .oneOf([.list(.any), .range, .column(nil)]) }

  init?(_ value: Value) {
    guard let elements = value.elements else { return nil }
    values = elements
  }
}

extension FunctionValue {
  /// Throws when the function takes another number of arguments than it will get.
  func require(_ count: Int, for name: String) throws(OperatorError) {
    guard parameterCount != count else { return }
    throw .argument(
      "function",
      "`\(name)` calls its function with \(count) argument\(count == 1 ? "" : "s"), this one takes "
        + "\(parameterCount)")
  }
}
