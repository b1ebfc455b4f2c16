// What can go wrong while a checked script runs (codes E06xx), worded in one place, and how a failure
// travels: with its position, its source, and the stages that it came through.

import Checking
package import Compute
import OperatorKit
package import Text

/// Why a statement did not finish.
package enum ExecutionFailure: Error, Sendable {
  case failed(Diagnostic)
  /// An `expect` that does not hold.
  case expectation(Diagnostic)
  /// Somebody asked to stop.
  case cancelled(Cancelled)
}

enum RuntimeError {
  case divisionByZero
  case noRealResult
  case beyondCalendar
  case operands(String, left: String, right: String)
  case columns(String)
  case tooLong(Int)
  case tooLongText(Int)
  case tooLarge
  case tooMuchToCompare
  case noStep
  case nested
  case indexOutOfRange(index: Double, count: Int)
  case wrongIndex(String, found: String)
  case missingKey(String, near: String?)
  case noField(String, of: String)
  case wrongType(expected: String, found: String)
  case rowType(name: String, expected: String, found: String)
  case unknownName(String, near: String?)
  case unknownColumn(String, near: String?)
  case takenApart(names: Int, found: String)
  case argumentCount(expected: Int, found: Int)
  case tooDeep
  case rowsOfGroups
  case rowCount(name: String, expected: Int, found: Int)
  case paramOutside(name: String, expected: String, found: String)
  case unknownOperation

  func diagnostic(at span: Span) -> Diagnostic {
    let (code, message, hint) = wording
    return Diagnostic(code: code, message, at: span, hint: hint)
  }

  private var wording: (code: String, message: String, hint: String?) {
    switch self {
    case .divisionByZero: ("E0610", "division by zero", nil)
    case .noRealResult: ("E0611", "this power is not a real number", nil)
    case .beyondCalendar: ("E0611", "this date is not in the years 1 to 9999", nil)
    case .operands(let operation, let left, let right):
      ("E0612", "`\(operation)` does not go with \(left) and \(right)", nil)
    case .columns(let message): ("E0612", message, nil)
    case .tooLong(let count):
      ("E0613", "this would have \(Self.whole(count)) elements, the most is 10,000,000", nil)
    case .tooLongText(let count):
      ("E0613", "this text would have \(Self.whole(count)) bytes, the most is 10,000,000", nil)
    case .tooLarge: ("E0611", ScalarError.tooLargeMessage, nil)
    case .noStep: ("E0611", "a range cannot go by steps of zero", nil)
    case .tooMuchToCompare:
      (
        "E0613", "this would compare more than \(Self.whole(Value.mostCompared)) elements", nil
      )
    case .nested:
      ("E0623", "lists and functions would nest more than 1,000 deep here", nil)
    case .indexOutOfRange(let index, let count):
      (
        "E0614", "there is no element \(NumberPhrase.text(index))",
        count == 0 ? "the list is empty" : "the indices are 0 to \(count - 1), or -\(count) to -1"
      )
    case .wrongIndex(let expected, let found):
      ("E0614", "an index here is \(expected), found \(found)", nil)
    case .missingKey(let key, let near):
      ("E0615", "there is no field `\(key)`", near.map { "did you mean `\($0)`?" })
    case .noField(let name, let type): ("E0615", "\(type) has no field `\(name)`", nil)
    case .wrongType(let expected, let found): ("E0616", "expected \(expected), found \(found)", nil)
    case .rowType(let name, let expected, let found):
      ("E0616", "`\(name)` should be \(expected) for every row, found \(found)", nil)
    case .unknownName(let name, let near):
      ("E0617", "`\(name)` is neither a column nor a name", near.map { "did you mean `\($0)`?" })
    case .unknownColumn(let name, let near):
      ("E0618", "no column `\(name)`", near.map { "did you mean `\($0)`?" })
    case .takenApart(let names, let found): ("E0619", "\(names) names for \(found)", nil)
    case .argumentCount(let expected, let found):
      (
        "E0620",
        "this function takes \(expected) argument\(expected == 1 ? "" : "s"), found \(found)", nil
      )
    case .tooDeep:
      ("E0621", "functions call each other too deeply", "a function cannot end up calling itself")
    case .rowsOfGroups:
      ("E0616", "expected a list, found a column that stands for the rows of groups", nil)
    case .rowCount(let name, let expected, let found):
      (
        "E0622",
        "`\(name)` has \(Self.whole(found)) rows where the table has \(Self.whole(expected))", nil
      )
    case .paramOutside(let name, let expected, let found):
      ("E0624", "the param `\(name)` should be \(expected), found \(found)", nil)
    case .unknownOperation: ("E0600", "this statement was not checked", nil)
    }
  }

  private static func whole(_ number: Int) -> String { NumberPhrase.text(Double(number)) }
}

enum NumberPhrase {
  static func text(_ number: Double) -> String { inline(.number(number)) }
}

/// A failure on its way out of nested calls.
struct Failure: Error {
  var diagnostic: Diagnostic
  /// What the diagnostic's span points into: a function may have been typed at an earlier prompt.
  var source: SourceText
  var isExpectation = false
  /// The rows of groups were taken for one list: each group has to be looked at by itself.
  var needsOneGroup = false
}
