// A call while its arguments are gone through: what they are, and what the operator's own `refine` may
// ask about them.

import Data
import OperatorKit
import Syntax
import Text

/// A call while its arguments are gone through.
struct OperatorCall {
  var operation: Operator
  var arguments: [CheckedArgument] = []
  var types = CallTypes()
  var namedRows: [CheckedField] = []
  var namedValues: [CheckedField] = []
  /// The first argument, whose columns row expressions see.
  var table = RowScope(schema: nil, table: nil, depth: 0)

  init(operation: Operator) {
    self.operation = operation
  }

  mutating func add(
    _ value: CheckedExpression, for parameter: ParameterDeclaration, at span: Span
  ) {
    if value.type != .none || parameter.isRequired {
      types.types[parameter.name] = value.type
      types.constants[parameter.name] = value.constant
    }
    if parameter.name == operation.parameters.first?.name {
      if case .table(let schema) = value.type { table.schema = schema }
      if case .binding(let name) = value.kind { table.table = Greek.spelling(of: name) }
    }
    add(.value(value), for: parameter, at: span)
  }

  mutating func add(
    _ kind: CheckedArgument.Kind, for parameter: ParameterDeclaration, at span: Span
  ) {
    arguments.append(CheckedArgument(name: parameter.name, span: span, kind: kind))
  }

  /// A named row expression; the ones after it see its column.
  mutating func addNamedRow(_ row: CheckedField, spelling: Name) {
    var named = row
    named.name = spelling.quoted ? spelling.text : spelling.spelling
    namedRows.append(named)
    guard table.schema != nil || row.value.type != .any else { return }
    // A column of unknown type is still one by that name: only its type is left open.
    let type = TypeRules.columnType(row.value.type)
    let entry = Schema.Entry(named.name, type ?? .number, isCertain: type != nil)
    types.derived.append(entry)
    guard var entries = table.schema?.entries else { return }
    if operation.summarizes {
      guard table.column(spelling) == nil else { return }
      table.singles.insert(entry.name)
    }
    if let place = entries.firstIndex(where: { $0.name == entry.name }) {
      entries[place] = entry
    } else {
      entries.append(entry)
    }
    table.schema = Schema(entries)
  }

  /// Its named row expressions look at groups of rows.
  var isGrouped: Bool {
    operation.summarizes || types.types["by"] != nil || types.types["order"] != nil
  }

  /// What the operator calls a function among its arguments with; nil when that is not known.
  var functionTypes: [ValueType]? {
    if let takes = operation.functionTakes { return takes(types) }
    guard operation.family == .general, let first = operation.parameters.first else { return nil }
    return [types.types[first.name]?.element ?? .any]
  }

  var finished: [CheckedArgument] {
    let fields = namedRows + namedValues
    guard let named = operation.anyNamed, let first = fields.first, let last = fields.last else {
      return arguments
    }
    let span = first.value.span.union(last.value.span)
    let kind: CheckedArgument.Kind =
      named.kind == .namedRows ? .namedRows(namedRows) : .namedValues(namedValues)
    return arguments + [CheckedArgument(name: named.name, span: span, kind: kind)]
  }
}
