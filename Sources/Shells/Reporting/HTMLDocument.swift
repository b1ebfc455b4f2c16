// A document as one HTML file that needs nothing else: style, figures and code inside, no script
// (a content policy forbids any). Same document, same bytes: there is no clock and no random name.

package func renderHTML(_ document: Document) -> String {
  HTMLDocument(document).html()
}

struct HTMLDocument {
  private let document: Document

  init(_ document: Document) {
    self.document = document
  }

  func html() -> String {
    let title = Markup.escaped(document.title.isEmpty ? "Report" : document.title)
    let body = document.sections.indices.map(section).joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <header><h1>\(title)</h1></header>
      \(contents())<main>
      \(body)</main>
      \(footer())</body>
      </html>

      """
  }

  // MARK: Contents

  private struct Entry {
    var anchor: String
    var text: String
    var level: Int
  }

  private func contents() -> String {
    let entries = document.sections.indices.flatMap(entries)
    guard entries.count > 2 else { return "" }
    let items = entries.map { entry in
      "<li class=\"level\(entry.level)\"><a href=\"#\(entry.anchor)\">"
        + "\(Markup.escaped(entry.text))</a></li>\n"
    }
    return "<nav aria-label=\"Contents\">\n<ul>\n\(items.joined())</ul>\n</nav>\n"
  }

  private func entries(of index: Int) -> [Entry] {
    let section = document.sections[index]
    var entries: [Entry] = []
    if !section.title.isEmpty {
      entries.append(Entry(anchor: anchor(index), text: section.title, level: 1))
    }
    var number = 0
    for piece in Prose(document.prose(of: index)).pieces {
      guard case .heading(let level, let inlines) = piece else { continue }
      if level <= 2 {
        entries.append(
          Entry(
            anchor: anchor(index, heading: number), text: Prose.plain(inlines),
            level: section.title.isEmpty ? level : 2))
      }
      number += 1
    }
    return entries
  }

  private func anchor(_ section: Int, heading: Int? = nil) -> String {
    "section-\(section + 1)" + (heading.map { "-\($0 + 1)" } ?? "")
  }

  // MARK: Sections

  private func section(_ index: Int) -> String {
    let section = document.sections[index]
    var out = "<section id=\"\(anchor(index))\">\n"
    if !section.title.isEmpty { out += "<h2>\(Markup.escaped(section.title))</h2>\n" }
    let prose = Prose(document.prose(of: index))
    if !prose.pieces.isEmpty {
      out += "<div class=\"scrip-prose\">\n"
      out += HTMLProse.html(prose, shift: section.title.isEmpty ? 1 : 2) {
        anchor(index, heading: $0)
      }
      out += "</div>\n"
    }
    if !section.code.isEmpty {
      out += "<details class=\"scrip-source\" open><summary>Code\(badge(section.status))</summary>"
      out += HTMLBlocks.code(section.code, language: "scrip") + "</details>\n"
    }
    for report in section.results { out += renderHTMLFragment(report) }
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
    guard !document.footnotes.isEmpty else { return "" }
    let lines = document.footnotes.map { "<p>\(Markup.escaped($0))</p>\n" }
    return "<footer>\n\(lines.joined())</footer>\n"
  }
}
