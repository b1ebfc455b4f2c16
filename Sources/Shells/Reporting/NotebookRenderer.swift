// A document as a Jupyter notebook (nbformat 4.5): prose and titles as Markdown cells, code with its
// results as they were. Ids come from titles, or from the text where there is none; counts from the
// order of cells; so two runs give the same bytes. What a report says in numbers stands in the
// notebook's metadata.

package func renderNotebook(_ document: Document) -> String {
  var renderer = NotebookRenderer()
  renderer.write(document)
  return renderer.text(document)
}

private struct NotebookRenderer {
  private var cells: [JSONText] = []
  private var anchors = Anchors()
  private var runs = 0

  mutating func write(_ document: Document) {
    if !document.title.isEmpty {
      markdown("# " + MarkdownRenderer.escaped(document.title), id: "title")
    }
    for (index, section) in document.sections.enumerated() {
      let prose = String(document.prose(of: index).trimmedNewlines)
      let title = section.title.isEmpty ? "" : "## " + MarkdownRenderer.escaped(section.title)
      let text = [title, prose].filter { !$0.isEmpty }.joined(separator: "\n\n")
      if !text.isEmpty {
        let name = section.title.isEmpty ? Self.fingerprint(prose) : section.title
        markdown(text, id: name)
      }
      guard !section.code.isEmpty || !section.results.isEmpty else { continue }
      code(section, hidden: document.hidesCode(of: index))
    }
    if let provenance = document.provenance {
      markdown("---\n\n" + MarkdownRenderer.provenance(provenance), id: "provenance")
    }
  }

  func text(_ document: Document) -> String {
    JSONText.object([
      "nbformat": .whole(4), "nbformat_minor": .whole(5), "cells": .list(cells),
      "metadata": .object([
        "kernelspec": .object(["name": .string("scrip"), "display_name": .string("Scrip")]),
        "language_info": .object([
          "name": .string("scrip"), "file_extension": .string(".scrip"),
          "mimetype": .string("text/x-scrip"), "pygments_lexer": .string("text"),
        ]),
        Readings.mark: Readings(document).json,
      ]),
    ]).text() + "\n"
  }

  private mutating func markdown(_ text: String, id: String) {
    cells.append(
      .object([
        "cell_type": .string("markdown"), "id": .string(anchors.name(id)),
        "metadata": .object([:]), "source": .lines(text),
      ]))
  }

  private mutating func code(_ section: Document.Section, hidden: Bool) {
    let hasRun = section.status != .notRun
    if hasRun { runs += 1 }
    var metadata: [String: JSONText] = [:]
    if hidden { metadata["jupyter"] = .object(["source_hidden": .boolean(true)]) }
    switch section.status {
    case .ran: break
    case .failed: metadata["tags"] = .row([.string("failed")])
    case .notRun: metadata["tags"] = .row([.string("not-run")])
    }
    let name = section.title.isEmpty ? Self.fingerprint(section.code) : section.title + " code"
    cells.append(
      .object([
        "cell_type": .string("code"), "id": .string(anchors.name(name)),
        "metadata": .object(metadata), "source": .lines(section.code),
        "execution_count": hasRun ? .whole(runs) : .null,
        "outputs": .list(section.results.flatMap(\.blocks).map(NotebookOutput.json)),
      ]))
  }

  /// FNV-1a over the bytes: a short name for a text without a title.
  private static func fingerprint(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "cell-" + String(hash, radix: 16)
  }
}

private enum NotebookOutput {
  static func json(_ block: Block) -> JSONText {
    let plain = renderTerminal(Report([block]), style: TerminalStyle())
    switch block {
    case .message(let text, .error):
      let lines = text.trimmedNewlines.split(omittingEmptySubsequences: false) { $0.isNewline }
      return .object([
        "output_type": .string("error"), "ename": .string("error"),
        "evalue": .string(lines.first.map(String.init) ?? ""),
        "traceback": .list(lines.map { .string(String($0)) }),
      ])
    case .message(let text, _):
      return .object([
        "output_type": .string("stream"), "name": .string("stderr"),
        "text": .lines(String(text.trimmedNewlines) + "\n"),
      ])
    case .figure(let figure):
      let drawing = svg(figure)
      return display([
        "text/plain": plain, "image/svg+xml": drawing, "text/html": picture(drawing, of: figure),
      ])
    case .prose, .heading:
      return display(["text/plain": plain, "text/markdown": renderMarkdown(Report([block]))])
    case .table, .card, .code:
      return display(["text/plain": plain, "text/html": renderHTMLFragment(Report([block]))])
    case .line: return display(["text/plain": plain])
    }
  }

  /// JupyterLab shows no SVG of a notebook that came from somebody else; a picture it shows.
  private static func picture(_ drawing: String, of figure: Figure) -> String {
    let words = Markup.escaped(SVGFigure.words(for: figure))
    return "<img alt=\"\(words)\" src=\"data:image/svg+xml;base64,\(Base64.text(drawing))\">"
  }

  private static func display(_ data: [String: String]) -> JSONText {
    .object([
      "output_type": .string("display_data"), "metadata": .object([:]),
      "data": .object(data.mapValues { .lines(String($0.trimmedNewlines)) }),
    ])
  }
}
