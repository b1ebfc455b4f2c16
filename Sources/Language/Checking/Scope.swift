// What names mean at one place of a script.

import Data
import OperatorKit
import Syntax
import Text

/// A name that is bound.
struct Bound: Sendable {
  var type: ValueType
  var constant: Value?
  var span: Span?
  /// How many functions are around the binding.
  var depth = 0
  var function: KnownFunction?
  /// The functions of a library.
  var members: [String: KnownFunction] = [:]
  /// What a library binds and does not share, and why.
  var leftOut: [String: String] = [:]

  init(type: ValueType, constant: Value? = nil, span: Span? = nil, depth: Int = 0) {
    self.type = type
    self.constant = constant
    self.span = span
    self.depth = depth
  }

  /// Bound to what an expression comes to.
  init(_ value: CheckedExpression) {
    self.init(type: value.type, constant: value.constant)
    function = value.function
    if case .library(let library) = value.kind {
      members = library.functions
      leftOut = library.leftOut
    }
  }
}

/// A function literal that a value is known to be: its calls are followed with the types of their arguments.
struct KnownFunction: Sendable {
  var parameters: [Name]
  var body: Block
  var span: Span
  /// What the names of functions around it meant where it was written.
  var inner: [String: Bound]
  /// The same of the script's own names, where they may be bound again.
  var top: [String: Bound]?
  var depth: Int
  /// The path of the library that it is from.
  var library: String?
}

struct Scope {
  /// The script's own names. Kept apart from those of functions, so that a script of a thousand bindings is
  /// not copied for each function in it.
  var top: [String: Bound] = [:]
  /// Names of the functions around this place.
  var inner: [String: Bound] = [:]
  var depth = 0
  /// Inside a row expression.
  var row: RowScope?

  subscript(name: String) -> Bound? { inner[name] ?? top[name] }

  mutating func bind(_ name: String, _ bound: Bound) {
    if depth == 0 { top[name] = bound } else { inner[name] = bound }
  }

  var names: [String] { Set(top.keys).union(inner.keys).sorted() }

  var functions: [String] { names.filter { self[$0]?.type == .function } }
}

/// The table of a row expression: bare names are its columns first.
struct RowScope {
  /// nil when the columns are not known before the script runs.
  var schema: Schema?
  /// What the table is called in messages.
  var table: String?
  /// Columns that have one value for each group: earlier results of a summary.
  var singles: Set<String> = []
  /// Its rows are those of groups.
  var isGrouped = false
  /// Functions inside a row expression see their own parameters before columns.
  var depth: Int

  /// The column that a name means, by the table's own spelling.
  func column(_ name: Name) -> Schema.Entry? {
    guard let entries = schema?.entries else { return nil }
    if let exact = entries.first(where: { $0.name == name.spelling }) { return exact }
    if let same = entries.first(where: { $0.name == name.text }) { return same }
    // Only the field's symbols have two spellings.
    guard Greek.letters[name.text] != nil else { return nil }
    return entries.first { Names.canonical($0.name) == name.text }
  }
}
