// Reports and documents as GitHub-flavoured Markdown. Tables are complete; text from data is
// escaped so that it stays text; figures are links to SVG files that the caller writes, or braille
// in a fence when the caller writes none.

/// Called with each figure and its number, from 0; gives the path to link to, or nil for text.
package typealias FigurePath = (Figure, Int) -> String?

package func renderMarkdown(
  _ report: Report, figure path: FigurePath = { _, _ in nil }
) -> String {
  var renderer = MarkdownRenderer()
  return withoutActuallyEscaping(path) { path in
    MarkdownRenderer.joined(report.blocks.map { renderer.text($0, path: path) })
  }
}

package func renderMarkdown(
  _ document: Document, figure path: FigurePath = { _, _ in nil }
) -> String {
  var renderer = MarkdownRenderer()
  var parts = document.title.isEmpty ? [] : ["# " + MarkdownRenderer.escaped(document.title)]
  for (index, section) in document.sections.enumerated() {
    if !section.title.isEmpty { parts.append("## " + MarkdownRenderer.escaped(section.title)) }
    parts.append(String(document.prose(of: index).trimmedNewlines))
    if !section.code.isEmpty, !document.hidesCode(of: index) {
      parts.append(MarkdownRenderer.fence(section.code, language: "scrip"))
    }
    switch section.status {
    case .ran: break
    case .failed: parts.append("*This section failed.*")
    case .notRun: parts.append("*This section was not run.*")
    }
    for report in section.results {
      for block in report.blocks { parts.append(renderer.text(block, path: path)) }
    }
  }
  if let provenance = document.provenance {
    parts.append("---")
    parts.append(MarkdownRenderer.provenance(provenance))
    parts.append(MarkdownRenderer.values(of: document))
  }
  return MarkdownRenderer.joined(parts)
}

struct MarkdownRenderer {
  private var figures = 0

  static func joined(_ parts: [String]) -> String {
    let shown = parts.filter { !$0.isEmpty }
    return shown.isEmpty ? "" : shown.joined(separator: "\n\n") + "\n"
  }

  mutating func text(_ block: Block, path: FigurePath) -> String {
    switch block {
    case .heading(let level, let text):
      return String(repeating: "#", count: min(6, max(1, level))) + " " + Self.escaped(text)
    case .prose(let text): return String(text.trimmedNewlines)
    case .code(let source, let language): return Self.fence(source, language: language)
    case .line(let text): return Self.startEscaped(text)
    case .table(let table): return Self.table(table)
    case .card(let card): return Self.card(card)
    case .message(let text, _): return Self.fence(text, language: "text")
    case .figure(let figure):
      let number = figures
      figures += 1
      guard let target = path(figure, number) else {
        return Self.fence(
          renderTerminal(Report([.figure(figure)]), style: TerminalStyle()), language: "text")
      }
      let words = Self.escaped(SVGFigure.words(for: figure))
      return "![\(words)](<\(Self.target(target))>)"
    }
  }

  static func fence(_ source: String, language: String) -> String {
    var longest = 2
    var run = 0
    for character in source {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let mark = String(repeating: "`", count: longest + 1)
    let name = language.filter { $0.isLetter || $0.isNumber || $0 == "-" }
    return mark + name + "\n" + source.trimmedNewlines + "\n" + mark
  }

  /// Text that shows as itself, on one line.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in TextWidth.cleaned(text, lineBreak: " ") {
      if "\\`*_[]<>&|#~$".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  /// The same where a block begins: no list, no rule, no code.
  static func startEscaped(_ text: String) -> String {
    let line = escaped(text)
    let spaces = line.prefix { $0 == " " }.count
    let body = line.dropFirst(spaces)
    let start = String(repeating: "&nbsp;", count: spaces)
    let digits = body.prefix { $0.isASCII && $0.isNumber }
    let mark = body.dropFirst(digits.count)
    func endsWord(_ rest: Substring) -> Bool { rest.isEmpty || rest.first == " " }
    if !digits.isEmpty, let first = mark.first, ".)".contains(first), endsWord(mark.dropFirst()) {
      return "\(start)\(digits)\\\(mark)"
    }
    if let first = body.first, "-+".contains(first),
      endsWord(body.dropFirst()) || body.allSatisfy({ $0 == "-" || $0 == " " })
    {
      return "\(start)\\\(body)"
    }
    return "\(start)\(body)"
  }

  /// Escaped, with what stands between backticks as code.
  private static func coded(_ text: String) -> String {
    CodeSpan.pieces(TextWidth.cleaned(text, lineBreak: " ")).map { piece in
      piece.isCode ? "`\(piece.text)`" : escaped(piece.text)
    }.joined()
  }

  private static func target(_ path: String) -> String {
    path.filter { !$0.isNewline && $0 != "<" && $0 != ">" }
  }

  static func provenance(_ provenance: Provenance) -> String {
    provenance.facts.map { fact in
      "- \(fact.label): " + fact.texts.map(escaped).joined(separator: "; ")
    }.joined(separator: "\n")
  }

  /// A comment, which no reader shows: what the document says, for `scrip diff`.
  fileprivate static func values(of document: Document) -> String {
    "<!-- \(Readings.mark)\n\(Readings(document).json.text(inMarkup: true))\n-->"
  }

  private static func table(_ table: TableBlock) -> String {
    guard !table.columns.isEmpty else { return startEscaped(table.caption) }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines: [String] = []
    if !table.caption.isEmpty { lines += ["**" + coded(table.caption) + "**", ""] }
    lines.append(
      line(
        table.columns.map { column in
          escaped(column.name) + (column.unit.isEmpty ? "" : " (" + escaped(column.unit) + ")")
        }))
    lines.append(
      line(
        table.columns.map { column in
          switch column.alignment {
          case .left: "---"
          case .right: "---:"
          }
        }))
    for row in table.rows {
      let cells = table.columns.indices.map { $0 < row.count ? escaped(row[$0]) : "" }
      lines.append(line(cells))
    }
    if let note = table.rowsNote { lines += ["", "*" + escaped(note) + "*"] }
    return lines.joined(separator: "\n")
  }

  private static func card(_ card: Card) -> String {
    var parts: [String] = []
    if !card.title.isEmpty { parts.append("**" + escaped(card.title) + "**") }
    let facts = card.facts.map { fact in
      let label = fact.label.isEmpty ? "" : startEscaped(fact.label) + ": "
      let value = fact.value.isEmpty ? "" : "**" + coded(fact.value) + "**"
      return "- " + label + value + (fact.note.isEmpty ? "" : " (" + coded(fact.note) + ")")
    }
    if !facts.isEmpty { parts.append(facts.joined(separator: "\n")) }
    parts += card.warnings.map { "> Warning: " + coded($0) }
    return parts.joined(separator: "\n\n")
  }
}

extension TableBlock {
  /// `10 of 148,210 rows shown` when the block holds only some rows of its value.
  var rowsNote: String? {
    guard totalRows > rows.count else { return nil }
    return "\(NumberText.display(rows.count)) of \(NumberText.display(totalRows)) rows shown"
  }
}
