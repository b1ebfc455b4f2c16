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
    return try wholeColumn(operand.span, of: [value]) { () throws(ColumnError) in
      try columnOperand(value, operation: "-").negated()
    }
  }

  func not(_ operand: CheckedExpression, _ environment: Environment) throws -> Value {
    let value = try evaluate(operand, in: environment)
    if case .boolean(let boolean) = value { return .boolean(!boolean) }
    return try wholeColumn(operand.span, of: [value]) { () throws(ColumnError) in
      try columnOperand(value, operation: "not").inverted()
    }
  }

  func binary(
    _ operation: BinaryOperator, _ left: CheckedExpression, _ right: CheckedExpression,
    _ span: Span, _ environment: Environment
  ) throws -> Value {
    let first = try evaluate(left, in: environment)
    // The right side of a decided `and` or `or` is not evaluated.
    if case .boolean(let holds) = first, operation == (holds ? .or : .and) {
      return decided(holds, right, environment)
    }
    let second = try evaluate(right, in: environment)
    if operation == .isIn, second.isGrouped { throw needsOneGroup(at: right.span) }
    if operation == .isIn, case .column = first {
      return try wholeColumn(span, of: [first]) { () throws(ColumnError) in
        var members: [ColumnOperand] = []
        for element in second.elements ?? [] {
          members.append(try columnOperand(element, operation: "in"))
        }
        return try columnOperand(first, operation: "in").isIn(members)
      }
    }
    if let columns = ColumnOperation(operation), first.isColumn || second.isColumn {
      guard first.fillsRows, second.fillsRows else {
        throw failure(
          .operands(operation.rawValue, left: first.type.phrase, right: second.type.phrase),
          at: span)
      }
      return try wholeColumn(span, of: [first, second]) { () throws(ColumnError) in
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

  /// What a decided `and` or `or` comes to: a column where its right side would be one.
  private func decided(
    _ holds: Bool, _ right: CheckedExpression, _ environment: Environment
  ) -> Value {
    guard let rows else { return .boolean(holds) }
    var isColumn = false
    if case .column = right.type {
      isColumn = true
    } else if right.type != .boolean, table != nil {
      isColumn = (try? evaluate(right, in: environment))?.isColumn ?? false
    }
    return isColumn
      ? own(.boolean([Bool](repeating: holds, count: rows.count))) : .boolean(holds)
  }

  func conditional(
    _ condition: CheckedExpression, _ then: CheckedExpression, _ otherwise: CheckedExpression,
    _ span: Span, _ environment: Environment
  ) throws -> Value {
    let value = try evaluate(condition, in: environment)
    if case .boolean(let holds) = value {
      return try evaluate(holds ? then : otherwise, in: environment)
    }
    guard case .column(.boolean, _) = value else {
      throw failure(
        .wrongType(expected: "true or false", found: value.type.phrase), at: condition.span)
    }
    let yes = try evaluate(then, in: environment)
    let no = try evaluate(otherwise, in: environment)
    return try wholeColumn(span, of: [value, yes, no]) { () throws(ColumnError) in
      try ColumnOperand.select(
        columnOperand(value, operation: "if"), columnOperand(yes, operation: "if"),
        columnOperand(no, operation: "if"))
    }
  }

  private func wholeColumn(
    _ span: Span, of operands: [Value], _ work: () throws(ColumnError) -> ColumnOperand
  ) throws -> Value {
    do throws(ColumnError) {
      switch try work() {
      case .column(let column):
        return .column(column, isGrouped: operands.contains(where: \.isGrouped))
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
    case .column(let column, _): return .column(column)
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

  /// A column, or one value that may stand in every row of one.
  fileprivate var fillsRows: Bool {
    switch self {
    case .none, .number, .text, .boolean, .date, .column: true
    case .range, .list, .record, .function, .table, .native: false
    }
  }
}

extension ColumnOperation {
  init?(_ operation: BinaryOperator) {
    self.init(rawValue: operation.rawValue)
  }
}
