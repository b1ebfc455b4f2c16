// Names, numbers and symbols. Habits from other languages (`&&`, `**`, 'text') get a message that says
// how it is written here, and stand for what was meant, so that one slip gives one error.

import Text

extension Lexer {
  // name = letter { letter | digit | "_" } ;
  mutating func name() -> Token? {
    let start = position
    position += letterLength(at: position, isFirst: true)
    guard position > start else { return nil }
    while true {
      let length = letterLength(at: position, isFirst: false)
      if length == 0 { break }
      position += length
    }
    let spelling = string(start..<position)
    if position - start <= Keyword.longest, let keyword = Keyword(rawValue: spelling) {
      return token(.keyword(keyword), from: start)
    }
    return token(.name(Names.canonical(spelling), quoted: false), from: start)
  }

  /// The bytes of a name's letter at an offset, 0 when there is none. Most are ASCII and need no table.
  private func letterLength(at offset: Int, isFirst: Bool) -> Int {
    guard offset < bytes.count else { return 0 }
    let byte = bytes[offset]
    if byte < 0x80 {
      let lower = byte | 0x20
      let isLetter = lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
      return isLetter || byte == .underscore || !isFirst && byte.isDigit ? 1 : 0
    }
    guard let next = scalar(at: offset) else { return 0 }
    let fits = isFirst ? next.scalar.startsName : next.scalar.continuesName
    return fits ? next.length : 0
  }

  // quoted_name = "`" any - ( "`" | newline ) { any - ( "`" | newline ) } "`" ;
  mutating func quotedName() -> Token {
    let start = position
    position += 1
    while let byte = peek(), byte != .backtick, byte != .newline { position += 1 }
    let spelling = string((start + 1)..<position)
    guard peek() == .backtick else {
      return token(.name(spelling, quoted: true), from: start, problems: [.openQuotedName])
    }
    position += 1
    let problems: [LexicalError] = spelling.isEmpty ? [.emptyQuotedName] : []
    return token(.name(spelling, quoted: true), from: start, problems: problems)
  }

  // number = digits [ "." digits ] [ exponent ] [ "%" ] ;
  mutating func number() -> Token {
    let start = position
    endsInUnderscore = false
    digits()
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit == true {
      position += 1
      digits()
    }
    exponent()
    let literal = string(start..<position).filter { $0 != "_" }
    var problems: [LexicalError] = []
    if endsInUnderscore { problems.append(.danglingUnderscore) }
    if let tail = name() {
      let spelling = string(tail.span.start..<tail.span.end)
      problems.append(.letterAfterNumber(spelling))
    }
    var value = Double(literal) ?? .nan
    if value.isInfinite {
      problems.append(.numberTooLarge)
      value = .nan
    }
    if isPercentSign() {
      position += 1
      value /= 100
    }
    return token(.number(value), from: start, problems: problems)
  }

  // digits = digit { { "_" } digit } ;
  private mutating func digits() {
    while let byte = peek(), byte.isDigit || byte == .underscore { position += 1 }
    if bytes[position - 1] == .underscore { endsInUnderscore = true }
  }

  // exponent = ( "e" | "E" ) [ "+" | "-" ] digits ;
  private mutating func exponent() {
    guard let mark = peek(), mark | 0x20 == UInt8(ascii: "e") else { return }
    let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
    guard peek(signed ? 2 : 1)?.isDigit == true else { return }
    position += signed ? 2 : 1
    digits()
  }

  /// `80%` is a percentage, `80%%7` a remainder, `80%%%7` the remainder of a percentage.
  private func isPercentSign() -> Bool {
    guard peek() == .percentSign else { return false }
    return peek(1) != .percentSign || peek(2) == .percentSign
  }

