// One block of a report as HTML. Every text goes through `Markup.escaped`; tags come only from here
// and from the SVG renderer.

/// A report as an HTML fragment, for a notebook cell or a page of one's own. Tables and cards have classes (`scrip-…`) and read well without any.
package func renderHTMLFragment(_ report: Report) -> String {
  var levels = HeadingLevels(last: 2)
  return report.blocks.map { HTMLBlocks.html($0, &levels) }.joined()
}

enum HTMLBlocks {
  static func html(_ block: Block, _ levels: inout HeadingLevels) -> String {
    switch block {
    case .heading(let level, let text):
      let tag = levels.next(max(1, level) + 2)
      return "<\(tag)>\(Markup.escaped(text))</\(tag)>\n"
    case .prose(let text):
      let inner = HTMLProse.html(Prose(text), shift: 2, levels: &levels)
      return "<div class=\"scrip-prose\">\n\(inner)</div>\n"
    case .code(let source, let language): return code(source, language: language)
    case .line(let text): return "<p class=\"scrip-line\">\(Markup.escaped(text))</p>\n"
    case .table(let table): return self.table(table)
    case .card(let card): return self.card(card)
    case .figure(let figure): return self.figure(figure)
    case .message(let text, let severity):
      return "<pre class=\"scrip-message \(severity.rawValue)\" tabindex=\"0\">"
        + "\(Markup.escaped(text.trimmedNewlines))</pre>\n"
    }
  }

  /// Drawn twice, as letters that fit a desk are too small on a phone; the page shows one of them.
  private static func figure(_ figure: Figure) -> String {
    func drawing(_ width: Double) -> SVGFigure {
      SVGFigure(
        figure, width: width, height: SVGFigure.usualHeight(of: figure, width: width))
    }
    let wide = drawing(720).text(classes: "scrip-wide", styled: false)
    let narrow = drawing(358).text(classes: "scrip-narrow", styled: false)
    return "<figure class=\"scrip-plot\">\n\(wide)\(narrow)</figure>\n"
  }

  static func code(_ source: String, language: String) -> String {
    let text = String(source.trimmedNewlines)
    let inner =
      language == "scrip" ? Highlighter.html(text) : Markup.escaped(text)
    return "<pre class=\"scrip-code\" tabindex=\"0\"><code>\(inner)</code></pre>\n"
  }

