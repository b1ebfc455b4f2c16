// What the tokeniser hands to the parser. A token carries its own problems (a bad escape, a byte that
// means nothing), so the list of tokens is the whole result and nothing is lost when it is passed on.
// Line breaks are no tokens: a token knows whether it starts a line, and the parser decides whether
// that ends a statement.

package import Text

package enum Keyword: String, Sendable, Hashable, CaseIterable {
  case param, `if`, then, `else`, and, or, not, `in`, `true`, `false`, none

  /// No keyword has more letters.
  static let longest = 5
}

/// Longer ones first: the lexer takes the first that matches.
package enum Symbol: String, Sendable, Hashable, CaseIterable {
  case pipe = "|>"
  case arrow = "->"
  case range = ".."
  case equal = "=="
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case remainder = "%%"
  case assign = "="
  case less = "<"
  case greater = ">"
  case dot = "."
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case power = "^"
  case comma = ","
  case colon = ":"
  case semicolon = ";"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"

  /// Each symbol with its bytes, in the order of the cases.
  static let table = allCases.map { (symbol: $0, bytes: Array($0.rawValue.utf8)) }

  package var opens: Bool { self == .openParenthesis || self == .openBracket || self == .openBrace }
  package var closes: Bool {
    self == .closeParenthesis || self == .closeBracket || self == .closeBrace
  }
}

/// A piece of a text: letters as they are after escapes, or the tokens of an interpolation, which end
/// with an `end` token of their own.
package enum TextPiece: Sendable, Hashable {
  case literal(String)
  case interpolation([Token])
}

/// The line that opens a cell.
package struct CellMarker: Sendable, Hashable {
  package var title: String
  /// CommonMark of a prose cell, comment signs taken off; nil in a code cell.
  package var prose: String?
}

/// From `#` to the end of the line, blanks at its end taken off. It means nothing, but the formatter
/// keeps it.
package struct Comment: Sendable, Hashable {
  package var span: Span
  /// It stands alone on its line.
  package var startsLine: Bool
}

package struct Token: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case name(String, quoted: Bool)
    case number(Double)
    case text([TextPiece])
    case keyword(Keyword)
    case symbol(Symbol)
    case cell(CellMarker)
    /// Something that is no token; its problem says what.
    case invalid
    case end
  }

  package var kind: Kind
  package var span: Span
  /// Only blanks and comments stand before it on its line.
  package var startsLine: Bool
  package var problems: [Diagnostic] = []
  /// What stands between the token before it and this one.
  package var comments: [Comment] = []

  /// Its own or those of its interpolations.
  var hasProblems: Bool {
    if !problems.isEmpty { return true }
    guard case .text(let pieces) = kind else { return false }
    return pieces.contains { piece in
      switch piece {
      case .literal: false
      case .interpolation(let tokens): tokens.contains { $0.hasProblems }
      }
    }
  }
}
