// What names mean at one place of a script.

import Data
import OperatorKit
import Syntax
import Text

/// A name that is bound.
struct Bound {
  var type: ValueType
  var constant: Value?
  var span: Span?
  /// How many functions are around the binding.
  var depth = 0
  var function: KnownFunction?
}

/// A function literal that a name is bound to: its calls are followed for their result's type.
struct KnownFunction {
  var parameters: [Name]
  var body: Block
  /// What the body's names meant where the function was written.
  var names: [String: Bound]
}

struct Scope {
  var names: [String: Bound] = [:]
  var depth = 0
  /// Inside a row expression.
  var row: RowScope?
}

/// The table of a row expression: bare names are its columns first.
struct RowScope {
  /// nil when the columns are not known before the script runs.
  var schema: Schema?
  /// What the table is called in messages.
  var table: String?
  /// Functions inside a row expression see their own parameters before columns.
  var depth: Int

  /// The column that a name means, by the table's own spelling.
  func column(_ name: Name) -> Schema.Entry? {
    schema?.entries.first { $0.name == name.spelling || Names.canonical($0.name) == name.text }
      ?? (name.quoted ? schema?.entries.first { $0.name == name.text } : nil)
  }
}
