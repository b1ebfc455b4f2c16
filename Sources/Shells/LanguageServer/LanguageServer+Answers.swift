// What the server knows of a document, all of it from the session: the same checker, manual, completion
// and formatter as everywhere else.

import Foundation
import Session
import Text

extension LanguageServer {
  func diagnostics(of source: SourceText, at uri: String) -> [JSON] {
    analysis(of: source, at: uri).diagnostics.map { diagnostic in
      var message = diagnostic.message
      for line in [diagnostic.hint].compactMap({ $0 }) + diagnostic.notes { message += "\n\(line)" }
      let severity: JSON =
        switch diagnostic.severity {
        case .error: 1
        case .warning: 2
        case .note: 3
        }
      return [
        "range": source.range(diagnostic.span), "severity": severity,
        "code": .string(diagnostic.code), "source": "scrip", "message": .string(message),
      ]
    }
  }

  func completion(_ place: Place) -> JSON {
    let found = analysis(of: place.source, at: place.uri).suggestions(at: place.offset)
    let before = place.source.text(Span(0, place.offset)).unicodeScalars
    let stem = before.suffix(found.stemLength).reduce(0) { $0 + UTF8.width($1) }
    let range = place.source.range(Span(place.offset - stem, place.offset))
    let rest = place.source.text(Span(place.offset, place.source.bytes.count))
    let items: [JSON] = found.candidates.map { candidate in
      [
        "label": .string(candidate.text), "detail": .string(candidate.meaning),
        "kind": .number(Double(Self.kind(of: candidate))),
        "textEdit": [
          "range": range, "newText": .string(withoutRepeating(rest, in: candidate.text)),
        ],
      ]
    }
    return ["isIncomplete": false, "items": .array(items)]
  }

  /// The protocol's CompletionItemKind: function, property, member of an enumeration, field or variable.
  private static func kind(of candidate: Suggestion) -> Int {
    if candidate.text.hasSuffix("(") { return 3 }
    if candidate.text.hasSuffix(": ") { return 10 }
    if candidate.text.hasSuffix("\"") { return 20 }
    return candidate.meaning == "column" || candidate.meaning == "field" ? 5 : 6
  }

  func hover(_ place: Place) -> JSON {
    let analysis = analysis(of: place.source, at: place.uri)
    guard let help = analysis.help(at: place.offset) else { return .null }
    return [
      "contents": ["kind": "markdown", "value": .string(help.text)],
      "range": place.source.range(help.span),
    ]
  }

  func definition(_ place: Place) -> JSON {
    let analysis = analysis(of: place.source, at: place.uri)
    guard let span = analysis.definition(at: place.offset) else { return .null }
    return ["uri": .string(place.uri), "range": place.source.range(span)]
  }

  /// One edit of the whole text; none when it has its layout, or mistakes.
  func formatting(_ source: SourceText) -> JSON {
    guard case .text(let text) = formatted(source), Array(text.utf8) != source.bytes else {
      return .array([])
    }
    return [["range": source.range(Span(0, source.bytes.count)), "newText": .string(text)]]
  }

  private func analysis(of source: SourceText, at uri: String) -> Analysis {
    let path = URL(string: uri).flatMap { $0.isFileURL ? $0.deletingLastPathComponent().path : nil }
    return ScripSession(options: .init(directory: path ?? "")).analyse(source)
  }
}
