// A script and what became of it, as a document: prose, code and results in the script's order, what
// failed in its place, what did not run marked so. It names seed, version and data, and no clock time.
package import Reporting
import Syntax
package import Text

/// The document of a run, titled by the first heading of its prose or the script's name.
package func document(
  of source: SourceText, outcome: Outcome, overrides: [(name: String, text: String)] = []
) -> Document {
  let script = parse(source)
  var sections: [Document.Section] = []
  let failure = outcome.diagnostics.first { $0.severity == .error }
  let ranUntil = outcome.results.last?.span.end ?? 0
  for cell in script.cells {
    if let prose = cell.marker?.prose {
      sections.append(.init(title: cell.marker?.title ?? "", prose: prose))
      if cell.statements.isEmpty { continue }
    }
    let results = outcome.results.filter { holds(cell.span, $0.span) }
    var section = Document.Section(
      title: cell.marker?.prose == nil ? cell.marker?.title ?? "" : "",
      code: code(of: cell, in: source),
      results: results.map(\.report).filter { !$0.blocks.isEmpty })
    if let failure, failsIn(cell, failure, outcome) {
      section.status = .failed
      section.results.append(
        Report([.message(failure.render(in: source), severity: .error)]))
    } else if outcome.end != .finished, !cell.statements.isEmpty, cell.span.start >= ranUntil {
      section.status = .notRun
    }
    if !section.code.isEmpty || !section.results.isEmpty { sections.append(section) }
  }
  return Document(
    title: title(of: sections) ?? source.name, sections: sections,
    footnotes: footnotes(outcome, overrides))
}

private func title(of sections: [Document.Section]) -> String? {
  let lines = sections.first { !$0.prose.isEmpty }?.prose.split(separator: "\n") ?? []
  return lines.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) }
}

/// What it takes to get the same bytes again.
private func footnotes(_ outcome: Outcome, _ overrides: [(name: String, text: String)]) -> [String]
{
  var notes = ["Scrip \(ScripVersion.text); results do not depend on the number of threads"]
  for (name, text) in overrides { notes.append("set \(name) = \(text)") }
  for input in outcome.inputs { notes.append("\(input.path): \(input.digest)") }
  return notes
}

private func holds(_ outer: Span, _ inner: Span) -> Bool {
  inner.start >= outer.start && inner.start < max(outer.end, outer.start + 1)
}

private func failsIn(_ cell: Cell, _ failure: Diagnostic, _ outcome: Outcome) -> Bool {
  outcome.end != .finished && holds(cell.span, failure.span)
}

/// The cell's source without its marker line, its prose and blank lines around it.
private func code(of cell: Cell, in source: SourceText) -> String {
  var span = cell.span
  if cell.marker?.prose != nil, let first = cell.statements.first { span.start = first.span.start }
  var lines = source.text(span).split(separator: "\n", omittingEmptySubsequences: false)
  if cell.marker != nil, cell.marker?.prose == nil, !lines.isEmpty { lines.removeFirst() }
  while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
  while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
  return lines.joined(separator: "\n")
}
