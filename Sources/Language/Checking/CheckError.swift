// What the checker finds, worded in one place: names (E03xx), arguments and types (E04xx), columns
// (E05xx). `near` is a name that would have worked.

import Data
import OperatorKit
import Text

enum CheckError {
  case unknownName(String, near: String?)
  case leftOut(String, String)
  case rebound(String)
  case usedBeforeBound(String, line: Int)
  case usedInItself(String)
  case unknownOperator(String, near: String?)
  case unknownParam(String, near: String?, known: [String])
  case unknownParamType(String, near: String?, known: [String])
  case paramValues(found: String)
  case paramOutside(name: String, expected: String, found: String)
  case unknownArgument(of: String, name: String, near: String?, known: [String])
  case missingArgument(of: String, name: String, meaning: String)
  case repeatedArgument(of: String, name: String)
  case tooManyPositional(of: String, allowed: Int, next: String?)
  case wrongArgument(name: String, expected: String, found: String, hint: String?)
  case outOfRange(String, hint: String?)
  case operands(String, needs: String, left: String, right: String, hint: String?)
  case operand(String, needs: String, found: String)
  case functionTakes(by: String, expected: Int, found: Int)
  case notAFunction(String)
  case argumentCount(expected: Int, found: Int)
  case namedArgumentOfFunction
  case unknownField(of: String, name: String, near: String?, known: [String])
  case noFields(String, name: String)
  case condition(found: String)
  case wrongIndex(of: String, expected: String, found: String)
  case notIndexable(String)
  case takenApart(found: String)
  case takenApartCount(names: Int, elements: Int)
  case arithmetic(String)
  case library(String, String?, notes: [String])
  case folded(String, hint: String?, note: String?)
  case wrongParamValue(name: String, expected: String, found: String)
  case unreadableParamValue(name: String, text: String)
  case unknownColumn(String, table: String?, near: String?, known: [String])
  case rowType(name: String, expected: String, found: String)
  case columnType(name: String, expected: String, column: String, found: String)
  case noColumnMatches(String)
  case notSummarized(String)
  case badSelection
  case computedSelection(String, of: String)

  static let unknownNameCode = "E0301"
  static let shares = "a library shares functions and constants"

  func diagnostic(at span: Span) -> Diagnostic {
    let (code, message, hint) = wording
    var notes: [String] = []
    if case .library(_, _, let lines) = self { notes = lines }
    if case .folded(_, _, let note?) = self { notes = [note] }
    return Diagnostic(code: code, message, at: span, hint: hint, notes: notes)
  }

