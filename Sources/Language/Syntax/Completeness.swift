// Whether the prompt should run what was typed or ask for another line.

import Text

package enum Completeness: Sendable, Hashable {
  case complete
  /// Nothing is wrong yet; more input is expected, such as a closing bracket.
  case incomplete
  /// No further line can repair it.
  case invalid
}

package func completeness(of text: String) -> Completeness {
  let script = parse(SourceText(text))
  if script.diagnostics.isEmpty { return .complete }
  return script.isIncomplete ? .incomplete : .invalid
}
