// Reads what a report says in numbers out of the report itself: HTML, Markdown, notebook or JSON. Whatever
// else the file holds is not looked at.
import Foundation
package import Reporting

package enum ReportReadingError: Error, CustomStringConvertible {
  case noValues(file: String)
  case unreadable(file: String)

  package var description: String {
    switch self {
    case .noValues(let file):
      "`\(file)` is no report: it carries no values; write it with `scrip report`"
    case .unreadable(let file): "the values in `\(file)` are damaged"
    }
  }
}

/// The values that the text of a report carries; `file` is for messages.
package func readReport(_ text: String, file: String) throws(ReportReadingError) -> Readings {
  let body = embedded(in: text.replacingOccurrences(of: "\r\n", with: "\n")) ?? whole(text)
  guard let body else { throw .noValues(file: file) }
  guard let value = try? JSONSerialization.jsonObject(with: Data(body.utf8)),
    let top = value as? [String: Any]
  else { throw .unreadable(file: file) }
  let metadata = top["metadata"] as? [String: Any]
  let fields = metadata?[Readings.mark] as? [String: Any] ?? top
  guard fields["format"] as? String == "scrip values 1" else { throw .noValues(file: file) }
  return Readings(fields)
}

/// Between the last mark, framed as the page frames it, and the end of its comment or script. What the report
/// says may name the mark, but not with its frame.
private func embedded(in text: String) -> String? {
  let frames = [
    ("<!-- \(Readings.mark)\n", "\n-->"), ("id=\"\(Readings.mark)\">\n", "\n</script>"),
  ]
  for (opening, closing) in frames {
    guard let start = text.range(of: opening, options: .backwards)?.upperBound else { continue }
    let end = text[start...].range(of: closing)?.lowerBound ?? text.endIndex
    return String(text[start..<end])
  }
  return nil
}

/// A notebook and a file of values are JSON from their first letter on.
private func whole(_ text: String) -> String? {
  text.first { !$0.isWhitespace } == "{" ? text : nil
}

extension Readings {
  fileprivate init(_ fields: [String: Any]) {
    func rows(_ name: String) -> [[Any]] { fields[name] as? [[Any]] ?? [] }
    func text(_ row: [Any], _ place: Int) -> String {
      place < row.count ? row[place] as? String ?? "" : ""
    }
    self.init(
      title: fields["title"] as? String ?? "",
      provenance: Provenance(
        program: fields["program"] as? String ?? "", script: fields["script"] as? String ?? "",
        parameters: rows("parameters").map {
          .init(text($0, 0), text($0, 1), isSet: $0.last as? Bool ?? false)
        },
        seeds: fields["seeds"] as? [String] ?? [],
        inputs: rows("data").map { .init(text($0, 0), text($0, 1)) }),
      isComplete: fields["complete"] as? Bool ?? false,
      readings: rows("values").map { .init(text($0, 0), text($0, 1), bounds: text($0, 2)) },
      curves: rows("curves").map { row in
        let points = row.count > 1 ? row[1] as? [[Any]] ?? [] : []
        return Curve(
          text(row, 0), points: points.map { $0.map { ($0 as? NSNumber)?.doubleValue } },
          categories: row.count > 2 ? row[2] as? [String] ?? [] : [])
      })
  }
}
