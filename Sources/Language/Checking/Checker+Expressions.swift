// Expressions: what each form needs, and the type of what it gives. Constants are folded as they are
// met, so that `-1`, `2 * 3` and `80%` are values where an argument's range is checked.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func check(_ expression: Expression) -> CheckedExpression {
    let span = expression.span
    switch expression.kind {
    case .number(let value): return constant(.number(value), span)
    case .boolean(let value): return constant(.boolean(value), span)
    case .none: return constant(.none, span)
    case .text(let parts): return text(parts, span)
    case .name(let name): return resolve(name)
    case .list(let elements): return list(elements, span)
    case .record(let fields): return record(fields, span)
    case .negate(let operand): return negate(operand, span)
    case .not(let operand): return not(operand, span)
    case .binary(let operation, _, let left, let right):
      let first = check(left)
      // `x != none and x > 0`: on the right side, `x` is there.
      let second =
        operation == .and || operation == .or
        ? check(right, where: left, holds: operation == .and)
        : comparesTexts(operation, with: first) ? checkText(right) : check(right)
      return binary(operation, first, second, span)
    case .range(let start, let end, let step): return range(start, end, step, span)
    case .pipe(let left, let stage): return pipe(left, into: stage, span)
    case .function(let names, let body): return function(names, body, types: [], span)
    case .conditional(let condition, let then, let otherwise):
      return conditional(condition, then, otherwise, span)
    case .call(let callee, let arguments):
      return call(callee, piped: nil, arguments, stage: nil, span)
    case .field(let value, let name): return field(check(value), name, span)
    case .index(let value, let key): return index(check(value), check(key), span)
    }
  }

  func made(
    _ kind: CheckedExpression.Kind, _ type: ValueType, _ span: Span
  ) -> CheckedExpression {
    CheckedExpression(kind: kind, span: span, type: type, constant: nil)
  }

  func constant(_ value: Value, _ span: Span) -> CheckedExpression {
    CheckedExpression(kind: .constant(value), span: span, type: value.type, constant: value)
  }

  // MARK: Names

  mutating func resolve(_ name: Name) -> CheckedExpression {
    let bound = scope[name.text]
    if let row = scope.row, (bound?.depth ?? 0) <= row.depth {
      if let column = row.column(name) {
        warnOfHidden(name, bound, by: column, row)
        let isOne = row.singles.contains(column.name)
        let type: ValueType =
          isOne ? column.knownType.map { .cell($0) } ?? .any : .column(column.knownType)
        return made(.column(column.name), type, name.span)
      }
      if row.schema == nil {
        let isBound = bound != nil
        usage.use(bound)
        // Without a table's header any name may be a column; a misspelt one is found at run time.
        return made(.columnOrBinding(name, isBound: isBound), .any, name.span)
      }
    }
    if bound != nil, !name.quoted || scope.row == nil { return binding(name) }
    if let row = scope.row, let schema = row.schema {
      let near = near(name.text, in: schema.names + scope.names)
      report(
        .unknownColumn(name.spelling, table: row.table, near: near, known: schema.names),
        at: name.span,
        hint: Habits.value(for: name.text)
          ?? (near == nil ? quotes(around: name) ?? owner(of: name, beside: schema) : nil))
      return failed(name.span)
    }
    if let operation = context.catalogue[name.text] {
      return made(.operatorFunction(operation), .function, name.span)
    }
    reportUnknown(name)
    return failed(name.span)
  }

  /// A name that is bound.
  mutating func binding(_ name: Name) -> CheckedExpression {
    let bound = scope[name.text]
    usage.use(bound)
    var result = made(.binding(name.text), bound?.type ?? .any, name.span)
    result.constant = bound?.constant
    result.function = bound?.function
    return result
  }

  private mutating func reportUnknown(_ name: Name) {
    if let index = unknown[name.text], diagnostics.indices.contains(index),
      diagnostics[index].code == CheckError.unknownNameCode
    {
      if diagnostics[index].labels.count < 3, diagnostics[index].span != name.span {
        diagnostics[index].labels.append(Label("and here", at: name.span))
      }
    } else if let why = leftOut[name.text] {
      report(.leftOut(name.spelling, why), at: name.span)
    } else if !reportTooEarly(name) {
      let near = near(name.text, in: scope.names + context.catalogue.names)
      unknown[name.text] = diagnostics.count
      report(
        .unknownName(name.spelling, near: near), at: name.span,
        hint: Habits.value(for: name.text) ?? (near == nil ? quotes(around: name) : nil))
    }
  }

  /// A name of this script that is not bound yet.
  mutating func reportTooEarly(_ name: Name) -> Bool {
    guard let place = boundAt[name.text] else { return false }
    if place.start > name.span.start {
      let line = source.location(place.start).line
      report(
        .usedBeforeBound(name.spelling, line: line), at: name.span,
        labels: [Label("bound here", at: place)])
    } else {
      report(
        .usedInItself(name.spelling), at: name.span, labels: [Label("being bound", at: place)])
    }
    return true
  }

  // MARK: Literals with parts

  private mutating func list(_ elements: [Expression], _ span: Span) -> CheckedExpression {
    let checked = elements.map { check($0) }
    var result = made(
      .list(checked), TypeRules.bounded(.list(TypeRules.common(checked.map(\.type)))), span)
    let constants = checked.compactMap(\.constant)
    // What nests deeper is built when it runs, where its depth is bounded.
    if constants.count == checked.count, constants.allSatisfy({ $0.nesting < 8 }) {
      result.constant = .list(constants)
    }
    return result
  }

  private mutating func record(_ fields: [Field], _ span: Span) -> CheckedExpression {
    let checked = fields.map { CheckedField(name: $0.name.text, value: check($0.value)) }
    let types = Dictionary(
      checked.map { ($0.name, $0.value.type) }, uniquingKeysWith: { first, _ in first })
    var result = made(.record(checked), TypeRules.bounded(.record(types)), span)
    let constants = checked.compactMap { field in field.value.constant.map { (field.name, $0) } }
    if constants.count == checked.count, constants.allSatisfy({ $0.1.nesting < 8 }) {
      result.constant = .record(Record(constants))
    }
    return result
  }

  // MARK: Operators

  private mutating func negate(_ operand: Expression, _ span: Span) -> CheckedExpression {
    let value = check(operand)
    guard value.type == .any || TypeRules.isNumber(value.type) else {
      report(.operand("-", needs: "a number", found: value.type.phrase), at: value.span)
      return failed(span)
    }
    if case .number(let number) = value.constant { return constant(.number(-number), span) }
    return made(.negate(value), value.type, span)
  }

  private mutating func not(_ operand: Expression, _ span: Span) -> CheckedExpression {
    let value = check(operand)
    guard value.type == .any || TypeRules.isBoolean(value.type) else {
      report(.operand("not", needs: "a boolean", found: value.type.phrase), at: value.span)
      return failed(span)
    }
    if case .boolean(let boolean) = value.constant { return constant(.boolean(!boolean), span) }
    return made(.not(value), value.type, span)
  }

  private mutating func binary(
    _ operation: BinaryOperator, _ left: CheckedExpression, _ right: CheckedExpression,
    _ span: Span
  ) -> CheckedExpression {
    guard let type = TypeRules.result(operation, left.type, right.type) else {
      report(
        operandError(operation, left, right),
        at: operandSpan(operation, left, right, span), labels: origins(of: [left, right]),
        notes: remarks(on: [left, right]))
      return failed(span)
    }
    if let a = left.constant, let b = right.constant, a.isSmall, b.isSmall {
      do throws(ScalarError) {
        return constant(try Scalars.combine(operation, a, b), span)
      } catch {
        switch error {
        case .tooLarge:
          report(.arithmetic(ScalarError.tooLargeMessage), at: span)
          return failed(span)
        case .divisionByZero:
          report(.arithmetic("division by zero"), at: right.span)
          return failed(span)
        case .noRealResult:
          report(.arithmetic("this power is not a real number"), at: span)
          return failed(span)
        case .beyondCalendar:
          report(.arithmetic("this date is not in the years 1 to 9999"), at: span)
          return failed(span)
        // Left to the run, which says it with the values.
        case .wrongOperands, .tooLong, .tooLongText, .tooMuchToCompare, .noStep: break
        }
      }
    }
    return made(.binary(operation, left, right), type, span)
  }

  private func operandError(
    _ operation: BinaryOperator, _ left: CheckedExpression, _ right: CheckedExpression
  ) -> CheckError {
    let found = [left.type, right.type].map { $0 == .column(.text) ? ValueType.text : $0 }
    var hint: String?
    if operation == .equal || operation == .notEqual, found.contains(where: TypeRules.isColumn),
      found.contains(where: { $0.element != nil && !TypeRules.isColumn($0) })
    {
      hint = "`in` asks whether a cell is one of several"
    } else if operation == .plus, found.contains(.text) {
      hint = "write \"… {value}\" to put a value in a text"
    } else if TypeRules.isArithmetic(operation),
      !Set(found).isDisjoint(with: [.boolean, .column(.boolean)])
    {
      hint = "`if condition then 1 else 0` makes numbers of true and false"
    } else if !Set(found).isDisjoint(with: [.date, .column(.date)]),
      found.contains(.text) || !TypeRules.isArithmetic(operation) && found.contains(.number)
    {
      hint = "a date is written date(\"2024-03-01\")"
    } else if TypeRules.isArithmetic(operation), found.contains(.text) {
      let operand = source.text((found[0] == .text ? left : right).span)
      hint = "`number(\(operand.count < 20 ? operand : "…"))` makes a number of the text"
    }
    return .operands(
      operation.rawValue, needs: TypeRules.needs(operation), left: left.type.phrase,
      right: right.type.phrase, hint: hint)
  }

  /// The operand that cannot stand there at all, or both when only the pair is wrong.
  private func operandSpan(
    _ operation: BinaryOperator, _ left: CheckedExpression, _ right: CheckedExpression,
    _ span: Span
  ) -> Span {
    let leftAlone = TypeRules.accepts(operation, left: left.type)
    let rightAlone = TypeRules.accepts(operation, right: right.type)
    if !leftAlone, rightAlone { return left.span }
    if leftAlone, !rightAlone { return right.span }
    return span
  }

  private mutating func range(
    _ start: Expression, _ end: Expression, _ step: Expression?, _ span: Span
  ) -> CheckedExpression {
    let parts = [check(start), check(end)] + (step.map { [check($0)] } ?? [])
    var isWrong = false
    for part in parts where part.type != .any && part.type != .number {
      report(.operand("..", needs: "numbers", found: part.type.phrase), at: part.span)
      isWrong = true
    }
    guard !isWrong else { return failed(span) }
    if parts.count == 3, case .number(0) = parts[2].constant {
      report(.arithmetic("a range cannot go by steps of zero"), at: parts[2].span)
      return failed(span)
    }
    let kind = CheckedExpression.Kind.range(
      parts[0], parts[1], by: parts.count == 3 ? parts[2] : nil)
    var result = made(kind, .range, span)
    let numbers = parts.compactMap { part -> Double? in
      if case .number(let number) = part.constant { number } else { nil }
    }
    if numbers.count == parts.count {
      result.constant =
        (try? Scalars.range(numbers[0], numbers[1], step: numbers.dropFirst(2).first))
        .map(Value.range)
    }
    return result
  }
}
