// Row expressions and column selections: bare names are columns first. When the table's columns are
// known before anything runs, a column that is not there, or that holds something else than is asked
// for, is reported where it is named.

import Data
import OperatorKit
import Syntax
import Text

/// What a column selection is made for.
struct Selection {
  var table: RowScope
  var parameter: ParameterDeclaration
  /// One column, not a list of them.
  var isOne: Bool
}

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
      let expected =
        type.map { ValueType.cell($0).phrase } ?? "a number, a text, a boolean or a date"
      report(
        .rowType(name: name, expected: expected, found: value.type.phrase), at: value.span,
        notes: remarks(on: [value]))
    }
    return value
  }

  /// The parts of a selection, and the names that they come to when those are known.
  typealias Selected = (items: [CheckedSelection], names: [String]?)

  mutating func checkSelection(_ expression: Expression, in selection: Selection) -> Selected {
    switch expression.kind {
    case .list(let elements) where !selection.isOne:
      return joined(elements.map { checkSelection($0, in: selection) })
    case .binary(.plus, _, let left, let right) where !selection.isOne:
      return joined([
        checkSelection(left, in: selection), checkSelection(right, in: selection),
      ])
    case .conditional(let condition, let then, let otherwise):
      return conditional(
        condition, checkSelection(then, in: selection), checkSelection(otherwise, in: selection))
    case .negate(let operand):
      guard selection.parameter.takesDirections else {
        report(.badSelection, at: expression.span)
        return ([], nil)
      }
      let (items, names) = checkSelection(operand, in: selection)
      return ([.descending(items)], names)
    case .name(let name): return selected(name, expression, in: selection)
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind, name.text == "columns", !selection.isOne,
        arguments.count <= 1, arguments.first?.name.map({ $0.text == "pattern" }) ?? true
      {
        let pattern =
          arguments.first.map { check($0.value) } ?? constant(.text("*"), expression.span)
        return selected(texts: pattern, in: selection)
      }
      if case .name(let name) = callee.kind, scope[name.text] == nil,
        context.catalogue[name.text] == nil, let habit = Habits.hint(for: name.text)
      {
        report(.unknownOperator(name.spelling, near: nil), at: name.span, hint: habit)
        return ([], nil)
      }
      return computed(expression, in: selection)
    case .binary, .not, .pipe: return computed(expression, in: selection)
    default: return selected(texts: check(expression), in: selection)
    }
  }

  private func joined(_ parts: [Selected]) -> Selected {
    var names: [String]? = []
    for part in parts {
      guard let found = part.names, names != nil else {
        names = nil
        break
      }
      for name in found where names?.contains(name) != true { names?.append(name) }
    }
    return (parts.flatMap(\.items), names)
  }

  private mutating func conditional(
    _ condition: Expression, _ then: Selected, _ otherwise: Selected
  ) -> Selected {
    let condition = check(condition)
    if condition.type != .any, condition.type != .boolean {
      report(.condition(found: condition.type.phrase), at: condition.span)
    }
    let item = CheckedSelection.conditional(
      condition, then: then.items, otherwise: otherwise.items)
    if case .boolean(let holds) = condition.constant {
      return ([item], holds ? then.names : otherwise.names)
    }
    return ([item], then.names == otherwise.names ? then.names : nil)
  }

  /// Names of columns that are worked out, or somebody wants to select by what is made of a column.
  private mutating func computed(_ expression: Expression, in selection: Selection) -> Selected {
    if let column = column(in: expression, of: selection.table) {
      report(.computedSelection(source.text(expression.span), of: column), at: expression.span)
      return ([], nil)
    }
    return selected(texts: check(expression), in: selection)
  }

  /// The first column in an expression; where the columns are not known, what can be nothing else.
  private func column(in expression: Expression, of table: RowScope) -> String? {
    let parts: [Expression]
    switch expression.kind {
    case .name(let name):
      let isUnknown = table.schema == nil && context.catalogue[name.text] == nil
      guard scope[name.text] == nil, isUnknown || table.column(name) != nil else { return nil }
      return name.spelling
    case .call(_, let arguments): parts = arguments.map(\.value)
    case .pipe(let left, _): parts = [left]
    case .function: parts = []
    default: parts = expression.kind.children
    }
    return parts.lazy.compactMap { column(in: $0, of: table) }.first
  }

  /// A bare name: a column first, then a binding that holds names.
  private mutating func selected(
    _ name: Name, _ expression: Expression, in selection: Selection
  ) -> Selected {
    let bound = scope[name.text]
    let holdsText = bound.map { $0.type.fits(.oneOf([.text, .list(.text)])) } ?? false
    if let column = selection.table.column(name) {
      if holdsText { warnOfHidden(name, bound, by: column, selection.table) }
      checkCells(column, at: name.span, in: selection)
      return ([.known(column.name)], [column.name])
    }
    guard let schema = selection.table.schema else {
      if holdsText { usage.use(bound) }
      return ([.bare(name, isBound: holdsText)], nil)
    }
    if holdsText { return selected(texts: check(expression), in: selection) }
    reportMissing(name, in: schema, selection.table)
    return ([], nil)
  }

  private mutating func selected(
    texts value: CheckedExpression, in selection: Selection
  ) -> Selected {
    let expected: ValueType = selection.isOne ? .text : .oneOf([.text, .list(.text)])
    guard value.type.fits(expected) else {
      report(.badSelection, at: value.span)
      return ([], nil)
    }
    guard let schema = selection.table.schema, let constant = value.constant else {
      return ([.texts(value)], nil)
    }
    var texts: [String] = []
    for element in constant.elements ?? [constant] {
      if case .text(let text) = element { texts.append(text) }
    }
    var found: [String] = []
    for text in texts {
      let isPattern = !selection.isOne && (text.contains("*") || text.contains("?"))
      let entries = schema.entries.filter {
        isPattern ? matches($0.name, pattern: text) : $0.name == text
      }
      if entries.isEmpty {
        if isPattern {
          report(.noColumnMatches(text), at: value.span)
        } else {
          let name = Name(text, spelling: text, span: value.span)
          reportMissing(name, in: schema, selection.table)
        }
      }
      for entry in entries { checkCells(entry, at: value.span, in: selection) }
      found += entries.map(\.name)
    }
    return ([.texts(value)], found)
  }

  /// Whether the column holds what the parameter asks for.
  private mutating func checkCells(_ column: Schema.Entry, at span: Span, in selection: Selection) {
    guard let cells = selection.parameter.cells, let type = column.knownType,
      !cells.contains(type)
    else { return }
    report(
      .columnType(
        name: selection.parameter.spelling, expected: selection.parameter.columnExpectation,
        column: column.name, found: ValueType.column(type).phrase), at: span,
      notes: column.remark.map { [$0] } ?? [])
  }

  /// Why columns of a file among the operands are text, where that may be a mistake.
  func remarks(on values: [CheckedExpression]) -> [String] {
    values.compactMap { value in
      switch value.kind {
      case .column(let name): return scope.row?.schema?.entry(name)?.remark
      case .field(let table, let name):
        guard case .table(.some(let schema)) = table.type else { return nil }
        return schema.entry(name.spelling)?.remark
      default: return nil
      }
    }
  }

  /// Where names among the operands got their values.
  func origins(of values: [CheckedExpression]) -> [Label] {
    values.compactMap { value in
      guard case .binding(let name) = value.kind, let span = scope[name]?.span else { return nil }
      return Label("`\(source.text(span))` is \(value.type.phrase)", at: span)
    }
  }

  private mutating func reportMissing(_ name: Name, in schema: Schema, _ table: RowScope) {
    let near = Names.nearest(to: name.text, in: schema.names)
    report(
      .unknownColumn(name.spelling, table: table.table, near: near, known: schema.names),
      at: name.span, hint: near == nil ? owner(of: name, beside: schema) : nil)
  }

  /// Another table that has the column; it may have been dropped on the way.
  func owner(of name: Name, beside schema: Schema) -> String? {
    guard diagnostics.count < 100 else { return nil }
    let owners = scope.top.filter { _, bound in
      guard case .table(let other?) = bound.type else { return false }
      return other.names.contains(name.text) || other.names.contains(name.spelling)
    }
    let last = owners.max {
      ($0.value.span?.start ?? 0, $0.key) < ($1.value.span?.start ?? 0, $1.key)
    }
    guard let last else { return nil }
    let known = CheckError.list(schema.names).map { "; \($0) here" } ?? ""
    return "`\(Greek.spelling(of: last.key))` has one\(known)"
  }
}

extension TypeRules {
  /// The type of the column that a row expression of this type makes; nil when it is not known.
  static func columnType(_ type: ValueType) -> ColumnType? {
    switch type {
    case .number, .none: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    case .column(let column): column
    case .oneOf(let types):
      Set(types.filter { $0 != .none }.map(columnType)).count == 1
        ? types.first { $0 != .none }.flatMap(columnType) : nil
    case .any, .range, .list, .record, .function, .table, .native: nil
    }
  }
}
