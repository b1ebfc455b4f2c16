// Calls: who is called. What a pipe has on its left is the first argument of what it has on its right.

import OperatorKit
import Syntax
import Text

extension Checker {
  // MARK: Who is called

  mutating func pipe(
    _ left: Expression, into stage: Expression, _ span: Span
  ) -> CheckedExpression {
    let piped = check(left)
    let number = Self.stageCount(left) + 1
    switch stage.kind {
    case .call(let callee, let arguments):
      return call(callee, piped: piped, arguments, stage: number, span)
    default:
      return call(stage, piped: piped, [], stage: number, span)
    }
  }

  private static func stageCount(_ expression: Expression) -> Int {
    var count = 1
    var expression = expression
    while case .pipe(let left, _) = expression.kind {
      count += 1
      expression = left
    }
    return count
  }

  mutating func call(
    _ callee: Expression, piped: CheckedExpression?, _ arguments: [Argument], stage: Int?,
    _ span: Span
  ) -> CheckedExpression {
    guard case .name(let name) = callee.kind else {
      return apply(callee, piped: piped, arguments, span)
    }
    let bound = scope[name.text]
    // A binding may share its name with an operator; only one that is a function hides it.
    if let operation = context.catalogue[name.text], bound?.type != .function {
      if bound?.type == .any, !arguments.contains(where: { $0.name != nil }) {
        return either(operation, name, piped: piped, arguments, stage: stage, span)
      }
      return call(operation, name, piped: piped, arguments, stage: stage, span)
    }
    if bound != nil {
      return apply(binding(name), piped: piped, arguments, span)
    }
    for argument in arguments { _ = checkQuietly(argument.value) }
    if !reportTooEarly(name) {
      let near = near(name.text, in: context.catalogue.names + scope.functions)
      report(
        .unknownOperator(name.spelling, near: near), at: name.span,
        hint: Habits.hint(for: name.text))
    }
    return failed(span)
  }

  /// A name that may be bound to a function and is an operator's too: the run knows which is called. With a number of
  /// arguments that the operator does not take it can only be the function.
  private mutating func either(
    _ operation: Operator, _ name: Name, piped: CheckedExpression?, _ arguments: [Argument],
    stage: Int?, _ span: Span
  ) -> CheckedExpression {
    let count = arguments.count + (piped == nil ? 0 : 1)
    guard count <= operation.positional,
      !operation.parameters.dropFirst(count).contains(where: \.isRequired)
    else { return apply(binding(name), piped: piped, arguments, span) }
    let called = call(operation, name, piped: piped, arguments, stage: stage, span)
    guard case .call(let call) = called.kind, let values = call.values else { return called }
    return made(.either(binding(name), values, call), .any, span)
  }

  /// Reports mistakes in an argument of something unknown, but not its bare names: they may have been
  /// meant as columns.
  mutating func checkQuietly(_ expression: Expression) -> CheckedExpression {
    let outer = scope.row
    scope.row = RowScope(schema: nil, table: nil, depth: scope.depth)
    defer { scope.row = outer }
    return check(expression)
  }
}
