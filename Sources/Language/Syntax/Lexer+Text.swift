// Texts with escapes and interpolation. An interpolation is lexed in place, so its tokens point into
// the script like any others. `"""` texts drop the line break after the opening quotes, the one before
// the closing quotes, and the closing line's indentation from every line.

import Text

extension Lexer {
  // text = '"' { any - ( '"' | "\" | "{" | newline ) | escape | interpolation } '"' | '"""' { any - ( '"""' | "\" | "{" ) | escape | interpolation } '"""' ;
  mutating func text() -> Token {
    let start = position
    let shape = has(Self.tripleQuote) ? tripleShape() : Shape()
    position += shape.triple ? 3 : 1
    if shape.triple { skipFirstLineBreak() }
    var pieces: [TextPiece] = []
    var literal: [UInt8] = []
    var problems: [Diagnostic] = []
    var closed = false
    if shape.triple { skipIndentation(shape.indentation) }
    while let byte = peek(), !closed {
      switch byte {
      case .quote where !shape.triple || has(Self.tripleQuote):
        position += shape.triple ? 3 : 1
        closed = true
      case .newline where !shape.triple:
        return unclosed(from: start, pieces, literal, problems)
      case .newline:
        if literal.last == .carriageReturn { literal.removeLast() }
        if position < shape.lastLineBreak { literal.append(byte) }
        position += 1
        skipIndentation(shape.indentation)
      case .backslash:
        literal += escape(into: &problems)
      case UInt8(ascii: "{"):
        if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
        literal = []
        pieces.append(interpolation(triple: shape.triple, into: &problems))
      default:
        literal.append(byte)
        position += 1
      }
    }
    guard closed else { return unclosed(from: start, pieces, literal, problems) }
    if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
    let span = Span(start, position)
    return Token(kind: .text(pieces), span: span, startsLine: startsLine, problems: problems)
  }

  private func unclosed(
    from start: Int, _ pieces: [TextPiece], _ literal: [UInt8], _ problems: [Diagnostic]
  ) -> Token {
    let triple = bytes[start...].starts(with: Self.tripleQuote)
    let problem = triple ? LexicalError.openLongText : .openText
    let opening = Span(start, triple ? start + 3 : position)
    return Token(
      kind: .text(pieces + [.literal(String(decoding: literal, as: UTF8.self))]),
      span: Span(start, position), startsLine: startsLine,
      problems: problems.isEmpty ? [problem.diagnostic(at: opening)] : problems)
  }

  // interpolation = "{" expression "}" ;
  private mutating func interpolation(triple: Bool, into problems: inout [Diagnostic]) -> TextPiece
  {
    let start = position
    position += 1
    textDepth += 1
    defer { textDepth -= 1 }
    var tokens: [Token] = []
    var open = 0
    let startedLine = startsLine
    startsLine = false
    defer { startsLine = startedLine }
    while true {
      skipBlanks(triple: triple)
      let byte = peek()
      let atTextEnd =
        byte == nil || byte == .hash || byte == .newline && !triple
        || byte == .quote && tooDeep || triple && has(Self.tripleQuote)
      if atTextEnd {
        problems.append(LexicalError.openInterpolation.diagnostic(at: Span(start, start + 1)))
        // A quote that was meant to close this text has opened another one.
        if let last = tokens.indices.last { tokens[last].problems = [] }
        break
      }
      if byte == UInt8(ascii: "}"), open == 0 { break }
      guard let token = next() else { continue }
      if case .symbol(let symbol) = token.kind {
        open += symbol == .openBrace ? 1 : symbol == .closeBrace ? -1 : 0
      }
      tokens.append(token)
    }
    tokens.append(
      Token(kind: .end, span: Span(position, position), startsLine: false))
    if peek() == UInt8(ascii: "}") { position += 1 }
    return .interpolation(tokens)
  }

  private var tooDeep: Bool { textDepth > Self.deepestText }

  private mutating func skipBlanks(triple: Bool) {
    while let byte = peek(),
      byte == .space || byte == .tab || byte == .carriageReturn || triple && byte == .newline
    {
      position += 1
    }
  }

  // escape = "\" ( "n" | "t" | '"' | "\" | "{" | "}" | unicode_escape ) ;
  private mutating func escape(into problems: inout [Diagnostic]) -> [UInt8] {
    let start = position
    let letter = peek(1)
    position += 2
    switch letter {
    case UInt8(ascii: "n"): return [.newline]
    case UInt8(ascii: "t"): return [.tab]
    case UInt8.quote, UInt8.backslash, UInt8(ascii: "{"), UInt8(ascii: "}"):
      return letter.map { [$0] } ?? []
    case UInt8(ascii: "u") where peek() == UInt8(ascii: "{"):
      return unicodeEscape(from: start, into: &problems)
    default:
      // Only the backslash is wrong: what follows is read as it stands.
      position = start + 1
      let length = scalar(at: position)?.length ?? 0
      let spelling = string(start..<(position + (letter == .newline ? 0 : length)))
      problems.append(
        LexicalError.unknownEscape(spelling).diagnostic(
          at: Span(start, start + max(1, spelling.utf8.count))))
      return []
    }
  }

  // unicode_escape = "u{" hex { hex } "}" ;
  private mutating func unicodeEscape(
    from start: Int, into problems: inout [Diagnostic]
  ) -> [UInt8] {
    position += 1
    let digits = position
    while let byte = peek(), byte.isHexDigit { position += 1 }
    let hex = string(digits..<position)
    if peek() == UInt8(ascii: "}") { position += 1 }
    guard let value = UInt32(hex, radix: 16), let scalar = Unicode.Scalar(value),
      bytes[position - 1] == UInt8(ascii: "}")
    else {
      problems.append(LexicalError.badUnicodeEscape.diagnostic(at: Span(start, position)))
      return []
    }
    return Array(String(Character(scalar)).utf8)
  }

  // MARK: Long texts

  private struct Shape {
    var triple = false
    /// Blanks before the closing quotes when they stand alone on their line.
    var indentation: [UInt8] = []
    /// The line break before such a closing line is not part of the text.
    var lastLineBreak = Int.max
  }

  private func tripleShape() -> Shape {
    var shape = Shape(triple: true)
    var lineStart: Int?
    var onlyBlanks = false
    var offset = position + 3
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == .backslash {
        offset += 2
        onlyBlanks = false
        continue
      }
      if byte == .quote, bytes[offset...].starts(with: Self.tripleQuote) { break }
      if byte == .newline {
        lineStart = offset + 1
        onlyBlanks = true
      } else if byte != .space, byte != .tab {
        onlyBlanks = false
      }
      offset += 1
    }
    if let lineStart, onlyBlanks, offset < bytes.count {
      shape.indentation = Array(bytes[lineStart..<offset])
      shape.lastLineBreak = lineStart - 1
    }
    return shape
  }

  private mutating func skipFirstLineBreak() {
    if peek() == .carriageReturn, peek(1) == .newline { position += 1 }
    if peek() == .newline { position += 1 }
  }

  private mutating func skipIndentation(_ indentation: [UInt8]) {
    for blank in indentation where peek() == blank { position += 1 }
  }
}
