// Scripts, cells and statements, and where parsing goes on after a mistake.

import Text

extension Parser {
  // script = [ cell ] { cell_marker cell | prose_marker prose } ;
  mutating func script() -> Script {
    var cells: [Cell] = []
    diagnostics = Self.problems(of: tokens)
    while !isAtEnd {
      let start = current.span.start
      var marker: CellMarker?
      if case .cell(let found) = current.kind {
        marker = found
        advance()
      }
      let statements = cell(isProse: marker?.prose != nil)
      cells.append(
        Cell(marker: marker, statements: statements, span: Span(start, current.span.start)))
    }
    diagnostics.sort { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
    let onlyOpenText = diagnostics.count == 1 && diagnostics[0].code == "E0106"
    return Script(
      cells: cells, diagnostics: diagnostics,
      isIncomplete: onlyOpenText || endedEarly && diagnostics.count == 1)
  }

  // cell = { statement | ";" } ;
  private mutating func cell(isProse: Bool) -> [Statement] {
    var statements: [Statement] = []
    var isProse = isProse
    while !isAtEnd {
      if case .cell = current.kind { break }
      if isProse {
        isProse = false
        diagnostics.append(SyntaxError.codeInProse.diagnostic(at: current.span))
      }
      if isAt(.semicolon) {
        advance()
        continue
      }
      statements.append(recoveringStatement())
    }
    return statements
  }

  /// A statement, or a broken one after which parsing goes on.
  private mutating func recoveringStatement() -> Statement {
    let first = position
    statementStart = first
    openBrackets = 0
    let start = current.span.start
    let names = boundNames()
    do throws(ParseFailure) {
      let statement = try statement()
      try endOfStatement()
      // What letters got wrong may not mean what was parsed.
      let hasProblems = tokens[first..<position].contains { $0.hasProblems }
      return hasProblems ? Statement(kind: .broken(names), span: statement.span) : statement
    } catch {
      // A block may have moved it.
      statementStart = first
      openBrackets = 0
      report(error)
      let meant = names.isEmpty ? namesMeant() : names
      resynchronise()
      return Statement(kind: .broken(meant), span: Span(start, max(start, previousEnd)))
    }
  }

  // statement = parameter | binding | expression ;
  private mutating func statement() throws(ParseFailure) -> Statement {
    let start = current.span.start
    if isAt(.param) {
      let parameter = try parameter()
      return Statement(kind: .parameter(parameter), span: Span(start, previousEnd))
    }
    if !boundNames().isEmpty {
      let binding = try binding()
      return Statement(kind: .bind(binding), span: Span(start, previousEnd))
    }
    if isAt(.pipe) { throw failure(.leadingPipe) }
    let value = try expression()
    return Statement(kind: .show(value), span: Span(start, previousEnd))
  }

  // parameter = "param" name [ ":" name ] [ "in" range ] "=" expression ;
  private mutating func parameter() throws(ParseFailure) -> ScriptParameter {
    advance()
    let name = try declaredName()
    var type: Name?
    if isAt(.colon) {
      advance()
      type = try declaredName()
    }
    var allowed: Expression?
    if isAt(.in) {
      advance()
      allowed = try range()
    }
    try expect(.assign, hint: "a param has a default: `param \(name.spelling) = 1`")
    return ScriptParameter(name: name, type: type, allowed: allowed, value: try expression())
  }

  // binding = name { "," name } "=" expression ;
  mutating func binding() throws(ParseFailure) -> Binding {
    var names = [try declaredName()]
    while isAt(.comma) {
      advance()
      names.append(try declaredName(mayStartLine: true))
    }
    try expect(.assign)
    return Binding(names: names, value: try expression())
  }

  mutating func declaredName(mayStartLine: Bool = false) throws(ParseFailure) -> Name {
    let ended = lineEnded && !mayStartLine
    if case .keyword(let keyword) = current.kind, !ended {
      throw failure(.keywordAsName(keyword.rawValue))
    }
    guard !ended, let name = name(at: current) else {
      throw failure(.expected("a name", found: found, hint: nil))
    }
    advance()
    return name
  }

  /// The names before `=` when the current token starts a binding; empty when it does not.
  func boundNames() -> [Name] {
    if isAt(.param) { return name(at: token(1)).map { [$0] } ?? [] }
    guard isName(ahead: 0), isSymbol(.assign, ahead: 1) || isSymbol(.comma, ahead: 1) else {
      return []
    }
    var offset = 0
    var names: [Name] = []
    while let name = name(at: token(offset)) {
      names.append(name)
      switch token(offset + 1).kind {
      case .symbol(.assign): return names
      case .symbol(.comma): offset += 2
      case .name, .number, .text, .keyword, .symbol, .cell, .invalid, .end: return []
      }
    }
    return []
  }

  private mutating func endOfStatement() throws(ParseFailure) {
    if isAtEnd || current.startsLine { return }
    switch current.kind {
    case .symbol(.semicolon): advance()
    case .symbol(.assign): throw failure(signature ?? .assignmentInExpression)
    case .symbol(let symbol) where symbol.closes: throw failure(.strayCloser(symbol.rawValue))
    case .symbol(.arrow):
      throw failure(.expected("names before `->`", found: found, hint: "write `(p, q) -> …`"))
    case .cell: return
    case .name, .number, .text, .keyword, .symbol, .invalid, .end:
      throw failure(.expectedEnd(found: found, hint: habitHint()))
    }
  }

  /// `f(x) = …` as other languages bind functions.
  private var signature: SyntaxError? {
    guard let function = name(at: tokens[statementStart]), position > statementStart + 2,
      tokens[statementStart + 1].kind == .symbol(.openParenthesis),
      tokens[position - 1].kind == .symbol(.closeParenthesis)
    else { return nil }
    let inside = tokens[(statementStart + 2)..<(position - 1)]
    let parameters = inside.compactMap { name(at: $0)?.spelling }
    guard inside.count == max(0, 2 * parameters.count - 1) else { return nil }
    let list = parameters.joined(separator: ", ")
    return .functionBySignature(function.spelling, parameters.count == 1 ? list : "(\(list))")
  }

  /// What to do instead of a statement of another language.
  private func habitHint() -> String? {
    if case .name(let word, false) = current.kind, let hint = Self.words[word.lowercased()] {
      return hint
    }
    if isAt(.comma) { return "to show several values write a list: `[a, b]`" }
    guard let first = name(at: tokens[statementStart]) else { return nil }
    // `SELECT * FROM us` reads like a product of two names.
    let isProduct = tokens[statementStart + 1].kind == .symbol(.times)
    guard position == statementStart + 1 || isProduct && first.text.lowercased() == "select" else {
      return nil
    }
    switch first.text {
    case "let", "var", "const", "val": return "a binding has no keyword: `name = value`"
    case "for", "while", "loop":
      return "there are no loops: `map` a function over a list or a range"
    case "def", "fn", "func", "fun", "function": return "bind a function: `f = (p, q) -> p + q`"
    case "import", "from": return "operators need no import"
    case "select", "SELECT", "Select":
      return "SQL stands in a text: `sql(\"select …\", visits: visits)`"
    case "return": return "a block's last expression is its value"
    default: return nil
    }
  }

  // MARK: After a mistake

  /// What a broken statement would have bound: the names before its `=`, or the one that something follows
  /// instead of an `=`. They are not reported as unknown where they are used.
  private func namesMeant() -> [Name] {
    var names: [Name] = []
    var open = 0
    for place in statementStart..<tokens.count {
      let token = tokens[place]
      if token.startsLine, place > statementStart { break }
      if case .symbol(.assign) = token.kind, open == 0 { return names }
      if open == 0, let name = name(at: token) { names.append(name) }
      open += Self.bracketChange(token)
    }
    let first = name(at: tokens[statementStart])
    return position == statementStart + 1 ? first.map { [$0] } ?? [] : []
  }

  private mutating func report(_ failure: ParseFailure) {
    if failure.atEnd { endedEarly = true }
    guard let diagnostic = failure.diagnostic else { return }
    // What follows a broken token in its statement is most likely its consequence.
    let followsProblem = tokens[statementStart...min(position, tokens.count - 1)]
      .contains { $0.hasProblems }
    if !followsProblem { diagnostics.append(diagnostic) }
  }

  /// Goes to the next token that can start a statement.
  private mutating func resynchronise() {
    var open = 0
    for token in tokens[statementStart..<position] { open += Self.bracketChange(token) }
    while !isAtEnd {
      if case .cell = current.kind { return }
      if position > statementStart, current.startsLine {
        if open <= 0, !continuesStatement, !isItem { return }
        if startsColumn, isAt(.param) || !boundNames().isEmpty { return }
      }
      if open <= 0, isAt(.semicolon) {
        advance()
        return
      }
      open += Self.bracketChange(current)
      advance()
    }
  }

  /// A line of a bracket that is not open any more, because something closed it too early: `action: coupon,`.
  private var isItem: Bool {
    guard boundNames().isEmpty else { return false }
    if isName(ahead: 0), isSymbol(.colon, ahead: 1) { return true }
    var last = position
    while last + 1 < tokens.count - 1, !tokens[last + 1].startsLine { last += 1 }
    if case .symbol(.comma) = tokens[last].kind { return true }
    return false
  }

  private var startsColumn: Bool {
    let start = current.span.start
    return start == 0 || source.bytes[start - 1] == .newline
  }

  private var continuesStatement: Bool {
    switch current.kind {
    case .symbol(let symbol): symbol == .pipe || symbol.closes || symbol == .comma
    case .keyword(let keyword): keyword == .then || keyword == .else
    case .name, .number, .text, .cell, .invalid, .end: false
    }
  }

  private static func bracketChange(_ token: Token) -> Int {
    guard case .symbol(let symbol) = token.kind else { return 0 }
    return symbol.opens ? 1 : symbol.closes ? -1 : 0
  }

  private static func problems(of tokens: [Token]) -> [Diagnostic] {
    var result: [Diagnostic] = []
    for token in tokens {
      result += token.problems
      guard case .text(let pieces) = token.kind else { continue }
      for case .interpolation(let inner) in pieces { result += problems(of: inner) }
    }
    return result
  }
}