  static func table(_ table: TableBlock) -> String {
    let name = Markup.escaped(table.caption.isEmpty ? "table" : table.caption)
    var out = region(name, isWide: table.columns.count > 5, wraps: table.wraps) + "<table>\n"
    if !table.caption.isEmpty {
      out += "<caption><span>\(Markup.coded(table.caption))</span></caption>\n"
    }
    out += "<thead><tr>"
    for column in table.columns {
      guard !column.name.isEmpty || !column.unit.isEmpty else {
        out += "<td></td>"
        continue
      }
      out += "<th scope=\"col\"\(attribute(column.alignment))>\(Markup.escaped(column.name))"
      if !column.unit.isEmpty { out += "<small>\(Markup.escaped(column.unit))</small>" }
      out += "</th>"
    }
    out += "</tr></thead>\n<tbody>\n"
    // A column of texts before the others says what a row is about.
    let namesRows = table.columns.count > 1 && table.columns[0].alignment == .left
    for row in table.rows {
      out += "<tr>"
      for (index, column) in table.columns.enumerated() {
        let cell = index < row.count ? row[index] : ""
        if index == 0, namesRows, !cell.isEmpty {
          out += "<th scope=\"row\">\(Markup.escaped(cell))</th>"
          continue
        }
        out += "<td\(attribute(column.alignment))>\(Markup.escaped(cell))</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody></table>"
    if let note = table.rowsNote { out += "<p class=\"scrip-note\">\(note)</p>" }
    return out + "</div>\n"
  }

  /// A wide table scrolls inside itself, so it has to be reachable by keyboard.
  static func region(_ name: String, isWide: Bool = false, wraps: Bool = false) -> String {
    "<div class=\"scrip-table\(isWide ? " wide" : "")\(wraps ? " wraps" : "")\" role=\"group\" aria-label=\"\(name)\" tabindex=\"0\">"
  }

  static func attribute(_ alignment: TableBlock.Alignment) -> String {
    switch alignment {
    case .left: ""
    case .right: " class=\"right\" style=\"text-align:right\""
    }
  }

  private static func card(_ card: Card) -> String {
    var out = "<div class=\"scrip-card\">\n"
    if !card.title.isEmpty {
      out += "<p class=\"scrip-card-title\"><strong>\(Markup.escaped(card.title))</strong></p>\n"
    }
    if !card.facts.isEmpty {
      out += "<table>\n"
      for fact in card.facts {
        out += "<tr><th scope=\"row\">\(Markup.escaped(fact.label))</th>"
        // A value without a note takes the note's column too.
        let span = fact.note.isEmpty ? " colspan=\"2\"" : ""
        out += "<td class=\"value\"\(span)>\(Markup.coded(fact.value))</td>"
        if !fact.note.isEmpty { out += "<td class=\"note\">\(Markup.coded(fact.note))</td>" }
        out += "</tr>\n"
      }
      out += "</table>\n"
    }
    for warning in card.warnings {
      out += "<p class=\"scrip-warning\">\(Markup.coded(warning))</p>\n"
    }
    return out + "</div>\n"
  }
}

/// Prose as HTML.
enum HTMLProse {
  /// `shift` lowers headings below those of the page; `anchor` names a heading by its number.
  static func html(
    _ prose: Prose, shift: Int, levels: inout HeadingLevels, anchor: (Int) -> String? = { _ in nil }
  ) -> String {
    var headings = 0
    var out = ""
    for piece in prose.pieces {
      guard case .heading(let level, let inlines) = piece else {
        out += html(piece)
        continue
      }
      let name = anchor(headings).map { " id=\"\(Markup.escaped($0))\"" } ?? ""
      headings += 1
      let tag = levels.next(level + shift)
      out += "<\(tag)\(name)>\(html(inlines))</\(tag)>\n"
    }
    return out
  }

  private static func html(_ piece: Prose.Piece) -> String {
    func inside(_ pieces: [Prose.Piece]) -> String {
      pieces.map(html).joined()
    }
    switch piece {
    // Inside a list or a quote: no place in the outline.
    case .heading(_, let inlines): return "<p><strong>\(html(inlines))</strong></p>\n"
    case .paragraph(let inlines): return "<p>\(html(inlines))</p>\n"
    case .quote(let inner): return "<blockquote>\n\(inside(inner))</blockquote>\n"
    case .code(let source, let language): return HTMLBlocks.code(source, language: language)
    case .rule: return "<hr>\n"
    case .list(let start, let items):
      let tag = start == nil ? "ul" : "ol"
      let first = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
      let inner = items.map { item in
        // A one-paragraph item is as tight as its source.
        if case .paragraph(let inlines)? = item.first {
          return "<li>\(html(inlines))\(inside(Array(item.dropFirst())))</li>\n"
        }
        return "<li>\(inside(item))</li>\n"
      }
      return "<\(tag)\(first)>\n\(inner.joined())</\(tag)>\n"
    case .table(let header, let alignments, let rows):
      func line(_ cells: [[Prose.Inline]], _ tag: String) -> String {
        zip(cells, alignments).map {
          "<\(tag)\(tag == "th" ? " scope=\"col\"" : "")\(HTMLBlocks.attribute($1))>\(html($0))</\(tag)>"
        }.joined()
      }
      let body = rows.map { "<tr>\(line($0, "td"))</tr>\n" }.joined()
      return HTMLBlocks.region("table") + "<table>\n<thead><tr>\(line(header, "th"))</tr></thead>\n"
        + "<tbody>\n\(body)</tbody></table></div>\n"
    }
  }

  static func html(_ inlines: [Prose.Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): Markup.escaped(text)
      case .emphasis(let inner): "<em>\(html(inner))</em>"
      case .strong(let inner): "<strong>\(html(inner))</strong>"
      case .code(let text): "<code>\(Markup.escaped(text))</code>"
      case .link(let inner, let target):
        "<a href=\"\(Markup.escaped(target))\">\(html(inner))</a>"
      case .lineBreak: "<br>\n"
      case .math(let source, let isBlock): MathML.html(source, isBlock: isBlock)
      }
    }.joined()
  }
}
