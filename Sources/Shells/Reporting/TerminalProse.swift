// Prose on a terminal: wrapped paragraphs, bullets, quotes behind a bar. Marks that colour replaces
// are dropped with it and kept without it where they carry meaning (inline code keeps backticks).

struct TerminalProse {
  let style: TerminalStyle

  func lines(_ prose: Prose) -> [String] {
    lines(prose.pieces, indent: 0, tight: false)
  }

  private func lines(_ pieces: [Prose.Piece], indent: Int, tight: Bool) -> [String] {
    var result: [String] = []
    for (index, piece) in pieces.enumerated() {
      if index > 0, !tight { result.append("") }
      result += lines(piece, indent: indent)
    }
    return result
  }

  private func lines(_ piece: Prose.Piece, indent: Int) -> [String] {
    switch piece {
    case .heading(let level, let inlines):
      return TerminalRenderer(style: narrowed(indent))
        .lines(of: .heading(level: level, text: Prose.plain(inlines)))
    case .paragraph(let inlines):
      return wrapped(words(inlines, voice: .plain), indent: indent)
    case .list(let start, let items):
      return items.enumerated().flatMap { index, item in
        let mark = start.map { "\($0 &+ index). " } ?? style.bullet + " "
        let width = TextWidth.of(mark)
        let inner = lines(item, indent: indent + width, tight: true)
        return inner.enumerated().map { $0 == 0 ? mark + $1 : TextWidth.spaces(width) + $1 }
      }
    case .quote(let inner):
      let bar = style.paint(style.unicode ? "▏" : "|", .quiet) + " "
      return lines(inner, indent: indent + 2, tight: false).map { bar + $0 }
    case .code(let source, let language):
      return TerminalRenderer(style: narrowed(indent + 4))
        .lines(of: .code(source, language: language)).map { "    " + $0 }
    case .table(let header, let alignments, let rows):
      let columns = zip(header, alignments).map {
        TableBlock.Column(Prose.plain($0), alignment: $1)
      }
      let cells = rows.map { $0.map(Prose.plain) }
      return TerminalTable(TableBlock(columns: columns, rows: cells), style: narrowed(indent))
        .lines()
    case .rule:
      let length = min(40, narrowed(indent).width ?? 40)
      return [style.paint(String(repeating: style.box.horizontal, count: length), .quiet)]
    }
  }

  private func narrowed(_ indent: Int) -> TerminalStyle {
    TerminalStyle(
      width: style.width.map { $0 - indent }, colour: style.colour, unicode: style.unicode,
      rows: style.rows)
  }

  // MARK: Words

  /// Painted separately, measured together: colour codes take no cells.
  private struct Word {
    var parts: [(text: String, voice: Voice)]
    var endsLine = false
    var width: Int { parts.reduce(0) { $0 + TextWidth.of($1.text) } }
  }

  private func words(_ inlines: [Prose.Inline], voice: Voice) -> [Word] {
    var result: [Word] = [Word(parts: [])]
    func add(_ text: String, _ voice: Voice) {
      let pieces = TextWidth.cleaned(text, lineBreak: " ")
        .split(separator: " ", omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        if index > 0 { result.append(Word(parts: [])) }
        if !piece.isEmpty { result[result.count - 1].parts.append((String(piece), voice)) }
      }
    }
    func walk(_ inlines: [Prose.Inline], _ voice: Voice) {
      for inline in inlines {
        switch inline {
        case .text(let text): add(text, voice)
        case .code(let text): add(style.colour ? text : "`\(text)`", .code)
        case .emphasis(let inner): walk(inner, .emphasis)
        case .strong(let inner): walk(inner, .title)
        case .link(let inner, let target):
          walk(inner, .link)
          if Prose.plain(inner) != target { add(" (\(target))", .quiet) }
        case .math(let source, _): add(Formula(source).plain, voice)
        case .lineBreak:
          result[result.count - 1].endsLine = true
          result.append(Word(parts: []))
        }
      }
    }
    walk(inlines, voice)
    return result
  }

  private func wrapped(_ words: [Word], indent: Int) -> [String] {
    let room = style.width.map { max(4, $0 - indent) }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words {
      for piece in broken(word, to: room) where !piece.parts.isEmpty {
        if used > 0, let room, used + 1 + piece.width > room {
          lines.append(line)
          line = ""
          used = 0
        }
        if used > 0 {
          line += " "
          used += 1
        }
        line += piece.parts.map { style.paint($0.text, $0.voice) }.joined()
        used += piece.width
      }
      if word.endsLine {
        lines.append(line)
        line = ""
        used = 0
      }
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// A word longer than a line, such as an address, is broken inside.
  private func broken(_ word: Word, to room: Int?) -> [Word] {
    guard let room, word.width > room else { return [word] }
    return word.parts.flatMap { part in
      TextWidth.wrap(part.text, to: room).map { Word(parts: [($0, part.voice)]) }
    }
  }
}
