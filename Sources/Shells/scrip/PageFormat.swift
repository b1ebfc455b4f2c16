// The forms of a report.
import ArgumentParser
import Reporting

enum PageFormat: String, ExpressibleByArgument, CaseIterable {
  case html, md, ipynb, json

  init?(path: String) {
    guard let suffix = path.split(separator: ".").last else { return nil }
    self.init(rawValue: String(suffix).lowercased())
  }

  /// `figure` gets the name and the text of a drawing that stands beside the page. Without a stem nothing stands
  /// beside it, and Markdown has its figures as text.
  func text(
    of document: Document, stem: String?,
    figure: (_ name: String, _ text: String) throws -> Void
  ) rethrows -> String {
    switch self {
    case .html: return renderHTML(document)
    case .ipynb: return renderNotebook(document)
    case .json: return Readings(document).json.text() + "\n"
    case .md:
      var drawings: [(name: String, text: String)] = []
      let text = renderMarkdown(document) { figure, index in
        guard let stem else { return nil }
        let name = "\(stem)-\(index + 1).svg"
        drawings.append((name, svg(figure)))
        return name
      }
      for drawing in drawings { try figure(drawing.name, drawing.text) }
      return text
    }
  }
}
