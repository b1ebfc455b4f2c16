// What an operator's body may fail with. The evaluator adds the position and the stage.
import Text

package struct OperatorError: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case failure
    /// An `expect` that does not hold: exit code 3.
    case expectation
    /// The rows of groups stand where a list is asked for: it can only be called for one group at a time.
    case needsOneGroup
  }

  package var kind: Kind
  /// Stable code, `E06xx`.
  package var code: String
  package var message: String
  package var hint: String?
  /// The parameter to put the carets under; the operator's name when nil.
  package var parameter: String?
  /// The UTF-8 bytes of that parameter's text that are wrong, where it is a text in another language.
  package var part: Range<Int>?

  package init(
    _ message: String, kind: Kind = .failure, code: String = "E0601", hint: String? = nil,
    parameter: String? = nil
  ) {
    self.message = message
    self.kind = kind
    self.code = code
    self.hint = hint
    self.parameter = parameter
  }

  package static func argument(_ parameter: String, _ message: String, hint: String? = nil)
    -> OperatorError
  {
    OperatorError(message, code: "E0602", hint: hint, parameter: parameter)
  }

  package static func needsOneGroup(_ parameter: String) -> OperatorError {
    OperatorError(
      "`\(parameter)` should be a list, found a column that stands for the rows of groups",
      kind: .needsOneGroup, code: "E0602", parameter: parameter)
  }

  /// "did you mean `cost`?", for a name that is nearly one of those that there are.
  package static func question(about name: String, among known: [String]) -> String? {
    Names.nearest(to: name, in: known).map { "did you mean `\($0)`?" }
  }

  package static func missing(_ parameter: String) -> OperatorError {
    OperatorError("`\(Greek.spelling(of: parameter))` is missing", code: "E0603")
  }
}
