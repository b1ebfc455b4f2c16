// Functions of the script: made, called and handed to operators.

import Checking
import Compute
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  func closure(
    _ function: CheckedFunction, _ span: Span, _ environment: Environment
  ) -> Value {
    let evaluator = self
    var value = FunctionValue(
      parameterCount: function.parameters.count,
      callInRows: { arguments, rows in
        var evaluator = evaluator
        evaluator.rows = rows
        return try evaluator.call(function, with: arguments, span, environment)
      },
      call: { try evaluator.call(function, with: $0, span, environment) })
    value.nesting = environment.nesting + 1
    return .function(value)
  }

  private func call(
    _ function: CheckedFunction, with arguments: [Value], _ span: Span, _ environment: Environment
  ) throws -> Value {
    guard arguments.count == function.parameters.count else {
      throw failure(
        .argumentCount(expected: function.parameters.count, found: arguments.count), at: span)
    }
    try pollCancellation()
    var locals = Dictionary(
      zip(function.parameters, arguments), uniquingKeysWith: { first, _ in first })
    for binding in function.bindings {
      let value = try evaluate(binding.value, in: .inner(locals, environment))
      for (name, part) in try parts(of: value, binding) { locals[name] = part }
    }
    return try evaluate(function.result, in: .inner(locals, environment))
  }

  func pollCancellation() throws {
    try context.progress.poll()
  }

  func apply(
    _ callee: CheckedExpression, _ arguments: [CheckedExpression], _ span: Span,
    _ environment: Environment
  ) throws -> Value {
    let value = try evaluate(callee, in: environment)
    guard case .function(let function) = value else {
      throw failure(
        .wrongType(expected: "a function", found: value.type.phrase), at: callee.span)
    }
    let values = try arguments.map { try evaluate($0, in: environment) }
    guard values.count == function.parameterCount else {
      throw failure(
        .argumentCount(expected: function.parameterCount, found: values.count), at: callee.span)
    }
    do {
      if let rows, let callInRows = function.callInRows { return try callInRows(values, rows) }
      return try function.call(values)
    } catch let failure as Failure {
      throw brought(failure, to: callee.span, note: nil)
    }
  }

  /// `sqrt` where a function is asked for: its required arguments by position, at least one.
  func function(of operation: Operator, _ span: Span) -> Value {
    let required = operation.parameters.prefix(operation.positional).count { $0.isRequired }
    let names = operation.parameters.prefix(max(1, required)).map(\.name)
    @Sendable func call(_ values: [Value], _ evaluator: Evaluator) throws -> Value {
      let arguments = Dictionary(zip(names, values), uniquingKeysWith: { first, _ in first })
      return try evaluator.seeing(operation, arguments, spans: [:], at: span, stage: nil)
    }
    let evaluator = self
    return .function(
      FunctionValue(
        parameterCount: names.count,
        callInRows: { values, rows in
          var evaluator = evaluator
          evaluator.rows = rows
          return try call(values, evaluator)
        }, call: { try call($0, evaluator) }))
  }
}
