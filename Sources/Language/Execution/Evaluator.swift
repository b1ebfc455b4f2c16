// A tree walk over checked expressions. Scripts are short and their work is done by operators on whole
// columns, so the walk itself costs nothing that would show; it stays simple and never trusts that a
// value has the type it was checked to have.

import Checking
import Compute
import Data
import OperatorKit
import Syntax
import Text

struct Evaluator: Sendable {
  let source: SourceText
  var context: RunContext
  let depth: DepthCounter
  /// Where results of expensive stages are kept; nil keeps none.
  let stages: StageRuns?
  /// The table of the row expression that is evaluated.
  var table: Table?
  /// The rows that aggregates and windows work on, in a row expression and in functions called from it.
  var rows: RowContext?

  func evaluate(_ expression: CheckedExpression, in environment: Environment) throws -> Value {
    defer { depth.leave() }
    guard depth.enter() else { throw failure(.tooDeep, at: expression.span) }
    if let constant = expression.constant { return constant }
    switch expression.kind {
    case .constant(let value): return value
    case .binding(let name): return try binding(name, expression.span, environment)
    case .column(let name): return try column(name, expression.span)
    case .columnOrBinding(let name, _): return try columnOrBinding(name, environment)
    case .text(let parts): return try text(parts, expression.span, environment)
    case .list(let elements):
      let values = try elements.map { try evaluate($0, in: environment) }
      return try bounded(.list(values), expression.span)
    case .record(let fields):
      let values = try fields.map { ($0.name, try evaluate($0.value, in: environment)) }
      return try bounded(.record(Record(values)), expression.span)
    case .negate(let operand): return try negate(operand, environment)
    case .not(let operand): return try not(operand, environment)
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right, expression.span, environment)
    case .range(let start, let end, let step):
      return try range([start, end] + (step.map { [$0] } ?? []), expression.span, environment)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise, expression.span, environment)
    case .function(let function):
      return try bounded(closure(function, expression.span, environment), expression.span)
    case .operatorFunction(let operation): return function(of: operation, expression.span)
    case .call(let call):
      return try bounded(try run(call, expression.span, environment), call.nameSpan)
    case .apply(let function, let arguments):
      return try apply(function, arguments, expression.span, environment)
    case .either(let callee, let arguments, let call):
      if case .function? = try? evaluate(callee, in: environment) {
        return try apply(callee, arguments, expression.span, environment)
      }
      return try bounded(try run(call, expression.span, environment), call.nameSpan)
    case .field(let value, let name): return try field(value, name, environment)
    case .index(let value, let index): return try element(value, index, environment)
    case .library(let library):
      do {
        return try definitions(of: library)
      } catch let failure as Failure {
        throw brought(failure, to: expression.span, note: nil)
      }
    case .failed: throw failure(.unknownOperation, at: expression.span)
    }
  }

  /// Values that nest endlessly would end the process when they are let go.
  private func bounded(_ value: Value, _ span: Span) throws -> Value {
    guard value.nesting <= Value.deepest else { throw failure(.nested, at: span) }
    return value
  }

  func failure(_ error: RuntimeError, at span: Span) -> Failure {
    Failure(diagnostic: error.diagnostic(at: span), source: source)
  }

  // MARK: Names

  private func binding(_ name: String, _ span: Span, _ environment: Environment) throws -> Value {
    guard let value = environment[name] else {
      throw failure(.unknownName(name, near: nil), at: span)
    }
    return value
  }

  private func column(_ name: String, _ span: Span) throws -> Value {
    guard let table, let column = table[name] else {
      let near = Names.nearest(to: name, in: table?.names ?? [])
      throw failure(.unknownColumn(name, near: near), at: span)
    }
    return own(column)
  }

  private func columnOrBinding(_ name: Name, _ environment: Environment) throws -> Value {
    if let table, let found = table.name(for: name), let column = table[found] {
      return own(column)
    }
    if let value = environment[name.text] { return value }
    let known = (table?.names ?? []) + environment.names
    let near = Names.nearest(to: name.text, in: known)
    throw failure(.unknownName(name.spelling, near: near), at: name.span)
  }

  /// A list taken apart, or the value itself for one name.
  func parts(of value: Value, _ binding: CheckedBinding) throws -> [(String, Value)] {
    if binding.names.count == 1 { return [(binding.names[0].text, value)] }
    guard let elements = try elements(of: value, binding.value.span) else {
      throw failure(
        .takenApart(names: binding.names.count, found: value.type.phrase), at: binding.value.span)
    }
    guard elements.count == binding.names.count else {
      let found = "a list of \(elements.count)"
      throw failure(
        .takenApart(names: binding.names.count, found: found), at: binding.value.span)
    }
    return zip(binding.names, elements).map { ($0.text, $1) }
  }

  private func elements(of value: Value, _ span: Span) throws -> [Value]? {
    if value.isGrouped { throw needsOneGroup(at: span) }
    if case .range(let range) = value, range.count > 100_000 {
      throw failure(.tooLong(range.count), at: span)
    }
    return value.elements
  }

  private func range(
    _ parts: [CheckedExpression], _ span: Span, _ environment: Environment
  ) throws -> Value {
    var numbers: [Double] = []
    for part in parts {
      let value = try evaluate(part, in: environment)
      guard case .number(let number) = value else {
        throw failure(.wrongType(expected: "a number", found: value.type.phrase), at: part.span)
      }
      numbers.append(number)
    }
    do throws(ScalarError) {
      return .range(
        try Scalars.range(numbers[0], numbers[1], step: numbers.dropFirst(2).first))
    } catch {
      throw scalarFailure(error, at: span)
    }
  }

  func scalarFailure(_ error: ScalarError, at span: Span) -> Failure {
    switch error {
    case .divisionByZero: failure(.divisionByZero, at: span)
    case .noRealResult: failure(.noRealResult, at: span)
    case .beyondCalendar: failure(.beyondCalendar, at: span)
    case .tooLong(let count): failure(.tooLong(count), at: span)
    case .tooLongText(let count): failure(.tooLongText(count), at: span)
    case .tooLarge: failure(.tooLarge, at: span)
    case .tooMuchToCompare: failure(.tooMuchToCompare, at: span)
    case .noStep: failure(.noStep, at: span)
    case .wrongOperands(let operation, let left, let right):
      failure(.operands(operation, left: left, right: right), at: span)
    }
  }
}

extension Table {
  /// The column that a name means, by the table's own spelling.
  func name(for name: Name) -> String? {
    names.first { $0 == name.spelling || $0 == name.text || Names.canonical($0) == name.text }
  }
}
