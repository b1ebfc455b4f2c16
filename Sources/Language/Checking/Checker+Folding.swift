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
      report(.folded(words.message, hint: words.hint, note: nil), at: place)
      return failed(span)
    }
  }

  /// What an operator finds wrong with arguments that are right one by one, under the argument that it is
  /// about, or the part of its text.
  mutating func report(_ problem: OperatorError, of call: CheckedCall) {
    let argument = call.arguments.first { $0.name == problem.parameter }
    let named = call.arguments.compactMap { argument -> CheckedField? in
      guard case .namedValues(let fields) = argument.kind else { return nil }
      return fields.first { $0.name == problem.parameter }
    }.first
    var place = argument?.span ?? named?.value.span ?? call.nameSpan
    var note: String?
    if let part = problem.part, case .value(let value)? = argument?.kind,
      case .text(let text)? = value.constant
    {
      if let inner = source.span(of: part, of: text, in: place) {
        place = inner
      } else {
        note = "at \(SourceText.place(of: part, in: text)) of the text"
      }
    }
    let error = CheckError.folded(problem.message, hint: problem.hint, note: note)
    report(error, at: place)
  }
}
