// The definitions of another script, evaluated as that script: its functions keep their own source, so
// that what fails in one is told with the library's file and line.

import Checking
import OperatorKit
import Syntax

extension Evaluator {
  func definitions(of library: CheckedLibrary) throws -> Value {
    var evaluator = Evaluator(
      source: library.file.source, context: context, depth: depth, stages: stages)
    evaluator.context.directory = library.file.directory
    evaluator.context.rows = nil
    var bindings: [String: Value] = [:]
    for statement in library.statements {
      switch statement.kind {
      case .bind(let binding):
        let value = try evaluator.evaluate(binding.value, in: .top(bindings))
        for (name, part) in try evaluator.parts(of: value, binding) { bindings[name] = part }
      case .parameter(let parameter):
        bindings[parameter.name.text] = try evaluator.evaluate(
          parameter.value, in: .top(bindings))
      case .show: break
      }
    }
    return .record(
      Record(library.shared.compactMap { name in bindings[name].map { (name, $0) } }))
  }
}
