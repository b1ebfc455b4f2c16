// Cells in the percent format that editors and jupytext know: a comment line `# %% title` opens a
// cell, `# %% [markdown] title` a prose cell whose lines are comments.

import Text

extension Lexer {
  // cell_marker = "#" [ " " ] "%%" { any - newline } newline ;
  mutating func cellMarker() -> Token? {
    guard let mark = cellMark else { return nil }
    let start = position
    position += mark.count
    return marker(from: start, title: lineRest())
  }

  // prose_marker = "#" [ " " ] "%%" { " " } ( "[markdown]" | "[md]" ) { any - newline } newline ;
  mutating func proseMarker() -> Token? {
    guard let mark = cellMark else { return nil }
    let start = position
    position += mark.count
    let title = lineRest()
    for tag in ["[markdown]", "[md]"] where title.hasPrefix(tag) {
      return marker(
        from: start, title: Self.withoutBlanks(title.dropFirst(tag.count)), isProse: true)
    }
    position = start
    return nil
  }

  private mutating func marker(from start: Int, title: String, isProse: Bool = false) -> Token {
    let end = position
    let prose = isProse ? prose() : nil
    startsLine = true
    return Token(
      kind: .cell(CellMarker(title: title, prose: prose)), span: Span(start, end), startsLine: true)
  }

  // prose = { "#" [ " " ] { any - newline } newline } ;
  private mutating func prose() -> String {
    var lines: [String] = []
    while position < bytes.count {
      let lineStart = position
      if peek() == .newline { position += 1 }
      let bodyStart = position
      while let byte = peek(), byte == .space || byte == .tab || byte == .carriageReturn {
        position += 1
      }
      let isComment = peek() == .hash && cellMark == nil
      guard isComment || peek() == .newline || peek() == nil else {
        position = lineStart
        break
      }
      if isComment {
        position += peek(1) == .space ? 2 : 1
        lines.append(lineRest(trimmed: false))
      } else {
        lines.append("")
        if position == bodyStart, peek() == nil { break }
      }
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private mutating func lineRest(trimmed: Bool = true) -> String {
    let start = position
    while let byte = peek(), byte != .newline { position += 1 }
    let rest = string(start..<position)
    if trimmed { return Self.withoutBlanks(rest[...]) }
    return rest.hasSuffix("\r") ? String(rest.dropLast()) : rest
  }

  private static func withoutBlanks(_ text: Substring) -> String {
    var text = text
    while let first = text.unicodeScalars.first, first.properties.isWhitespace {
      text.unicodeScalars.removeFirst()
    }
    while let last = text.unicodeScalars.last, last.properties.isWhitespace {
      text.unicodeScalars.removeLast()
    }
    return String(text)
  }
}
