// Where a part of a text stands in the script: an error inside a query that is written out in the script gets its
// carets under the word that is wrong.

extension SourceText {
  /// The place of some UTF-8 bytes of a text in the literal that it comes from. Nil when the span is no literal, or
  /// one with an interpolation: then only the run knows what it comes to.
  package func span(of part: Range<Int>, of text: String, in literal: Span) -> Span? {
    guard let pieces = literalBytes(literal), pieces.map(\.byte) == Array(text.utf8),
      part.lowerBound >= 0, part.upperBound <= pieces.count
    else { return nil }
    guard !part.isEmpty else {
      let end = part.lowerBound < pieces.count ? pieces[part.lowerBound].offset : literal.end
      return Span(end, end)
    }
    return Span(pieces[part.lowerBound].offset, pieces[part.upperBound - 1].end)
  }

  /// "line 2, column 5" of a text.
  package static func place(of part: Range<Int>, in text: String) -> String {
    let place = SourceText(text).location(part.lowerBound)
    return "line \(place.line), column \(place.column)"
  }

  /// A byte of a text and where it is written.
  private typealias Piece = (byte: UInt8, offset: Int, end: Int)

  private func literalBytes(_ literal: Span) -> [Piece]? {
    let quotes = bytes[..<min(literal.end, bytes.count)].dropFirst(literal.start)
      .prefix { $0 == 34 }.count
    let width = quotes >= 6 || quotes == 2 ? 1 : quotes
    guard width == 1 || width == 3, literal.end - literal.start >= 2 * width,
      literal.end <= bytes.count
    else { return nil }
    var (at, end) = (literal.start + width, literal.end - width)
    var indentation = 0
    if width == 3 {
      if at < end, bytes[at] == 13 { at += 1 }
      if at < end, bytes[at] == 10 { at += 1 }
      let blanks = bytes[at..<end].reversed().prefix { $0 == 32 || $0 == 9 }.count
      if end - blanks - 1 >= at, bytes[end - blanks - 1] == 10 {
        indentation = blanks
        end -= blanks + 1
      }
    }
    var pieces: [Piece] = []
    func skipIndentation() {
      let blanks = bytes[at..<end].prefix(indentation).prefix { $0 == 32 || $0 == 9 }.count
      at += blanks
    }
    skipIndentation()
    while at < end {
      switch bytes[at] {
      case 123: return nil
      case 92:
        guard at + 1 < end, let byte = Self.escaped(bytes[at + 1]) else { return nil }
        pieces.append((byte, at, at + 2))
        at += 2
      case 10:
        if pieces.last?.byte == 13 { pieces.removeLast() }
        pieces.append((10, at, at + 1))
        at += 1
        skipIndentation()
      default:
        pieces.append((bytes[at], at, at + 1))
        at += 1
      }
    }
    return pieces
  }

  private static func escaped(_ letter: UInt8) -> UInt8? {
    switch letter {
    case 110: 10
    case 116: 9
    case 34, 92, 123, 125: letter
    default: nil
    }
  }
}
