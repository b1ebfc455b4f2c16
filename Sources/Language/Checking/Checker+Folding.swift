// Calls of quick, pure operators with constant arguments: `date("2024-02-30")` is a mistake before
// anything runs, and `date("2024-03-01")` may be a param's default.

import OperatorKit
import Text

extension Checker {
  /// The value of a call that can be known now, or its failure; nil for any other call.
  mutating func folded(
    _ call: CheckedCall, _ types: CallTypes, _ span: Span
  ) -> CheckedExpression? {
    guard call.operation.foldsConstants, types.constants.count == call.arguments.count else {
      return nil
    }
    do {
      return constant(try call.operation.run(Arguments(types.constants), RunContext()), span)
    } catch {
      let words = OperatorError(describing: error)
      let place = call.arguments.first { $0.name == words.parameter }?.span ?? call.nameSpan
      report(.folded(words.message, hint: words.hint), at: place)
      return failed(span)
    }
  }
}
