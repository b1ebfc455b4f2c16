// What is wrong, where, and what to do about it: the one value that every stage reports with. The
// wording lives with the stage that knows the mistake; the layout lives in `Diagnostic+Render`.

package enum Severity: String, Sendable, Hashable {
  case error, warning, note
}

package struct Diagnostic: Error, Sendable, Hashable {
  package var severity: Severity
  /// A stable code such as `E0123`; see docs/language.md.
  package var code: String
  /// Lower case, no full stop, user text in backticks.
  package var message: String
  package var span: Span
  /// What the carets say, for example "did you mean `heads`?".
  package var hint: String?
  /// Lines below the excerpt: context, such as the stage that an error came from.
  package var notes: [String]

  package init(
    _ severity: Severity = .error, code: String, _ message: String, at span: Span,
    hint: String? = nil, notes: [String] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.hint = hint
    self.notes = notes
  }
}
