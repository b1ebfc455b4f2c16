// The types that the checker knows. A table carries its columns when they are known before anything
// runs; native types are the Method wing's values, each with the fields that a script may read.
package import Data

package typealias ColumnType = Data.ColumnType

/// Column names and types in order.
package struct Schema: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var name: String
    package var type: ColumnType
    /// False where only a sample was seen and a later row may turn the column into text.
    package var isCertain: Bool
    /// Why it is text, where most of its cells look like something else.
    package var remark: String?

    package init(
      _ name: String, _ type: ColumnType, isCertain: Bool = true, remark: String? = nil
    ) {
      self.remark = remark
      self.name = name
      self.type = type
      self.isCertain = isCertain
    }

    /// The type that the checker may rely on, nil when it may still change.
    package var knownType: ColumnType? { isCertain ? type : nil }
  }

  package var entries: [Entry]

  package init(_ entries: [Entry]) {
    self.entries = entries
  }

  package var names: [String] { entries.map(\.name) }

  package subscript(name: String) -> ColumnType? { entry(name)?.type }

  package func entry(_ name: String) -> Entry? {
    entries.first { $0.name == name }
  }
}

/// A type of the Method wing as the language sees it. Two are equal when their names are, and when they
/// are known to make the same table.
package struct NativeType: Sendable, Hashable {
  package struct Field: Sendable {
    package var name: String
    package var type: ValueType
    package var meaning: String

    package init(_ name: String, _ type: ValueType, _ meaning: String) {
      self.name = name
      self.type = type
      self.meaning = meaning
    }
  }

  package var name: String
  package var meaning: String
  package var fields: [Field]
  /// Columns of the table that a value of this type makes, when they are known: a market's log.
  package var makes: Schema?

  package init(_ name: String, _ meaning: String, fields: [Field] = [], makes: Schema? = nil) {
    self.name = name
    self.meaning = meaning
    self.fields = fields
    self.makes = makes
  }

  package static func == (a: NativeType, b: NativeType) -> Bool {
    a.name == b.name && a.makes == b.makes
  }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

package indirect enum ValueType: Sendable, Hashable {
  /// Not known, or anything: the checker stays silent about it.
  case any
  case none
  case number
  case text
  case boolean
  case date
  case range
  case list(ValueType)
  /// Fields by name, or nil when they are not known.
  case record([String: ValueType]?)
  case function
  /// Columns, or nil when they are not known.
  case table(Schema?)
  case column(ColumnType?)
  case native(NativeType)
  /// One of several.
  case oneOf([ValueType])

  /// Whether a value of this type may stand where `expected` is asked for. Unknown parts agree.
  package func fits(_ expected: ValueType) -> Bool {
    switch (self, expected) {
    case (.any, _), (_, .any): true
    case (.oneOf(let options), _): options.contains { $0.fits(expected) }
    case (_, .oneOf(let options)): options.contains { self.fits($0) }
    case (.list(let a), .list(let b)): a.fits(b)
    case (.range, .list(let element)): ValueType.number.fits(element)
    case (.table, .table): true
    case (.column(let a), .column(let b)): a == nil || b == nil || a == b
    case (.column(let type), .list(let element)):
      type.map { ValueType.cell($0).fits(element) } ?? true
    case (.record, .record): true
    case (.none, .none), (.number, .number), (.text, .text), (.boolean, .boolean),
      (.date, .date), (.range, .range), (.function, .function):
      true
    case (.native(let a), .native(let b)): a.name == b.name
    case (.none, _), (.number, _), (.text, _), (.boolean, _), (.date, _), (.range, _), (.list, _),
      (.record, _), (.function, _), (.table, _), (.column, _), (.native, _):
      false
    }
  }

  /// The type of the elements of a list, a range or a column.
  package var element: ValueType? {
    switch self {
    case .list(let element): element
    case .range: .number
    case .column(let column): column.map { ValueType.cell($0) } ?? .any
    case .any, .none, .number, .text, .boolean, .date, .record, .function, .table, .native, .oneOf:
      nil
    }
  }

  /// The type of one cell of a column.
  package static func cell(_ type: ColumnType) -> ValueType {
    switch type {
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    }
  }

  /// As a message says it: "a number", "a list of texts".
  package var phrase: String {
    switch self {
    case .any: "any value"
    case .none: "none"
    case .number: "a number"
    case .text: "a text"
    case .boolean: "a boolean"
    case .date: "a date"
    case .range: "a range"
    case .list(.any): "a list"
    case .list(let element): "a list of \(element.plural)"
    case .record: "a record"
    case .function: "a function"
    case .table: "a Table"
    case .column(.none): "a column"
    case .column(.some(let type)): "a column of \(ValueType.cell(type).plural)"
    case .native(let type): "\("AEIOU".contains(type.name.prefix(1)) ? "an" : "a") \(type.name)"
    case .oneOf(let options): Self.list(options.map(\.phrase))
    }
  }

  var plural: String {
    switch self {
    case .any: "values"
    case .none: "none"
    case .number: "numbers"
    case .text: "texts"
    case .boolean: "booleans"
    case .date: "dates"
    case .range: "ranges"
    case .list: "lists"
    case .record: "records"
    case .function: "functions"
    case .table: "Tables"
    case .column: "columns"
    case .native(let type):
      type.name.hasSuffix("y") ? "\(type.name.dropLast())ies" : "\(type.name)s"
    case .oneOf(let options): Self.list(options.map(\.plural))
    }
  }

  /// The bare name, as a signature shows it.
  package var name: String {
    switch self {
    case .any: "any"
    case .none: "none"
    case .number: "number"
    case .text: "text"
    case .boolean: "boolean"
    case .date: "date"
    case .range: "range"
    case .list(.any): "list"
    case .list(let element): "list of \(element.plural)"
    case .record: "record"
    case .function: "function"
    case .table: "Table"
    case .column: "column"
    case .native(let type): type.name
    case .oneOf(let options): options.map(\.name).joined(separator: " | ")
    }
  }

  static func list(_ phrases: [String]) -> String {
    guard let last = phrases.last, phrases.count > 1 else { return phrases.first ?? "nothing" }
    return phrases.dropLast().joined(separator: ", ") + " or " + last
  }
}
