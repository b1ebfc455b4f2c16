// Fields of records, tables and native values, and elements of what has them.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func field(
    _ value: CheckedExpression, _ name: Name, _ span: Span
  ) -> CheckedExpression {
    let kind = CheckedExpression.Kind.field(value, name)
    switch value.type {
    case .any, .record(nil), .table(nil), .oneOf: return made(kind, .any, span)
    case .record(.some(let fields)):
      if let type = fields[name.text] {
        var result = made(kind, type, span)
        if case .binding(let owner) = value.kind {
          result.function = scope[owner]?.members[name.text]
        }
        return result
      }
      if case .binding(let owner) = value.kind, let why = scope[owner]?.leftOut[name.text] {
        report(
          .unknownField(of: "this library", name: name.spelling, near: nil, known: []),
          at: name.span, hint: "\(why); \(CheckError.shares)")
        return failed(span)
      }
      return unknownField(name, of: "this record", fields.keys.sorted(), span)
    case .table(.some(let schema)):
      let row = RowScope(schema: schema, table: nil, depth: 0)
      if let column = row.column(name) { return made(kind, .column(column.knownType), span) }
      let near = Names.nearest(to: name.text, in: schema.names)
      report(
        .unknownColumn(name.spelling, table: spelling(of: value), near: near, known: schema.names),
        at: name.span, hint: near == nil ? pipe(into: name) : nil)
      return failed(span)
    case .native(let type):
      if let field = type.fields.first(where: { $0.name == name.text }) {
        return made(kind, field.type, span)
      }
      let article = ValueType.native(type).phrase
      return unknownField(name, of: article, type.fields.map { Greek.spelling(of: $0.name) }, span)
    case .none, .number, .text, .boolean, .date, .range, .list, .function, .column:
      report(
        .noFields(value.type.phrase, name: name.spelling), at: name.span, hint: pipe(into: name))
      return failed(span)
    }
  }

  private mutating func unknownField(
    _ name: Name, of owner: String, _ known: [String], _ span: Span
  ) -> CheckedExpression {
    let near =
      Names.nearest(to: name.spelling, in: known) ?? Names.nearest(to: name.text, in: known)
    report(
      .unknownField(of: owner, name: name.spelling, near: near, known: known), at: name.span,
      hint: near == nil ? pipe(into: name) : nil)
    return failed(span)
  }

  /// `visits.head()`, as it is called elsewhere.
  private func pipe(into name: Name) -> String? {
    context.catalogue[name.text].map { "values go into operators by a pipe: `|> \($0.name)(…)`" }
  }

  /// A value's name in messages, when it has one.
  func spelling(of value: CheckedExpression) -> String? {
    guard case .binding(let name) = value.kind else { return nil }
    return Greek.spelling(of: name)
  }

  mutating func index(
    _ value: CheckedExpression, _ index: CheckedExpression, _ span: Span
  ) -> CheckedExpression {
    let kind = CheckedExpression.Kind.index(value, index)
    switch value.type {
    case .any, .oneOf: return made(kind, .any, span)
    case .list, .range, .column:
      return indexed(kind, value, index, by: .number, value.type.element ?? .any, span)
    case .record(let fields):
      if case .text(let key) = index.constant, let fields {
        guard let type = fields[Names.canonical(key)] ?? fields[key] else {
          let name = Name(key, spelling: key, span: index.span)
          return unknownField(name, of: "this record", fields.keys.sorted(), span)
        }
        return made(kind, type, span)
      }
      return indexed(kind, value, index, by: .text, .any, span)
    case .table(let schema):
      if case .text(let key) = index.constant, let schema {
        guard let column = schema.entry(key) else {
          let near = Names.nearest(to: key, in: schema.names)
          report(
            .unknownColumn(key, table: spelling(of: value), near: near, known: schema.names),
            at: index.span)
          return failed(span)
        }
        return made(kind, .column(column.knownType), span)
      }
      return indexed(kind, value, index, by: .text, .column(nil), span)
    case .none, .number, .text, .boolean, .date, .function, .native:
      report(.notIndexable(value.type.phrase), at: value.span)
      return failed(span)
    }
  }

  private mutating func indexed(
    _ kind: CheckedExpression.Kind, _ value: CheckedExpression, _ index: CheckedExpression,
    by expected: ValueType, _ element: ValueType, _ span: Span
  ) -> CheckedExpression {
    guard index.type.fits(expected) else {
      report(
        .wrongIndex(
          of: value.type.phrase, expected: expected.phrase, found: index.type.phrase),
        at: index.span)
      return failed(span)
    }
    return made(kind, element, span)
  }
}
