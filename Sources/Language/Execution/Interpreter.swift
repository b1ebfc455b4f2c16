// Step 4 of a script's journey: a checked script runs statement by statement, so that whoever runs it
// can show each result as it comes, and keep what was bound when one fails.

package import Checking
import Compute
package import OperatorKit
import Synchronization
import Syntax
package import Text

package struct Interpreter: Sendable {
  /// What is bound, by canonical name.
  package private(set) var bindings: [String: Value]
  /// Where results of expensive stages are kept; nil keeps none.
  package var stages: StageRuns?

  package init(bindings: [String: Value] = [:]) {
    self.bindings = bindings
  }

  /// For names that do not come from a statement, such as `_` at the prompt.
  package mutating func bind(_ name: String, _ value: Value) {
    bindings[name] = value
  }

  package mutating func unbind(_ name: String) {
    bindings[name] = nil
  }

  /// Runs one statement. The names that it binds are bound when it has succeeded, all or none; the
  /// result is the value of an expression, or nil.
  package mutating func run(
    _ statement: CheckedStatement, of source: SourceText, in context: RunContext
  ) throws(ExecutionFailure) -> Value? {
    let evaluator = Evaluator(
      source: source, context: context, depth: DepthCounter(), stages: stages)
    let environment = Environment.top(bindings)
    do {
      switch statement.kind {
      case .show(let expression):
        return try evaluator.evaluate(expression, in: environment)
      case .parameter(let parameter):
        let value = try evaluator.evaluate(parameter.value, in: environment)
        guard parameter.limits.accepts(value) else {
          throw evaluator.failure(
            .paramOutside(
              name: parameter.name.spelling, expected: parameter.limits.phrase,
              found: inline(value, quoted: true)), at: parameter.value.span)
        }
        bindings[parameter.name.text] = value
      case .bind(let binding):
        let value = try evaluator.evaluate(binding.value, in: environment)
        for (name, part) in try evaluator.parts(of: value, binding) { bindings[name] = part }
      }
      return nil
    } catch let failure as Failure {
      throw failure.isExpectation ? .expectation(failure.diagnostic) : .failed(failure.diagnostic)
    } catch let cancelled as Cancelled {
      throw .cancelled(cancelled)
    } catch {
      let words = OperatorError(describing: error)
      throw .failed(
        Diagnostic(code: words.code, words.message, at: statement.span, hint: words.hint))
    }
  }
}

/// Names around an expression. Functions keep the one they were made in.
indirect enum Environment: Sendable {
  case top([String: Value])
  case inner([String: Value], Environment)

  subscript(name: String) -> Value? {
    var level = self
    while true {
      switch level {
      case .top(let values): return values[name]
      case .inner(let values, let outer):
        if let value = values[name] { return value }
        level = outer
      }
    }
  }

  /// The value of a name that is bound at the top and by no function in between.
  func outermost(_ name: String) -> Value? {
    switch self {
    case .top(let values): values[name]
    case .inner(let values, let outer): values[name] == nil ? outer.outermost(name) : nil
    }
  }

  /// How deep the values of the inner levels nest.
  var nesting: Int {
    var deepest = 0
    var level = self
    while case .inner(let values, let outer) = level {
      for value in values.values { deepest = max(deepest, value.nesting) }
      level = outer
    }
    return deepest
  }

  var names: [String] {
    var names: Set<String> = []
    var level = self
    while case .inner(let values, let outer) = level {
      names.formUnion(values.keys)
      level = outer
    }
    if case .top(let values) = level { names.formUnion(values.keys) }
    return names.sorted()
  }
}

/// How deep the evaluation is nested, through operators that call functions of the script. Shared,
/// because the depth must follow a function into `map` and out again.
final class DepthCounter: Sendable {
  private let value = Atomic<Int>(0)
  static let deepest = 500

  func enter() -> Bool {
    value.wrappingAdd(1, ordering: .relaxed).newValue <= Self.deepest
  }

  func leave() {
    value.wrappingSubtract(1, ordering: .relaxed)
  }
}