  /// A table: long, but read a row at a time.
  private var wording: (code: String, message: String, hint: String?) {
    switch self {
    case .unknownName(let name, let near):
      (Self.unknownNameCode, "unknown name `\(name)`", Self.ask(near))
    case .leftOut(let name, let why):
      (
        Self.unknownNameCode, "`\(name)` is not there when a library is used",
        "\(why); \(Self.shares)"
      )
    case .rebound(let name):
      ("E0302", "`\(name)` is bound already", "a name is bound once in a script")
    case .usedBeforeBound(let name, let line):
      ("E0303", "`\(name)` is used before it is bound", "it is bound on line \(line)")
    case .usedInItself(let name):
      (
        "E0306", "`\(name)` is used in its own value",
        "there is no recursion: `map` over a list or a range"
      )
    case .unknownOperator(let name, let near):
      ("E0304", "unknown operator `\(name)`", Self.ask(near))
    case .unknownParam(let name, let near, let known):
      (
        "E0305", "this script has no `param` named `\(name)`", Self.ask(near) ?? Self.list(known)
      )
    case .unknownParamType(let name, let near, let known):
      ("E0307", "unknown type `\(name)`", Self.ask(near) ?? Self.list(known))
    case .paramValues(let found):
      (
        "E0418",
        "a param is in a range or a list that is known before anything runs, found \(found)",
        nil
      )
    case .paramOutside(let name, let expected, let found):
      ("E0419", "the param `\(name)` should be \(expected), found \(found)", nil)
    case .unknownArgument(let operation, let name, let near, let known):
      (
        "E0401", "`\(operation)` has no argument `\(name)`", Self.ask(near) ?? Self.list(known)
      )
    case .missingArgument(let operation, let name, let meaning):
      ("E0402", "`\(operation)` needs the argument `\(name)`", meaning)
    case .repeatedArgument(let operation, let name):
      ("E0403", "`\(operation)` is given `\(name)` twice", nil)
    case .tooManyPositional(let operation, let allowed, let next):
      (
        "E0404", Self.positional(allowed, of: operation),
        next.map { "name this one, for example `\($0): …`" }
      )
    case .wrongArgument(let name, let expected, let found, let hint):
      ("E0405", "`\(name)` should be \(expected), found \(found)", hint)
    case .outOfRange(let message, let hint): ("E0406", message, hint)
    case .wrongParamValue(let name, let expected, let found):
      ("E0416", "the param `\(name)` should be \(expected), found \(found)", nil)
    case .unreadableParamValue(let name, let text):
      (
        "E0417", "`\(text)` is no value for the param `\(name)`",
        "write a literal: 15, true, \"text\", 2024-03-01"
      )
    case .operands(let operation, let needs, let left, let right, let hint):
      ("E0407", "`\(operation)` needs \(needs), found \(left) and \(right)", hint)
    case .operand(let operation, let needs, let found):
      ("E0407", "`\(operation)` needs \(needs), found \(found)", nil)
    case .notAFunction(let found): ("E0408", "only a function can be called, found \(found)", nil)
    case .argumentCount(let expected, let found):
      (
        "E0409",
        "this function takes \(expected) argument\(expected == 1 ? "" : "s"), found \(found)", nil
      )
    case .functionTakes(let operation, let expected, let found):
      (
        "E0409",
        "`\(operation)` calls its function with \(expected) argument\(expected == 1 ? "" : "s"), "
          + "this one takes \(found)", nil
      )
    case .namedArgumentOfFunction:
      ("E0409", "a function of the script takes its arguments by position", nil)
    case .unknownField(let type, let name, let near, let known):
      ("E0410", "\(type) has no field `\(name)`", Self.ask(near) ?? Self.list(known))
    case .noFields(let type, let name): ("E0410", "\(type) has no field `\(name)`", nil)
    case .condition(let found):
      ("E0411", "a condition is true or false, found \(found)", "compare it with something")
    case .wrongIndex(let type, let expected, let found):
      ("E0412", "\(type) is indexed by \(expected), found \(found)", nil)
    case .notIndexable(let type): ("E0412", "\(type) has no elements to index", nil)
    case .takenApart(let found): ("E0413", "only a list can be taken apart, found \(found)", nil)
    case .takenApartCount(let names, let elements):
      ("E0413", "\(names) names for a list of \(elements)", nil)
    case .arithmetic(let message): ("E0414", message, nil)
    case .library(let message, let hint, _): ("E0308", message, hint)
    case .folded(let message, let hint, _): ("E0415", message, hint)
    case .unknownColumn(let name, let table, let near, let known):
      (
        "E0501", "no column `\(name)`\(table.map { " in `\($0)`" } ?? "")",
        Self.ask(near) ?? Self.list(known)
      )
    case .rowType(let name, let expected, let found):
      ("E0502", "`\(name)` should be \(expected) for every row, found \(found)", nil)
    case .columnType(let name, let expected, let column, let found):
      (
        "E0505", "`\(name)` should be \(expected), `\(column)` is \(found)",
        found == ValueType.column(.text).phrase
          ? "`derive(\(column): number(\(column)))` makes numbers of it"
          : found == ValueType.column(.date).phrase
            ? "make numbers of it: days(\(column), since: …), month(\(column))" : nil
      )
    case .noColumnMatches(let pattern): ("E0503", "no column matches `\(pattern)`", nil)
    case .notSummarized(let name):
      (
        "E0506", "`\(name)` should be one value for each group, found a column",
        "write sum(…), mean(…), max(…), first(…) or count() of it"
      )
    case .computedSelection(let made, let column):
      (
        "E0504", "a column that is made of `\(column)` has to be derived first",
        "`derive(name: \(made))`, and then its name"
      )
    case .badSelection:
      ("E0504", "columns are named by a bare name, a text or `columns(\"pattern\")`", nil)
    }
  }

  private static func positional(_ allowed: Int, of operation: String) -> String {
    switch allowed {
    case 0: "every argument of `\(operation)` has to be named"
    case 1: "only the first argument of `\(operation)` stands without a name"
    default: "only the first \(allowed) arguments of `\(operation)` stand without a name"
    }
  }

  private static func ask(_ near: String?) -> String? { near.map { "did you mean `\($0)`?" } }

  /// All that there is, when that fits beside the carets.
  static func list(_ known: [String]) -> String? {
    guard !known.isEmpty, known.count <= 12 else { return nil }
    return "there is \(known.map { "`\($0)`" }.joined(separator: ", "))"
  }
}
