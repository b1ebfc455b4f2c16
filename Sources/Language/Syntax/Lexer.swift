// Bytes to tokens. The lexer works on UTF-8 bytes and never on Characters: a script may hold any bytes
// at all, and every offset it reports is a byte offset of the source. It cannot fail; what it cannot
// read becomes a token with a problem.

package import Text

/// Step 1 of a script's journey. Always ends with one `end` token.
package func tokenize(_ source: SourceText) -> [Token] {
  var lexer = Lexer(source.bytes)
  return lexer.tokens()
}

struct Lexer {
  let bytes: [UInt8]
  var position = 0
  var startsLine = true
  /// Some digits of the current number do.
  var endsInUnderscore = false
  /// Seen since the last token.
  private var comments: [Comment] = []
  /// Interpolations around the current one.
  var textDepth = 0
  static let deepestText = 8

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark says nothing that is not known.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  // tokens = { name | quoted_name | number | text | symbol | comment | cell_marker | prose_marker } ;
  mutating func tokens() -> [Token] {
    var result: [Token] = []
    while let token = next() { result.append(token) }
    var end = Token(kind: .end, span: Span(position, position), startsLine: startsLine)
    end.comments = comments
    result.append(end)
    return result
  }

  /// The next token, or nil at the end of the bytes.
  mutating func next() -> Token? {
    while let byte = peek() {
      switch byte {
      case .newline:
        position += 1
        startsLine = true
      case .space, .tab, .carriageReturn:
        position += 1
      case .hash:
        let before = comments
        if startsLine, var marker = proseMarker() ?? cellMarker() {
          marker.comments = before
          comments = []
          return marker
        }
        comment()
      default:
        let before = comments
        comments = []
        var token = significantToken(byte)
        token.comments = before
        startsLine = false
        return token
      }
    }
    return nil
  }

  private mutating func significantToken(_ byte: UInt8) -> Token {
    if byte.isDigit { return number() }
    if byte == .quote { return text() }
    if byte == .backtick { return quotedName() }
    if let name = name() { return name }
    return symbol()
  }

  // comment = "#" { any - newline } ;
  private mutating func comment() {
    let start = position
    while let byte = peek(), byte != .newline { position += 1 }
    var end = position
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    comments.append(Comment(span: Span(start, end), startsLine: startsLine))
  }

  // MARK: Reading bytes

  func peek(_ ahead: Int = 0) -> UInt8? {
    let index = position + ahead
    return index < bytes.count ? bytes[index] : nil
  }

  /// Whether these bytes come next.
  func has(_ expected: [UInt8]) -> Bool {
    guard position + expected.count <= bytes.count else { return false }
    for (offset, byte) in expected.enumerated() where bytes[position + offset] != byte {
      return false
    }
    return true
  }

  static let tripleQuote: [UInt8] = [.quote, .quote, .quote]
  static let cellMarks: [[UInt8]] = [Array("#%%".utf8), Array("# %%".utf8)]

  var cellMark: [UInt8]? { Self.cellMarks.first { has($0) } }

  /// The scalar at an offset and its length in bytes, or nil when the bytes there are not UTF-8.
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, offset + length <= bytes.count else { return nil }
    guard let decoded = String(validating: bytes[offset..<(offset + length)], as: UTF8.self),
      let scalar = decoded.unicodeScalars.first
    else { return nil }
    return (scalar, length)
  }

  func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  func token(_ kind: Token.Kind, from start: Int, problems: [LexicalError] = []) -> Token {
    let span = Span(start, position)
    return Token(
      kind: kind, span: span, startsLine: startsLine,
      problems: problems.map { $0.diagnostic(at: span) })
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let hash = UInt8(ascii: "#")
  static let quote = UInt8(ascii: "\"")
  static let backtick = UInt8(ascii: "`")
  static let backslash = UInt8(ascii: "\\")
  static let underscore = UInt8(ascii: "_")
  static let percentSign = UInt8(ascii: "%")

  var isBlank: Bool { self == .space || self == .tab || self == .carriageReturn }

  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  var isHexDigit: Bool {
    isDigit || (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "f")
  }
}
