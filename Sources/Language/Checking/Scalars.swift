// Arithmetic and comparison of single values. The checker folds constants with the same functions that
// the evaluator runs, so a script cannot mean two things.

import Data
package import OperatorKit
package import Syntax

package enum ScalarError: Error, Sendable, Hashable {
  case divisionByZero
  case noRealResult
  case beyondCalendar
  case wrongOperands(String, left: String, right: String)
  case tooLong(Int)
  case tooLongText(Int)
  case tooLarge
  case tooMuchToCompare
  case noStep

  package static let tooLargeMessage = "this number is too large, the largest is about 1.8e308"
}

package enum Scalars {
  /// Lists and ranges are not longer than this.
  package static let longest = 10_000_000
  /// Texts are not longer than this, in bytes.
  package static let longestText = 10_000_000

  package static func combine(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(ScalarError) -> Value {
    switch operation {
    case .equal, .notEqual: return .boolean(try equality(operation, left, right))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .boolean(try compare(operation, left, right))
    case .isIn: return .boolean(try isIn(left, right))
    case .plus: return try add(left, right)
    case .and, .or:
      guard case .boolean(let a) = left, case .boolean(let b) = right else {
        throw wrong(operation, left, right)
      }
      return .boolean(operation == .and ? a && b : a || b)
    case .minus where left.type == .date: return try subtract(left, right)
    case .minus, .times, .divide, .remainder, .power:
      guard case .number(let a) = left, case .number(let b) = right else {
        throw wrong(operation, left, right)
      }
      return .number(try finite(calculate(operation, a, b), of: a, b))
    }
  }

  /// The smaller end first; a step that leads away from the end gives an empty range.
  package static func range(
    _ start: Double, _ end: Double, step: Double?
  ) throws(ScalarError) -> NumberRange {
    guard step != 0 else { throw .noStep }
    let range = NumberRange(start: start, end: end, step: step ?? 1)
    guard range.count <= longest else { throw .tooLong(range.count) }
    return range
  }

  private static func calculate(
    _ operation: BinaryOperator, _ a: Double, _ b: Double
  ) throws(ScalarError) -> Double {
    switch operation {
    case .minus: return a - b
    case .times: return a * b
    case .divide:
      guard b != 0 else { throw .divisionByZero }
      return a / b
    case .remainder:
      guard b != 0 else { throw .divisionByZero }
      return Arithmetic.remainder(a, b)
    case .power:
      if a == 0, b < 0 { throw .divisionByZero }
      let power = Arithmetic.power(a, b)
      guard !power.isNaN || a.isNaN || b.isNaN else { throw .noRealResult }
      return power
    case .plus: return a + b
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn:
      return .nan
    }
  }

  /// Finite numbers do not come to an infinite one in silence.
  private static func finite(
    _ result: Double, of a: Double, _ b: Double
  ) throws(ScalarError) -> Double {
    guard !result.isInfinite || a.isInfinite || b.isInfinite else { throw .tooLarge }
    return result
  }

  private static func add(_ left: Value, _ right: Value) throws(ScalarError) -> Value {
    switch (left, right) {
    case (.number(let a), .number(let b)): return .number(try finite(a + b, of: a, b))
    case (.text(let a), .text(let b)):
      let length = a.utf8.count + b.utf8.count
      guard length <= longestText else { throw .tooLongText(length) }
      return .text(a + b)
    case (.date(let date), .number(let days)), (.number(let days), .date(let date)):
      return try moved(date, by: days)
    case (.list, .list), (.list, .range), (.range, .list), (.range, .range):
      guard let a = left.elements, let b = right.elements else { break }
      guard a.count + b.count <= longest else { throw .tooLong(a.count + b.count) }
      return .list(a + b)
    default: break
    }
    throw wrong(.plus, left, right)
  }

  /// Days between two dates, or the date so many days before.
  private static func subtract(_ left: Value, _ right: Value) throws(ScalarError) -> Value {
    switch (left, right) {
    case (.date(let a), .date(let b)):
      return .number((a.seconds - b.seconds) / Moment.secondsOfDay)
    case (.date(let date), .number(let days)): return try moved(date, by: -days)
    default: throw wrong(.minus, left, right)
    }
  }

  private static func moved(_ date: Moment, by days: Double) throws(ScalarError) -> Value {
    let moved = Moment(seconds: date.seconds + days * Moment.secondsOfDay)
    guard moved.isOnCalendar else { throw .beyondCalendar }
    return .date(moved)
  }

  /// A missing number equals no number and differs from none, as in a column; only `none` asks for it. Values of two
  /// kinds cannot be compared.
  private static func equality(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(ScalarError) -> Bool {
    if case .number(let a) = left, case .number(let b) = right, a.isNaN || b.isNaN { return false }
    if left.kind != .none, right.kind != .none, left.kind != right.kind {
      throw wrong(operation, left, right)
    }
    return try equal(left, right) == (operation == .equal)
  }

  private static func equal(_ left: Value, _ right: Value) throws(ScalarError) -> Bool {
    guard let same = left.equals(right) else { throw .tooMuchToCompare }
    return same
  }

  private static func compare(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(ScalarError) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): return holds(operation, a, b)
    case (.text(let a), .text(let b)): return holds(operation, a, b)
    case (.date(let a), .date(let b)): return holds(operation, a, b)
    default: throw wrong(operation, left, right)
    }
  }

  private static func holds<T: Comparable>(_ operation: BinaryOperator, _ a: T, _ b: T) -> Bool {
    switch operation {
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    case .or, .and, .equal, .notEqual, .isIn, .plus, .minus, .times, .divide, .remainder, .power:
      false
    }
  }

  private static func isIn(_ element: Value, _ list: Value) throws(ScalarError) -> Bool {
    guard let elements = list.elements else { throw wrong(.isIn, element, list) }
    for candidate in elements where try equal(candidate, element) { return true }
    return false
  }

  private static func wrong(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) -> ScalarError {
    .wrongOperands(operation.rawValue, left: left.type.phrase, right: right.type.phrase)
  }
}

extension Value {
  /// What it may be compared with: lists, ranges and columns are of one kind.
  fileprivate var kind: ValueType {
    switch self {
    case .none: .none
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    case .list, .range, .column: .list(.any)
    case .record: .record(nil)
    case .table: .table(nil)
    case .function: .function
    case .native: .any
    }
  }

  /// Whether the checker may calculate with it: constants are folded, but not into something large.
  var isSmall: Bool {
    switch self {
    case .text(let text): text.utf8.count <= 10_000
    case .list(let values): values.count <= 1_000
    case .range(let range): range.count <= 1_000
    case .none, .number, .boolean, .date: true
    case .record, .function, .table, .column, .native: false
    }
  }
}
