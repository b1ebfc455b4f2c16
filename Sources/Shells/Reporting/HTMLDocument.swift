// A document as one HTML file that needs nothing else: style, figures and code inside. Two small
// scripts sort tables and read values off figures; the content policy allows these two by their
// fingerprint and no other, and nothing is lost without them. Same document, same bytes: there is no
// clock and no random name.

package func renderHTML(_ document: Document) -> String {
  HTMLDocument(document).html()
}

struct HTMLDocument {
  private let document: Document
  private let outline: Outline

  init(_ document: Document) {
    self.document = document
    outline = Outline(document)
  }

  func html() -> String {
    let title = Markup.escaped(document.title.isEmpty ? "Report" : document.title)
    var levels = HeadingLevels()
    let body = document.sections.indices.map { section($0, &levels) }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src '\(HTMLScript.fingerprint)'">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>
      \(HTMLStyle.sheet)
      \(SVGStyle.sheet)
      </style>
      </head>
      <body>
      <a class="scrip-skip" href="#report">Skip to the report</a>
      <header><h1>\(title)</h1></header>
      \(contents())<main id="report">
      \(body)</main>
      \(footer())<script type="application/json" id="\(Readings.mark)">
      \(Readings(document).json.text(inMarkup: true))
      </script>
      <script>\(HTMLScript.text)</script>
      </body>
      </html>

      """
  }

  private func contents() -> String {
    let entries = outline.entries
    guard entries.count > 2 else { return "" }
    let items = entries.map { entry in
      "<li class=\"level\(entry.level)\"><a href=\"#\(entry.anchor)\">"
        + "\(Markup.escaped(entry.text))</a></li>\n"
    }
    return "<nav aria-label=\"Contents\">\n<ul>\n\(items.joined())</ul>\n</nav>\n"
  }

  private func section(_ index: Int, _ levels: inout HeadingLevels) -> String {
    let section = document.sections[index]
    let place = outline.sections[index]
    var out = "<section>\n"
    if !section.title.isEmpty {
      let tag = levels.next(2)
      out += "<\(tag) id=\"\(place.anchor)\">\(Markup.escaped(section.title))</\(tag)>\n"
    }
    let prose = Prose(document.prose(of: index))
    if !prose.pieces.isEmpty {
      let shift = section.title.isEmpty ? 1 : 2
      let text = HTMLProse.html(prose, shift: shift, levels: &levels) { place.headings[$0] }
      out += "<div class=\"scrip-prose\">\n\(text)</div>\n"
    }
    if !section.code.isEmpty {
      let isOpen = !document.hidesCode(of: index)
      out += "<details class=\"scrip-source\"\(isOpen ? " open" : "")>"
      out += "<summary>Code\(badge(section.status))</summary>"
      out += HTMLBlocks.code(section.code, language: "scrip") + "</details>\n"
    }
    for block in section.results.flatMap(\.blocks) { out += HTMLBlocks.html(block, &levels) }
    return out + "</section>\n"
  }

  private func badge(_ status: Document.Status) -> String {
    switch status {
    case .ran: ""
    case .failed: " <span class=\"scrip-badge failed\">failed</span>"
    case .notRun: " <span class=\"scrip-badge\">not run</span>"
    }
  }

  private func footer() -> String {
    guard let provenance = document.provenance else { return "" }
    let facts = provenance.facts.map { fact in
      "<dt>\(Markup.escaped(fact.label))</dt>\n"
        + fact.texts.map { "<dd>\(Markup.escaped($0))</dd>\n" }.joined()
    }
    return "<footer>\n<dl>\n\(facts.joined())</dl>\n</footer>\n"
  }
}
