// Operators between values. As soon as a column takes part, the whole column is worked on at once by
// the column operations of Data; single values go through the same functions as constants do.

import Checking
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  func negate(_ operand: CheckedExpression, _ environment: Environment) throws -> Value {
    let value = try evaluate(operand, in: environment)
    if case .number(let number) = value { return .number(-number) }
    return try wholeColumn(operand.span) { () throws(ColumnError) in
      try columnOperand(value, operation: "-").negated()
    }
  }

  func not(_ operand: CheckedExpression, _ environment: Environment) throws -> Value {
    let value = try evaluate(operand, in: environment)
    if case .boolean(let boolean) = value { return .boolean(!boolean) }
    return try wholeColumn(operand.span) { () throws(ColumnError) in
      try columnOperand(value, operation: "not").inverted()
    }
  }

  func binary(
    _ operation: BinaryOperator, _ left: CheckedExpression, _ right: CheckedExpression,
    _ span: Span, _ environment: Environment
  ) throws -> Value {
    let first = try evaluate(left, in: environment)
    // The right side of a decided `and` or `or` is not evaluated.
    if case .boolean(let decided) = first, table == nil {
      if operation == .and, !decided { return .boolean(false) }
      if operation == .or, decided { return .boolean(true) }
    }
    let second = try evaluate(right, in: environment)
    if operation == .isIn, case .column = first {
      return try wholeColumn(span) { () throws(ColumnError) in
        var members: [ColumnOperand] = []
        for element in second.elements ?? [] {
          members.append(try columnOperand(element, operation: "in"))
        }
        return try columnOperand(first, operation: "in").isIn(members)
      }
    }
    if let columns = ColumnOperation(operation), first.isColumn || second.isColumn {
      return try wholeColumn(span) { () throws(ColumnError) in
        try ColumnOperand.combine(
          columns, columnOperand(first, operation: operation.rawValue),
          columnOperand(second, operation: operation.rawValue))
      }
    }
    do throws(ScalarError) {
      return try Scalars.combine(operation, first, second)
    } catch {
      let place = error == .divisionByZero ? right.span : span
      throw scalarFailure(error, at: place)
    }
  }

  func conditional(
    _ condition: CheckedExpression, _ then: CheckedExpression, _ otherwise: CheckedExpression,
    _ span: Span, _ environment: Environment
  ) throws -> Value {
    let value = try evaluate(condition, in: environment)
    if case .boolean(let holds) = value {
      return try evaluate(holds ? then : otherwise, in: environment)
    }
    guard case .column(.boolean) = value else {
      throw failure(
        .wrongType(expected: "true or false", found: value.type.phrase), at: condition.span)
    }
    let yes = try evaluate(then, in: environment)
    let no = try evaluate(otherwise, in: environment)
    return try wholeColumn(span) { () throws(ColumnError) in
      try ColumnOperand.select(
        columnOperand(value, operation: "if"), columnOperand(yes, operation: "if"),
        columnOperand(no, operation: "if"))
    }
  }

  private func wholeColumn(
    _ span: Span, _ work: () throws(ColumnError) -> ColumnOperand
  ) throws -> Value {
    do throws(ColumnError) {
      switch try work() {
      case .column(let column): return .column(column)
      case .number(let number): return .number(number)
      case .text(let text): return .text(text)
      case .boolean(let boolean): return .boolean(boolean)
      case .date(let moment): return .date(moment)
      case .missing: return .none
      }
    } catch {
      throw failure(.columns(error.message), at: span)
    }
  }

  private func columnOperand(
    _ value: Value, operation: String
  ) throws(ColumnError) -> ColumnOperand {
    switch value {
    case .none: return .missing
    case .number(let number): return .number(number)
    case .text(let text): return .text(text)
    case .boolean(let boolean): return .boolean(boolean)
    case .date(let moment): return .date(moment)
    case .column(let column): return .column(column)
    case .range, .list, .record, .function, .table, .native:
      throw .wrongOperand(
        operation: operation, expected: "a column or a single value", found: nil)
    }
  }
}

extension Value {
  var isColumn: Bool {
    if case .column = self { true } else { false }
  }
}

extension ColumnOperation {
  init?(_ operation: BinaryOperator) {
    self.init(rawValue: operation.rawValue)
  }
}
