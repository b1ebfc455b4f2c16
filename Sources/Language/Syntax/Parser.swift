// Tokens to tree by recursive descent: one function for each production of grammar/scrip.ebnf, in the
// grammar's words. A mistake ends its statement only: the parser goes on with the next one, so that a
// script's mistakes are reported together. Depth is bounded, because a script may be hostile.

package import Text

/// Step 2 of a script's journey.
package func parse(_ source: SourceText) -> Script {
  guard source.bytes.count <= SourceText.largest else {
    let tooLarge = LexicalError.scriptTooLarge(source.bytes.count).diagnostic(at: Span(0, 0))
    return Script(cells: [], diagnostics: [tooLarge], isIncomplete: false)
  }
  return parse(tokenize(source), of: source)
}

package func parse(_ tokens: [Token], of source: SourceText) -> Script {
  var parser = Parser(tokens, source: source)
  var script = parser.script()
  // Between tokens the lexer has told already; texts and comments hold any bytes.
  if let offset = source.firstInvalid,
    !script.diagnostics.contains(where: { $0.code == LexicalError.notUTF8.code })
  {
    let place = Span(offset, offset + 1)
    script.diagnostics.insert(LexicalError.notUTF8.diagnostic(at: place), at: 0)
  }
  return script
}

struct Parser {
  let source: SourceText
  let tokens: [Token]
  var position = 0
  var diagnostics: [Diagnostic] = []
  var endedEarly = false
  /// Brackets that are open around the current token; line breaks mean nothing inside.
  var openBrackets = 0
  var depth: Int
  var statementStart = 0
  /// The tokens are those of one interpolation.
  var isInterpolation = false
  /// How deep expressions may nest: each level costs a dozen stack frames.
  static let deepest = 100
  /// How tall a tree may grow, so that passes over it may recurse.
  static let tallest = 200

  init(_ tokens: [Token], source: SourceText, depth: Int = 0) {
    self.tokens = tokens
    self.source = source
    self.depth = depth
  }

  // MARK: Tokens

  var current: Token { tokens[min(position, tokens.count - 1)] }

  /// For questions that are asked all the time: the token is looked at where it lies.
  private var index: Int { min(position, tokens.count - 1) }

  var previousEnd: Int { position > 0 ? tokens[position - 1].span.end : 0 }

  func token(_ ahead: Int) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  /// True when the current token cannot belong to the statement because it starts a line.
  var lineEnded: Bool {
    openBrackets == 0 && position > statementStart && tokens[index].startsLine
  }

  func isAt(_ symbol: Symbol) -> Bool { isSymbol(symbol, ahead: 0) }

  func isAt(_ keyword: Keyword) -> Bool {
    if case .keyword(let found) = tokens[index].kind { found == keyword } else { false }
  }

  func isSymbol(_ symbol: Symbol, ahead: Int) -> Bool {
    let place = min(position + ahead, tokens.count - 1)
    return if case .symbol(let found) = tokens[place].kind { found == symbol } else { false }
  }

  func isName(ahead: Int) -> Bool {
    let place = min(position + ahead, tokens.count - 1)
    return if case .name = tokens[place].kind { true } else { false }
  }

  /// The operator at the current token, if it is one of these and on this line.
  func continues(with symbols: [Symbol]) -> (symbol: Symbol, span: Span)? {
    guard case .symbol(let symbol) = tokens[index].kind, !lineEnded, symbols.contains(symbol) else {
      return nil
    }
    return (symbol, tokens[index].span)
  }

  func continues(with keyword: Keyword) -> Bool { !lineEnded && isAt(keyword) }

  func name(at token: Token) -> Name? {
    guard case .name(let text, let quoted) = token.kind else { return nil }
    return Name(text, spelling: source.text(token.span), span: token.span, quoted: quoted)
  }

  var isAtEnd: Bool { if case .end = tokens[index].kind { true } else { false } }

  // MARK: Failures

  func failure(_ error: SyntaxError, at span: Span? = nil) -> ParseFailure {
    if current.kind == .invalid, span == nil { return ParseFailure() }
    return ParseFailure(diagnostic: error.diagnostic(at: span ?? here), atEnd: isAtEnd)
  }

  /// Where something is missing: after the last token when the line or the script ends there.
  var here: Span {
    let missing =
      switch current.kind {
      case .end, .cell: true
      case .name, .number, .text, .keyword, .symbol, .invalid: lineEnded
      }
    guard missing, position > 0 else { return current.span }
    return Span(previousEnd, previousEnd)
  }

  var found: String {
    switch current.kind {
    case .end: "the end of the \(isInterpolation ? "interpolation" : "script")"
    case .cell: "the next cell"
    case _ where lineEnded: "the end of the line"
    case .name, .keyword, .symbol, .invalid, .number: "`\(source.text(current.span))`"
    case .text: "a text"
    }
  }

  mutating func expect(_ symbol: Symbol, hint: String? = nil) throws(ParseFailure) {
    guard continues(with: [symbol]) != nil else {
      throw failure(.expected("`\(symbol.rawValue)`", found: found, hint: hint))
    }
    advance()
  }

  mutating func expect(_ keyword: Keyword, hint: String? = nil) throws(ParseFailure) {
    // No statement starts with `then` or `else`, so they may stand on the next line.
    guard isAt(keyword) else {
      throw failure(.expected("`\(keyword.rawValue)`", found: found, hint: hint))
    }
    advance()
  }

  /// Goes one level deeper; the caller comes back with `depth -= 1`.
  mutating func enter() throws(ParseFailure) {
    guard depth < Self.deepest else { throw failure(.tooDeep) }
    depth += 1
  }

  /// Mutating although it changes nothing: so its arguments, which advance, are read before `self`.
  mutating func make(_ kind: Expression.Kind, from start: Int) throws(ParseFailure) -> Expression {
    let expression = Expression(kind, Span(start, previousEnd))
    guard expression.height <= Self.tallest else {
      throw failure(.tooDeep, at: Span(start, start + 1))
    }
    return expression
  }
}
