// The checked tree as a whole: what an expression consists of.
import Checking

extension CheckedStatement {
  var value: CheckedExpression {
    switch kind {
    case .bind(let binding): binding.value
    case .parameter(let parameter): parameter.value
    case .show(let value): value
    }
  }
}

extension CheckedExpression {
  /// Direct parts in the order of the source; none of another script's.
  var parts: [CheckedExpression] {
    switch kind {
    case .constant, .binding, .column, .columnOrBinding, .operatorFunction, .library, .failed: []
    case .text(let parts):
      parts.compactMap { part in
        switch part {
        case .literal: nil
        case .value(let value): value
        }
      }
    case .list(let elements): elements
    case .record(let fields): fields.map(\.value)
    case .negate(let operand), .not(let operand), .field(let operand, _): [operand]
    case .binary(_, let left, let right), .index(let left, let right): [left, right]
    case .range(let start, let end, let step): [start, end] + (step.map { [$0] } ?? [])
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .function(let function): function.bindings.map(\.value) + [function.result]
    case .apply(let function, let arguments), .either(let function, let arguments, _):
      [function] + arguments
    case .call(let call): call.arguments.flatMap(\.parts)
    }
  }
}

extension CheckedArgument {
  var parts: [CheckedExpression] {
    switch kind {
    case .value(let value), .row(let value, _): [value]
    case .namedRows(let fields), .namedValues(let fields): fields.map(\.value)
    case .columns(let items): items.flatMap(\.parts)
    case .column(let item): item.parts
    }
  }
}

extension CheckedSelection {
  /// What is no bare name in it.
  var parts: [CheckedExpression] {
    switch self {
    case .known, .bare: []
    case .texts(let value): [value]
    case .descending(let items): items.flatMap(\.parts)
    case .conditional(let condition, let then, let otherwise):
      [condition] + (then + otherwise).flatMap(\.parts)
    }
  }
}
