// What binds tightest: calls, fields, indices, literals and everything in brackets.

import Text

extension Parser {
  // postfix = primary { arguments | "." name | "[" expression "]" } ;
  mutating func postfix() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var value = try primary()
    while let (symbol, span) = continues(with: [.openParenthesis, .dot, .openBracket]) {
      switch symbol {
      case .dot:
        advance()
        value = try make(.field(value, try fieldName()), from: start)
      case .openParenthesis:
        value = try make(.call(value, try arguments()), from: start)
      default:
        advance()
        openBrackets += 1
        let index = try expression()
        guard isAt(.closeBracket) else {
          throw missingCloser(.openBracket, .closeBracket, openedAt: span)
        }
        openBrackets -= 1
        advance()
        value = try make(.index(value, index), from: start)
      }
    }
    return value
  }

  private mutating func fieldName() throws(ParseFailure) -> Name {
    if case .number = current.kind {
      throw failure(.expected("a field's name", found: found, hint: "an index is written `xs[0]`"))
    }
    if case .symbol = current.kind {
      let hint = "a column whose name has a point in it stands in backticks"
      throw failure(.expected("a field's name", found: found, hint: hint))
    }
    return try declaredName()
  }

  // arguments = "(" [ argument { "," argument } [ "," ] ] ")" ;
  private mutating func arguments() throws(ParseFailure) -> [Argument] {
    var namedBefore = false
    return try bracketed(.openParenthesis, .closeParenthesis) {
      (parser: inout Parser) throws(ParseFailure) in
      let start = parser.current.span
      let argument = try parser.argument()
      if argument.name == nil, namedBefore {
        throw parser.failure(.positionalAfterNamed, at: start.union(argument.value.span))
      }
      namedBefore = argument.name != nil
      return argument
    }
  }

  // argument = [ name ":" ] expression ;
  private mutating func argument() throws(ParseFailure) -> Argument {
    guard isSymbol(.colon, ahead: 1) || isSymbol(.assign, ahead: 1), let name = name(at: current)
    else { return Argument(name: nil, value: try expression()) }
    switch token(1).kind {
    case .symbol(.colon):
      advance()
      advance()
      return Argument(name: name, value: try expression())
    case .symbol(.assign):
      advance()
      throw failure(
        .expected(
          "`:`", found: "`=`",
          hint:
            "a named argument is written `\(name.spelling): …`, a comparison `\(name.spelling) == …`"
        ))
    case .name, .number, .text, .keyword, .symbol, .cell, .invalid, .end:
      return Argument(name: nil, value: try expression())
    }
  }

  // primary = number | text | "true" | "false" | "none" | name | quoted_name | list | record | grouping ;
  private mutating func primary() throws(ParseFailure) -> Expression {
    let token = current
    let start = token.span.start
    if let unclosed = statementInside() { throw unclosed }
    switch token.kind {
    case .number(let value):
      advance()
      return try make(.number(value), from: start)
    case .text(let pieces):
      advance()
      return try make(.text(try textParts(pieces)), from: start)
    case .name:
      advance()
      guard let name = name(at: token) else { throw failure(.expectedExpression(found: found)) }
      return try make(.name(name), from: start)
    case .keyword(let keyword):
      return try literal(keyword)
    case .symbol(.openBracket):
      return try make(.list(try list()), from: start)
    case .symbol(.openBrace):
      return try make(.record(try record()), from: start)
    case .symbol(.openParenthesis):
      return try grouping()
    case .symbol(let symbol) where symbol.closes && openBrackets == 0:
      throw failure(
        position == statementStart
          ? .strayCloser(symbol.rawValue) : .expectedExpression(found: found))
    case .symbol, .cell, .invalid, .end:
      throw failure(.expectedExpression(found: found))
    }
  }

  private mutating func literal(_ keyword: Keyword) throws(ParseFailure) -> Expression {
    let start = current.span.start
    let kind: Expression.Kind
    switch keyword {
    case .true: kind = .boolean(true)
    case .false: kind = .boolean(false)
    case .none: kind = .none
    case .param: throw failure(.nestedParam)
    case .if:
      throw failure(
        .expected(
          "an operand", found: "`if`", hint: "put parentheses around `if … then … else …`"))
    case .then, .else, .and, .or, .not, .in: throw failure(.expectedExpression(found: found))
    }
    advance()
    return try make(kind, from: start)
  }

  // list = "[" [ expression { "," expression } [ "," ] ] "]" ;
  private mutating func list() throws(ParseFailure) -> [Expression] {
    try bracketed(.openBracket, .closeBracket) { (parser: inout Parser) throws(ParseFailure) in
      try parser.expression()
    }
  }

  // record = "{" [ field { "," field } [ "," ] ] "}" ;
  private mutating func record() throws(ParseFailure) -> [Field] {
    var seen: Set<String> = []
    return try bracketed(.openBrace, .closeBrace) {
      (parser: inout Parser) throws(ParseFailure) in
      let field = try parser.field()
      guard seen.insert(field.name.text).inserted else {
        throw parser.failure(.duplicate(field.name.spelling), at: field.name.span)
      }
      return field
    }
  }

  // field = ( name | text ) ":" expression ;
  private mutating func field() throws(ParseFailure) -> Field {
    let key: Name
    if case .text(let pieces) = current.kind {
      guard pieces.count == 1, case .literal(let text) = pieces[0] else {
        throw failure(.badFieldName)
      }
      key = Name(text, spelling: text, span: current.span, quoted: true)
      advance()
    } else {
      key = try declaredName()
    }
    try expect(.colon, hint: "a record is written `{name: value}`")
    return Field(name: key, value: try expression())
  }

  // grouping = "(" expression ")" ;
  private mutating func grouping() throws(ParseFailure) -> Expression {
    let opening = current.span
    advance()
    openBrackets += 1
    var inner = try expression()
    guard isAt(.closeParenthesis) else {
      throw missingCloser(.openParenthesis, .closeParenthesis, openedAt: opening)
    }
    openBrackets -= 1
    advance()
    inner.span = Span(opening.start, previousEnd)
    return inner
  }

  private mutating func textParts(_ pieces: [TextPiece]) throws(ParseFailure) -> [TextPart] {
    var parts: [TextPart] = []
    for piece in pieces {
      switch piece {
      case .literal(let text): parts.append(.literal(text))
      case .interpolation(let tokens):
        var inner = Parser(tokens, source: source, depth: depth)
        inner.openBrackets = 1
        inner.isInterpolation = true
        let value = try inner.interpolated()
        parts.append(.interpolation(value))
      }
    }
    return parts
  }

  private mutating func interpolated() throws(ParseFailure) -> Expression {
    do throws(ParseFailure) {
      let value = try expression()
      guard isAtEnd else { throw failure(.expected("`}`", found: found, hint: nil)) }
      return value
    } catch {
      throw ParseFailure(diagnostic: error.diagnostic)
    }
  }

  // MARK: Brackets

  private mutating func bracketed<Element>(
    _ opener: Symbol, _ closer: Symbol,
    _ element: (inout Parser) throws(ParseFailure) -> Element
  ) throws(ParseFailure) -> [Element] {
    let opening = current.span
    advance()
    openBrackets += 1
    var elements: [Element] = []
    while !isAt(closer) {
      if isAtEnd || statementInside() != nil {
        throw failure(.notClosed(opener.rawValue), at: opening)
      }
      elements.append(try element(&self))
      if isAt(.comma) {
        advance()
      } else if !isAt(closer) {
        throw missingCloser(opener, closer, openedAt: opening, separated: true)
      }
    }
    openBrackets -= 1
    advance()
    return elements
  }
}
