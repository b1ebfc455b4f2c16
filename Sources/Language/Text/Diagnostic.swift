// What is wrong, where, and what to do about it: the one value that every stage reports with. The
// wording lives with the stage that knows the mistake; the layout lives in `Diagnostic+Render`.

package enum Severity: String, Sendable, Hashable {
  case error, warning, note
}

/// A second place that belongs to a mistake, with what it has to do with it: "bound here".
package struct Label: Sendable, Hashable {
  package var span: Span
  package var text: String

  package init(_ text: String, at span: Span) {
    self.text = text
    self.span = span
  }
}

package struct Diagnostic: Error, Sendable, Hashable {
  package var severity: Severity
  /// A stable code such as `E0123`; see docs/language.md.
  package var code: String
  /// Lower case, no full stop, user text in backticks.
  package var message: String
  package var span: Span
  /// False for what has no place in the source, such as an option of the command line: it is shown
  /// without an excerpt.
  package var hasPlace: Bool
  /// Not the script is wrong, but what the command line says of it.
  package var isOfCommandLine = false
  /// What the carets say, for example "did you mean `heads`?".
  package var hint: String?
  /// Other places of the source that belong to it.
  package var labels: [Label]
  /// Lines below the excerpt: context, such as the stage that an error came from.
  package var notes: [String]

  package init(
    _ severity: Severity = .error, code: String, _ message: String, at span: Span,
    hasPlace: Bool = true, hint: String? = nil, labels: [Label] = [], notes: [String] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.hasPlace = hasPlace
    self.hint = hint
    self.labels = labels
    self.notes = notes
  }
}
