// Expressions from the loosest to the tightest binding.

import Text

extension Parser {
  // expression = function | pipeline ;
  mutating func expression() throws(ParseFailure) -> Expression {
    try enter()
    defer { depth -= 1 }
    return startsFunction ? try function() : try pipeline()
  }

  // function = ( name | "(" [ name { "," name } ] ")" ) "->" ( block | expression ) ;
  private mutating func function() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var names: [Name] = []
    if let name = name(at: current) {
      names.append(name)
      advance()
    } else {
      advance()
      while let name = name(at: current) {
        if names.contains(where: { $0.text == name.text }) {
          throw failure(.duplicate(name.spelling))
        }
        names.append(name)
        advance()
        if isAt(.comma) { advance() }
      }
      advance()
    }
    advance()
    if startsBlock {
      let body = try block()
      return try make(.function(names, body), from: start)
    }
    let body = Block(bindings: [], result: try expression())
    return try make(.function(names, body), from: start)
  }

  // block = "{" { binding [ ";" ] } expression [ ";" ] "}" ;
  private mutating func block() throws(ParseFailure) -> Block {
    let opening = current
    let outerBrackets = openBrackets
    let outerStart = statementStart
    advance()
    openBrackets = 0
    defer { openBrackets = outerBrackets }
    var bindings: [Binding] = []
    while !isAt(.param), !boundNames().isEmpty {
      statementStart = position
      bindings.append(try binding())
      try endOfBlockLine(opening)
    }
    statementStart = position
    if isAt(.closeBrace) { throw failure(.blockWithoutValue) }
    if isAt(.param) { throw failure(.nestedParam) }
    let result = try expression()
    try endOfBlockLine(opening)
    guard isAt(.closeBrace) else {
      if isAtEnd { throw failure(.notClosed("{"), at: opening.span) }
      throw failure(
        .expected("`}` after the block's value", found: found, hint: nil), at: current.span)
    }
    statementStart = outerStart
    advance()
    return Block(bindings: bindings, result: result)
  }

  private mutating func endOfBlockLine(_ opening: Token) throws(ParseFailure) {
    if isAt(.semicolon) { return advance() }
    if isAtEnd { throw failure(.notClosed("{"), at: opening.span) }
    guard current.startsLine || isAt(.closeBrace) else {
      throw failure(.expectedEnd(found: found, hint: nil))
    }
  }

  // pipeline = conditional { "|>" stage } ;
  private mutating func pipeline() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var left = try conditional()
    // The next line may go on with `|>`.
    while isAt(.pipe) {
      advance()
      let stage = try stage()
      left = try make(.pipe(left, stage), from: start)
    }
    return left
  }

  // stage = postfix ;
  private mutating func stage() throws(ParseFailure) -> Expression {
    let parenthesised = isAt(.openParenthesis)
    if startsFunction { throw failure(.functionInPipe) }
    let start = position
    let stage = try postfix()
    switch stage.kind {
    case .call, .name, .field: return stage
    case .function where parenthesised: return stage
    case .number, .text, .boolean, .none, .list, .record, .negate, .not, .binary, .range, .pipe,
      .function, .conditional, .index:
      throw failure(.badStage, at: Span(tokens[start].span.start, previousEnd))
    }
  }

  // conditional = "if" expression "then" expression "else" conditional | disjunction ;
  private mutating func conditional() throws(ParseFailure) -> Expression {
    guard isAt(.if) else { return try disjunction() }
    let start = current.span.start
    advance()
    let condition = try expression()
    try expect(.then, hint: "write `if a > 0 then b else c`")
    let then = try expression()
    try expect(.else, hint: "every `if` says what else: `else none`")
    try enter()
    defer { depth -= 1 }
    let otherwise = try conditional()
    return try make(.conditional(condition, then: then, otherwise: otherwise), from: start)
  }

  // disjunction = conjunction { "or" conjunction } ;
  private mutating func disjunction() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var left = try conjunction()
    while continues(with: .or) {
      let symbol = current.span
      advance()
      left = try make(.binary(.or, symbol, left, try conjunction()), from: start)
    }
    return left
  }

  // conjunction = negation { "and" negation } ;
  private mutating func conjunction() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var left = try negation()
    while continues(with: .and) {
      let symbol = current.span
      advance()
      left = try make(.binary(.and, symbol, left, try negation()), from: start)
    }
    return left
  }

  // negation = "not" negation | comparison ;
  private mutating func negation() throws(ParseFailure) -> Expression {
    guard isAt(.not) else { return try comparison() }
    let start = current.span.start
    advance()
    try enter()
    defer { depth -= 1 }
    let operand = try negation()
    return try make(.not(operand), from: start)
  }

  // comparison = range [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" ) range ] ;
  private mutating func comparison() throws(ParseFailure) -> Expression {
    let start = current.span.start
    let left = try range()
    guard let (comparison, symbol) = comparisonOperator() else {
      if continues(with: .not), token(1).kind == .keyword(.in) {
        throw failure(
          .expectedEnd(found: "`not`", hint: "write `not x in list`"),
          at: current.span.union(token(1).span))
      }
      return left
    }
    advance()
    let right = try range()
    if let (_, second) = comparisonOperator() { throw failure(.chainedComparison, at: second) }
    return try make(.binary(comparison, symbol, left, right), from: start)
  }

  private func comparisonOperator() -> (BinaryOperator, Span)? {
    if continues(with: .in) { return (.isIn, current.span) }
    let symbols: [Symbol] = [
      .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
    ]
    guard let (symbol, span) = continues(with: symbols) else { return nil }
    return BinaryOperator(rawValue: symbol.rawValue).map { ($0, span) }
  }

  // range = sum [ ".." sum [ "by" sum ] ] ;
  mutating func range() throws(ParseFailure) -> Expression {
    let start = current.span.start
    let first = try sum()
    guard continues(with: [.range]) != nil else { return first }
    advance()
    let last = try sum()
    var step: Expression?
    if !lineEnded, current.kind == .name("by", quoted: false) {
      advance()
      step = try sum()
    }
    return try make(.range(first, last, by: step), from: start)
  }

  // sum = product { ( "+" | "-" ) product } ;
  private mutating func sum() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var left = try product()
    while let (symbol, span) = continues(with: [.plus, .minus]) {
      advance()
      let right = try product()
      left = try make(.binary(symbol == .plus ? .plus : .minus, span, left, right), from: start)
    }
    return left
  }

  // product = negative { ( "*" | "/" | "%%" ) negative } ;
  private mutating func product() throws(ParseFailure) -> Expression {
    let start = current.span.start
    var left = try negative()
    while let (symbol, span) = continues(with: [.times, .divide, .remainder]) {
      advance()
      let right = try negative()
      let operation: BinaryOperator =
        symbol == .times ? .times : symbol == .divide ? .divide : .remainder
      left = try make(.binary(operation, span, left, right), from: start)
    }
    return left
  }

  // negative = "-" negative | power ;
  private mutating func negative() throws(ParseFailure) -> Expression {
    guard isAt(.minus) else { return try power() }
    let start = current.span.start
    advance()
    try enter()
    defer { depth -= 1 }
    let operand = try negative()
    return try make(.negate(operand), from: start)
  }

  // power = postfix [ "^" negative ] ;
  private mutating func power() throws(ParseFailure) -> Expression {
    let start = current.span.start
    let base = try postfix()
    guard let (_, span) = continues(with: [.power]) else { return base }
    advance()
    try enter()
    defer { depth -= 1 }
    let exponent = try negative()
    return try make(.binary(.power, span, base, exponent), from: start)
  }

  // MARK: Looking ahead

  /// `p ->`, `(p, q) ->` or `() ->`.
  var startsFunction: Bool {
    if isName(ahead: 0) { return isSymbol(.arrow, ahead: 1) }
    guard isAt(.openParenthesis) else { return false }
    var offset = 1
    while isName(ahead: offset) {
      offset += 1
      if isSymbol(.comma, ahead: offset) { offset += 1 }
    }
    return isSymbol(.closeParenthesis, ahead: offset) && isSymbol(.arrow, ahead: offset + 1)
  }

  /// After `->`, a brace opens a block unless a field follows.
  private var startsBlock: Bool {
    guard isAt(.openBrace) else { return false }
    switch token(1).kind {
    case .name, .text: return token(2).kind != .symbol(.colon)
    case .symbol(.closeBrace): return false
    case .number, .keyword, .symbol, .cell, .invalid, .end: return true
    }
  }
}
