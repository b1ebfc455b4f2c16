// The report of a run as a file: one self-contained HTML page, or Markdown with SVG files beside it.
import Foundation
import Reporting
import Session
import Text

enum ReportFile {
  static func write(
    _ outcome: Outcome, of source: SourceText, overrides: [(name: String, text: String)],
    to path: String
  ) throws {
    let document = document(of: source, outcome: outcome, overrides: overrides)
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      let text =
        path.hasSuffix(".html") ? renderHTML(document) : try markdown(document, beside: path)
      try save(text, to: path)
    } catch {
      throw ScriptFile.failure("cannot write the report: \(error.localizedDescription)")
    }
  }

  /// Figures become `name-1.svg`, `name-2.svg` … beside the page.
  private static func markdown(_ document: Document, beside path: String) throws -> String {
    let page = URL(fileURLWithPath: path)
    let stem = page.deletingPathExtension().lastPathComponent
    var drawings: [(name: String, text: String)] = []
    let text = renderMarkdown(document) { figure, index in
      let name = "\(stem)-\(index + 1).svg"
      drawings.append((name, svg(figure)))
      return name
    }
    for drawing in drawings {
      try save(
        drawing.text, to: page.deletingLastPathComponent().appendingPathComponent(drawing.name).path
      )
    }
    return text
  }

  private static func save(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
