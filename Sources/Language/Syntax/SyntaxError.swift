// What can be wrong with the shape of a script (codes E02xx), worded in one place. `found` is always
// a phrase that the parser has made from a token, such as "`)`" or "the end of the line".

package import Text

enum SyntaxError {
  case expectedExpression(found: String)
  case expectedEnd(found: String, hint: String?)
  case notClosed(String)
  case expected(String, found: String, hint: String?)
  case chainedComparison
  case badStage
  case tooDeep
  case codeInProse
  case positionalAfterNamed
  case duplicate(String)
  case blockWithoutValue
  case strayCloser(String)
  case leadingPipe
  /// `f(x) = x + 1`, with the function's name and what stands between the brackets.
  case functionBySignature(String, String)
  case assignmentInExpression
  case keywordAsName(String)
  case nestedParam
  case functionInPipe
  case badFieldName

  func diagnostic(at span: Span) -> Diagnostic {
    let (code, message, hint) = wording
    return Diagnostic(code: code, message, at: span, hint: hint)
  }

  private var wording: (code: String, message: String, hint: String?) {
    switch self {
    case .expectedExpression(let found):
      ("E0201", "expected an expression, found \(found)", nil)
    case .expectedEnd(let found, let hint):
      ("E0202", "expected the end of the statement, found \(found)", hint)
    case .notClosed(let bracket):
      ("E0203", "`\(bracket)` is not closed", nil)
    case .expected(let what, let found, let hint):
      ("E0204", "expected \(what), found \(found)", hint)
    case .chainedComparison:
      ("E0205", "comparisons do not chain", "write `a < b and b < c`")
    case .badStage:
      ("E0206", "the right side of `|>` is a call, a name or a function in parentheses", nil)
    case .functionInPipe:
      (
        "E0206", "the right side of `|>` is a call, a name or a function in parentheses",
        "put parentheses around the function"
      )
    case .tooDeep:
      ("E0207", "this nests too deeply", "bind a part of it to a name")
    case .codeInProse:
      ("E0208", "a prose cell holds comments only", "open a code cell with `# %%`")
    case .positionalAfterNamed:
      (
        "E0209", "an argument without a name stands before the named ones",
        "put it first, or name it: `name: …`"
      )
    case .duplicate(let name):
      ("E0210", "`\(name)` is there twice", nil)
    case .blockWithoutValue:
      ("E0211", "a block ends with an expression, its value", nil)
    case .strayCloser(let bracket):
      ("E0212", "`\(bracket)` closes nothing", nil)
    case .leadingPipe:
      ("E0213", "nothing stands before this `|>`", "at the prompt, `_` is the last value")
    case .functionBySignature(let name, let parameters):
      (
        "E0214", "`=` binds a name at the start of a statement",
        "a function is bound so: `\(name) = \(parameters) -> …`"
      )
    case .assignmentInExpression:
      ("E0214", "`=` binds a name at the start of a statement", "write `==` to compare")
    case .keywordAsName(let word):
      (
        "E0215", "`\(word)` is a keyword and cannot be a name",
        "a column is quoted: `` `\(word)` ``"
      )
    case .nestedParam:
      ("E0216", "`param` stands at the top of a script only", nil)
    case .badFieldName:
      ("E0217", "the text that names a field has a letter at least and no `{…}`", nil)
    }
  }
}

extension Diagnostic {
  package var isNestedTooDeeply: Bool {
    code == SyntaxError.tooDeep.diagnostic(at: span).code
  }
}

/// Leaves a statement; the diagnostic is nil when a token has reported the mistake already.
struct ParseFailure: Error {
  var diagnostic: Diagnostic?
  /// The input ended where more was expected.
  var atEnd = false
}
