// Fields of records, tables and native values, and elements of what has them.

import Checking
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  func field(
    _ expression: CheckedExpression, _ name: Name, _ environment: Environment
  ) throws -> Value {
    let value = try evaluate(expression, in: environment)
    switch value {
    case .record(let record):
      if let field = record[name.text] { return field }
      let near = Names.nearest(to: name.text, in: record.names)
      throw failure(.missingKey(name.spelling, near: near), at: name.span)
    case .table(let table):
      if let found = table.name(for: name), let column = table[found] { return .column(column) }
      let near = Names.nearest(to: name.text, in: table.names)
      throw failure(.unknownColumn(name.spelling, near: near), at: name.span)
    case .native(let native):
      if let field = native.field(name.text) { return field }
      throw failure(.noField(name.spelling, of: value.type.phrase), at: name.span)
    case .none, .number, .text, .boolean, .date, .range, .list, .function, .column:
      throw failure(.noField(name.spelling, of: value.type.phrase), at: name.span)
    }
  }

  func element(
    _ expression: CheckedExpression, _ index: CheckedExpression, _ environment: Environment
  ) throws -> Value {
    let value = try evaluate(expression, in: environment)
    let key = try evaluate(index, in: environment)
    switch (value, key) {
    case (.record(let record), .text(let name)):
      if let field = record[Names.canonical(name)] ?? record[name] { return field }
      let near = Names.nearest(to: name, in: record.names)
      throw failure(.missingKey(name, near: near), at: index.span)
    case (.table(let table), .text(let name)):
      if let column = table[name] { return .column(column) }
      let near = Names.nearest(to: name, in: table.names)
      throw failure(.unknownColumn(name, near: near), at: index.span)
    case (.range(let range), .number(let number)):
      return .number(range[try place(number, count: range.count, index.span)])
    case (.list(let values), .number(let number)):
      return values[try place(number, count: values.count, index.span)]
    case (.column(_, isGrouped: true), _): throw needsOneGroup(at: expression.span)
    case (.column(let column, _), .number(let number)):
      let place = try place(number, count: column.count, index.span)
      return column.gathered([place]).cells[0]
    case (.record, _), (.table, _):
      throw failure(.wrongIndex("a text", found: key.type.phrase), at: index.span)
    case (.range, _), (.list, _), (.column, _):
      throw failure(.wrongIndex("a number", found: key.type.phrase), at: index.span)
    case (.none, _), (.number, _), (.text, _), (.boolean, _), (.date, _), (.function, _),
      (.native, _):
      throw failure(
        .wrongType(expected: "a list, a record or a table", found: value.type.phrase),
        at: expression.span)
    }
  }

  /// Thrown where a row of a group is not enough: the row expression is then evaluated group by group.
  func needsOneGroup(at span: Span) -> Failure {
    var failure = failure(.rowsOfGroups, at: span)
    failure.needsOneGroup = true
    return failure
  }

  /// An index from 0; a negative one counts from the end.
  private func place(_ index: Double, count: Int, _ span: Span) throws -> Int {
    guard index == index.rounded(), index < Double(count), index >= -Double(count) else {
      throw failure(.indexOutOfRange(index: index, count: count), at: span)
    }
    return index < 0 ? Int(index) + count : Int(index)
  }
}