  // symbol = "|>" | "->" | ".." | "==" | "!=" | "<=" | ">=" | "%%" | "=" | "<" | ">" | "." | "+" | "-" | "*" | "/" | "^" | "," | ":" | ";" | "(" | ")" | "[" | "]" | "{" | "}" ;
  mutating func symbol() -> Token {
    let start = position
    if let habit = foreignSymbol() { return habit }
    for entry in Symbol.table where has(entry.bytes) {
      position += entry.bytes.count
      return token(.symbol(entry.symbol), from: start)
    }
    return strayBytes()
  }

  private mutating func foreignSymbol() -> Token? {
    for habit in Self.foreign where has(habit.bytes) {
      let start = position
      position += habit.bytes.count
      let problem = LexicalError.foreign(habit.spelling, hint: habit.hint)
      return token(habit.meant, from: start, problems: [problem])
    }
    return nil
  }

  /// Longest first.
  private static let foreign: [Habit] = [
    Habit("&&", .keyword(.and), "write `and`"),
    Habit("||", .keyword(.or), "write `or`"),
    Habit("**", .symbol(.power), "write `^` for powers"),
    Habit("//", .invalid, "write `/` to divide and `#` to comment"),
    Habit(":=", .symbol(.assign), "write `=`"),
    Habit("<-", .symbol(.assign), "write `=` to bind, or put a space before the minus"),
    Habit("=>", .symbol(.arrow), "write `->` for functions and `>=` to compare"),
    Habit("%>%", .symbol(.pipe), "write `|>`"),
    Habit("<>", .symbol(.notEqual), "write `!=`"),
    Habit("+=", .invalid, "a name is bound once: write `y = x + 1`"),
    Habit("-=", .invalid, "a name is bound once: write `y = x - 1`"),
    Habit("*=", .invalid, "a name is bound once: write `y = x * 2`"),
    Habit("...", .symbol(.range), "write `..`; both ends are included"),
  ]

  private mutating func strayBytes() -> Token {
    let start = position
    if peek() == UInt8(ascii: "'") { return apostropheText() }
    if textDepth > 0, has(Self.escapedQuote) { return escapedText() }
    guard let found = scalar(at: position) else {
      repeat { position += 1 } while position < bytes.count && scalar(at: position) == nil
      return token(.invalid, from: start, problems: [.notUTF8])
    }
    position += found.length
    // A run of one strange character is one mistake.
    while let next = scalar(at: position), next.scalar == found.scalar { position += next.length }
    return token(.invalid, from: start, problems: [.stray(found.scalar)])
  }

  private static let escapedQuote: [UInt8] = [.backslash, .quote]

  /// `\"a\"` in an interpolation, which is code: it stands for the text that was meant.
  private mutating func escapedText() -> Token {
    let start = position
    position += 2
    while let byte = peek(), byte != .quote, byte != .newline, !has(Self.escapedQuote) {
      position += 1
    }
    guard has(Self.escapedQuote) else {
      position = start + 2
      return token(.invalid, from: start, problems: [.escapedQuote])
    }
    let content = string((start + 2)..<position)
    position += 2
    return token(.text([.literal(content)]), from: start, problems: [.escapedQuote])
  }

  private mutating func apostropheText() -> Token {
    let start = position
    position += 1
    while let byte = peek(), byte != UInt8(ascii: "'"), byte != .newline { position += 1 }
    let content = string((start + 1)..<position)
    guard peek() == UInt8(ascii: "'") else {
      position = start + 1
      return token(.invalid, from: start, problems: [.stray("'")])
    }
    position += 1
    return token(.text([.literal(content)]), from: start, problems: [.apostrophes])
  }
}

/// An operator of another language, what it stands for and what to write.
private struct Habit {
  var spelling: String
  var bytes: [UInt8]
  var meant: Token.Kind
  var hint: String

  init(_ spelling: String, _ meant: Token.Kind, _ hint: String) {
    self.spelling = spelling
    bytes = Array(spelling.utf8)
    self.meant = meant
    self.hint = hint
  }
}

extension Unicode.Scalar {
  var startsName: Bool { self == "_" || properties.isXIDStart }
  var continuesName: Bool { self == "_" || properties.isXIDContinue }
}
