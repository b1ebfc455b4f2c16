// Conditions, and what they tell about names: where `x == none` does not hold, `x` is there.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func conditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, _ span: Span
  ) -> CheckedExpression {
    let test = check(condition)
    let then = check(then, where: condition, holds: true)
    let otherwise = check(otherwise, where: condition, holds: false)
    if test.type != .any, !TypeRules.isBoolean(test.type) {
      report(.condition(found: test.type.phrase), at: test.span)
      return failed(span)
    }
    guard let type = conditionalType(test.type, then.type, otherwise.type) else {
      report(
        .operands(
          "if", needs: "two values of one type", left: then.type.phrase,
          right: otherwise.type.phrase, hint: nil), at: span,
        labels: origins(of: [then, otherwise]))
      return failed(span)
    }
    let kind = CheckedExpression.Kind.conditional(test, then: then, otherwise: otherwise)
    return made(kind, type, span)
  }

  /// Nil where no column can hold both.
  private func conditionalType(
    _ condition: ValueType, _ then: ValueType, _ otherwise: ValueType
  ) -> ValueType? {
    let isUnknown = then == .any || otherwise == .any
    guard TypeRules.mayBeColumn(condition) else {
      if isUnknown { return .any }
      let common = TypeRules.common([then, otherwise])
      return common == .any ? .oneOf([then, otherwise]) : common
    }
    let isColumn = TypeRules.isColumn(condition)
    if isUnknown { return isColumn ? .column(nil) : .any }
    let type = ColumnType.allCases.first {
      Self.stands(then, in: $0) && Self.stands(otherwise, in: $0)
    }
    guard let type else { return nil }
    return isColumn ? .column(type) : TypeRules.one(.cell(type))
  }

  /// Only a boolean is never missing.
  private static func stands(_ type: ValueType, in column: ColumnType) -> Bool {
    type == .none ? column != .boolean : TypeRules.fills(type, column)
  }

  /// An expression that is evaluated only where a condition holds, or only where it does not.
  mutating func check(
    _ expression: Expression, where condition: Expression, holds: Bool
  ) -> CheckedExpression {
    let names = Self.present(where: condition, holds: holds)
    guard !names.isEmpty else { return check(expression) }
    let outer = scope.inner
    defer { scope.inner = outer }
    for name in names {
      guard var bound = scope[name.text] else { continue }
      bound.type = bound.type.present
      if case .some(.none) = bound.constant { bound.constant = nil }
      scope.inner[name.text] = bound
    }
    return check(expression)
  }

  /// The names that cannot be `none` where the condition holds, or does not.
  private static func present(where condition: Expression, holds: Bool) -> [Name] {
    switch condition.kind {
    case .binary(let operation, _, let left, let right):
      switch operation {
      case .and where holds, .or where !holds:
        return present(where: left, holds: holds) + present(where: right, holds: holds)
      case .notEqual where holds, .equal where !holds:
        if case .name(let name) = left.kind, case .none = right.kind { return [name] }
        if case .name(let name) = right.kind, case .none = left.kind { return [name] }
        return []
      case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn,
        .plus, .minus, .times, .divide, .remainder, .power:
        return []
      }
    case .not(let operand): return present(where: operand, holds: !holds)
    case .number, .text, .boolean, .none, .name, .list, .record, .negate, .range, .pipe,
      .function, .conditional, .call, .field, .index:
      return []
    }
  }
}

extension ValueType {
  /// The same without `none`.
  fileprivate var present: ValueType {
    switch self {
    case .none: return .any
    case .oneOf(let types):
      let rest = types.filter { $0 != .none }
      return rest.count == 1 ? rest[0] : rest.isEmpty ? .any : .oneOf(rest)
    case .any, .number, .text, .boolean, .date, .range, .list, .record, .function, .table, .column,
      .native:
      return self
    }
  }
}
