// Row expressions and column selections: bare names are columns first. When the table's columns are
// known before anything runs, a column that is not there is reported where it is named.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func checkRow(
    _ expression: Expression, table: RowScope, named name: String, type: ColumnType?
  ) -> CheckedExpression {
    let outer = scope.row
    scope.row = table
    scope.row?.depth = scope.depth
    defer { scope.row = outer }
    let value = check(expression)
    if value.type != .any, !TypeRules.fills(value.type, type) {
      let expected = type.map { ValueType.cell($0).phrase } ?? "a number, a text or a boolean"
      report(.rowType(name: name, expected: expected, found: value.type.phrase), at: value.span)
    }
    return value
  }

  /// The parts of a selection, and the names that they come to when those are known.
  mutating func checkSelection(
    _ expression: Expression, table: RowScope, single: Bool = false
  ) -> (items: [CheckedSelection], names: [String]?) {
    var parts = [expression]
    if case .list(let elements) = expression.kind, !single { parts = elements }
    var items: [CheckedSelection] = []
    var names: [String]? = []
    for part in parts {
      let (item, found) = selected(part, table: table, single: single)
      if let item { items.append(item) }
      guard let found, names != nil else {
        names = nil
        continue
      }
      for name in found where names?.contains(name) != true { names?.append(name) }
    }
    return (items, names)
  }

  private mutating func selected(
    _ part: Expression, table: RowScope, single: Bool
  ) -> (CheckedSelection?, [String]?) {
    switch part.kind {
    case .name(let name):
      if let column = table.column(name) { return (.known(column.name), [column.name]) }
      let bound = scope.names[name.text]
      let holdsText = bound.map { $0.type.fits(.oneOf([.text, .list(.text)])) } ?? false
      guard let schema = table.schema else {
        return (.bare(name, isBound: holdsText), nil)
      }
      if holdsText { return selectedTexts(check(part), table: table, single: single) }
      reportMissing(name, in: schema, table)
      return (nil, nil)
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind, name.text == "columns", !single,
        arguments.count <= 1, arguments.first?.name.map({ $0.text == "pattern" }) ?? true
      {
        let pattern = arguments.first.map { check($0.value) } ?? constant(.text("*"), part.span)
        return selectedTexts(pattern, table: table, single: false)
      }
      return selectedTexts(check(part), table: table, single: single)
    default:
      return selectedTexts(check(part), table: table, single: single)
    }
  }

  private mutating func selectedTexts(
    _ value: CheckedExpression, table: RowScope, single: Bool
  ) -> (CheckedSelection?, [String]?) {
    let expected: ValueType = single ? .text : .oneOf([.text, .list(.text)])
    guard value.type.fits(expected) else {
      report(.badSelection, at: value.span)
      return (nil, nil)
    }
    guard let schema = table.schema, let constant = value.constant else {
      return (.texts(value), nil)
    }
    var texts: [String] = []
    for element in constant.elements ?? [constant] {
      if case .text(let text) = element { texts.append(text) }
    }
    var found: [String] = []
    for text in texts {
      let isPattern = !single && (text.contains("*") || text.contains("?"))
      let names = schema.names.filter { isPattern ? matches($0, pattern: text) : $0 == text }
      if names.isEmpty {
        if isPattern {
          report(.noColumnMatches(text), at: value.span)
        } else {
          reportMissing(Name(text, spelling: text, span: value.span), in: schema, table)
        }
      }
      found += names
    }
    return (.texts(value), found)
  }

  private mutating func reportMissing(_ name: Name, in schema: Schema, _ table: RowScope) {
    let near = Names.nearest(to: name.text, in: schema.names)
    report(
      .unknownColumn(name.spelling, table: table.table, near: near, known: schema.names),
      at: name.span)
  }
}

extension TypeRules {
  /// The type of the column that a row expression of this type makes; nil when it is not known.
  static func columnType(_ type: ValueType) -> ColumnType? {
    switch type {
    case .number, .none: .number
    case .text: .text
    case .boolean: .boolean
    case .column(let column): column
    case .any, .range, .list, .record, .function, .table, .native, .oneOf: nil
    }
  }
}
