// Turns a report into terminal text. Each block ends in a line break; blocks that take several
// lines stand apart by an empty line. Colour and cutting only as the style says.

/// The text of a report, with a final line break unless the report is empty.
package func renderTerminal(_ report: Report, style: TerminalStyle) -> String {
  var text = ""
  var previousStandsApart = false
  for (index, block) in report.blocks.enumerated() {
    let standsApart = block.standsApart
    if index > 0, standsApart || previousStandsApart { text += "\n" }
    for line in TerminalRenderer(style: style).lines(of: block) { text += line + "\n" }
    previousStandsApart = standsApart
  }
  return text
}

extension Block {
  fileprivate var standsApart: Bool {
    switch self {
    case .line, .message: false
    case .heading, .prose, .code, .table, .card, .figure: true
    }
  }
}

struct TerminalRenderer {
  let style: TerminalStyle

  func lines(of block: Block) -> [String] {
    switch block {
    case .heading(let level, let text): heading(level, text)
    case .prose(let text): TerminalProse(style: style).lines(Prose(text))
    case .code(let source, _): codeLines(source)
    case .line(let text): wrapped(text, voice: .plain)
    case .table(let table): TerminalTable(table, style: style).lines()
    case .card(let card): cardLines(card)
    case .figure(let figure): TerminalFigure(figure, style: style).lines()
    case .message(let text, let severity): message(text, severity)
    }
  }

  private func heading(_ level: Int, _ text: String) -> [String] {
    let words = TextWidth.wrap(TextWidth.cleaned(text, lineBreak: " "), to: style.width)
    var lines = words.map { style.paint($0, .title) }
    if level <= 2 {
      let mark = level == 1 ? (style.unicode ? "═" : "=") : style.box.horizontal
      let width = words.map(TextWidth.of).max() ?? 0
      lines.append(style.paint(String(repeating: mark, count: width), .quiet))
    }
    return lines
  }

  /// Source keeps its lines; one that is too long goes on, indented, in the next.
  private func codeLines(_ source: String) -> [String] {
    source.trimmedNewlines.split(omittingEmptySubsequences: false) { $0.isNewline }.flatMap {
      hardWrapped(TextWidth.cleaned(String($0)), indent: "    ").map { style.paint($0, .code) }
    }
  }

  private func wrapped(_ text: String, voice: Voice) -> [String] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }.flatMap { line in
      TextWidth.wrap(TextWidth.cleaned(String(line)), to: style.width).map {
        style.paint($0, voice)
      }
    }
  }

  /// The first word up to the colon carries the colour. Carets sit under what they point at, so
  /// lines are kept as they are, whatever the width.
  private func message(_ text: String, _ severity: MessageSeverity) -> [String] {
    let voice: Voice =
      switch severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    let word = severity.rawValue + ":"
    var lines = text.trimmedNewlines.split(omittingEmptySubsequences: false) { $0.isNewline }
      .map { TextWidth.cleaned(String($0)) }
    // What is said first is prose, and may take several lines.
    if let first = lines.first {
      lines.replaceSubrange(0...0, with: TextWidth.wrap(first, to: style.width))
    }
    return lines.enumerated().map { index, line in
      if index == 0, line.hasPrefix(word) {
        return style.paint(word, voice) + line.dropFirst(word.count)
      }
      let marks = line.trimmedStart
      let pointsOut = marks.first == "^" || marks.drop { $0 != "│" && $0 != "|" }.contains("^")
      return pointsOut ? style.paint(line, voice) : line
    }
  }

  private func cardLines(_ card: Card) -> [String] {
    var lines: [String] = []
    if !card.title.isEmpty {
      let title = TextWidth.cleaned(card.title, lineBreak: " ")
      lines += TextWidth.wrap(title, to: style.width).map { style.paint($0, .title) }
    }
    let labels = card.facts.map { TextWidth.of(TextWidth.cleaned($0.label)) }
    let values = card.facts.map { TextWidth.of(TextWidth.cleaned($0.value)) }
    let labelWidth = min(labels.max() ?? 0, style.width.map { max(6, $0 / 3) } ?? .max)
    // One long value must not push every note off the line.
    let aligned = values.filter { $0 <= 24 }.max() ?? 0
    for fact in card.facts {
      lines += factLines(fact, labelWidth: labelWidth, valueWidth: aligned)
    }
    for warning in card.warnings {
      let text = TextWidth.cleaned(warning, lineBreak: " ")
      for (index, part) in TextWidth.wrap(text, to: style.width.map { $0 - 4 }).enumerated() {
        lines.append("  " + style.paint((index == 0 ? "! " : "  ") + part, .warning))
      }
    }
    return lines
  }

  private func factLines(_ fact: Card.Fact, labelWidth: Int, valueWidth: Int) -> [String] {
    let label = TextWidth.cut(
      TextWidth.cleaned(fact.label), to: labelWidth, ellipsis: style.ellipsis)
    let value = TextWidth.cleaned(fact.value)
    let note = TextWidth.cleaned(fact.note, lineBreak: " ")
    let indent = 2 + labelWidth + (labelWidth > 0 ? 2 : 0)
    let start = "  " + TextWidth.padRight(label, to: labelWidth) + (labelWidth > 0 ? "  " : "")
    let valueEnd = indent + max(valueWidth, TextWidth.of(value))
    let oneLine = note.isEmpty ? indent + TextWidth.of(value) : valueEnd + 3 + TextWidth.of(note)
    if style.width.map({ oneLine <= $0 }) ?? true {
      let end = note.isEmpty ? value : TextWidth.padRight(value, to: valueWidth) + "   "
      return [start + end + style.paint(note, .quiet)]
    }
    // A long note goes on below itself when there is a decent column left for it.
    if let width = style.width, !note.isEmpty, width - valueEnd - 3 >= 24 {
      let parts = TextWidth.wrap(note, to: width - valueEnd - 3).map { style.paint($0, .quiet) }
      return parts.enumerated().map { index, part in
        let left = index == 0 ? start + TextWidth.padRight(value, to: valueWidth) : ""
        return (index == 0 ? left : TextWidth.spaces(valueEnd)) + "   " + part
      }
    }
    let room = style.width.map { $0 - indent }
    var lines = TextWidth.wrap(value, to: room).enumerated().map {
      ($0 == 0 ? start : TextWidth.spaces(indent)) + $1
    }
    if !note.isEmpty {
      lines += TextWidth.wrap(note, to: room).map {
        TextWidth.spaces(indent) + style.paint($0, .quiet)
      }
    }
    return lines
  }

  private func hardWrapped(_ line: String, indent: String) -> [String] {
    guard let width = style.width, TextWidth.of(line) > width else { return [line] }
    var lines: [String] = []
    var current = ""
    var used = 0
    for character in line {
      let size = TextWidth.of(String(character))
      if used + size > width {
        lines.append(current)
        current = indent
        used = indent.count
      }
      current.append(character)
      used += size
    }
    return lines + [current]
  }
}

extension StringProtocol {
  var trimmedNewlines: SubSequence {
    var text = self[...]
    while let first = text.first, first.isNewline { text.removeFirst() }
    while let last = text.last, last.isNewline { text.removeLast() }
    return text
  }
}
