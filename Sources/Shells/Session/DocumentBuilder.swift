// A script and what became of it, as a document: prose, code and results in the script's order, what
// failed in its place, what did not run marked so.
import OperatorKit
package import Reporting
import Syntax
package import Text

/// The document of a run, titled by the first heading of its prose or the script's name.
package func document(
  of source: SourceText, outcome: Outcome, overrides: [(name: String, text: String)] = [],
  hidesCode: Bool = false
) -> Document {
  let script = parse(source)
  let errors = outcome.diagnostics.filter { $0.severity == .error }
  let ranUntil = outcome.results.last?.span.end ?? 0
  var sections: [Document.Section] = []
  for cell in script.cells {
    if let prose = cell.marker?.prose {
      sections.append(.init(title: cell.marker?.title ?? "", prose: prose))
      if cell.statements.isEmpty { continue }
    }
    let results = outcome.results.filter { holds(cell.span, $0.span) }
    let heading = CellHeading(cell.marker?.prose == nil ? cell.marker?.title ?? "" : "")
    var section = Document.Section(
      title: heading.title,
      code: code(of: cell, in: source),
      results: results.map(\.report).filter { !$0.blocks.isEmpty },
      bindings: results.flatMap { zip($0.names, $0.summaries).map { .init($0, $1) } },
      hidesCode: heading.hidesCode)
    let own = outcome.end == .finished ? [] : errors.filter { holds(cell.span, $0.span) }
    if !own.isEmpty {
      section.status = .failed
      section.results += own.map { Report([.message($0.render(in: source), severity: .error)]) }
    } else if outcome.end != .finished, !cell.statements.isEmpty, cell.span.end > ranUntil,
      results.count < cell.statements.count
    {
      section.status = .notRun
    }
    if !section.code.isEmpty || !section.results.isEmpty { sections.append(section) }
  }
  return Document(
    title: title(of: sections) ?? source.name, sections: sections,
    provenance: provenance(of: script, source, outcome, overrides), hidesCode: hidesCode)
}

/// The title of a cell without its tag: `# %% [hide-code] Load the visits` folds this cell's code away.
struct CellHeading {
  var title: String
  var hidesCode: Bool

  init(_ line: String) {
    let tag = "[hide-code]"
    hidesCode = line.hasPrefix(tag)
    title = hidesCode ? String(line.dropFirst(tag.count).drop(while: \.isWhitespace)) : line
  }
}

private func title(of sections: [Document.Section]) -> String? {
  sections.first { !$0.prose.isEmpty }.flatMap { topHeading(of: $0.prose) }
}

/// What it takes to get the same bytes again.
private func provenance(
  of script: Script, _ source: SourceText, _ outcome: Outcome,
  _ overrides: [(name: String, text: String)]
) -> Provenance {
  var parameters: [Provenance.Parameter] = []
  for statement in script.statements {
    guard case .parameter(let parameter) = statement.kind else { continue }
    let (name, value) = (parameter.name, parameter.value)
    let given = overrides.last { Names.canonical($0.name) == name.text }?.text
    let known = outcome.results.first { $0.span == statement.span }?.summaries.first
    parameters.append(
      .init(
        Greek.spelling(of: name.text), known ?? given ?? source.text(value.span),
        isSet: given != nil))
  }
  var inputs: [Provenance.Input] = []
  for input in outcome.inputs {
    // Where a file lies on this machine says nothing about what is in it.
    let isAbsolute = input.path.hasPrefix("/")
    let path = isAbsolute ? input.path.split(separator: "/").last.map(String.init) : input.path
    let entry = Provenance.Input(path ?? input.path, input.digest)
    if !inputs.contains(entry) { inputs.append(entry) }
  }
  return Provenance(
    program: "Scrip \(ScripVersion.text)", script: source.name, parameters: parameters,
    seeds: seeds(in: source), inputs: inputs)
}

private func holds(_ outer: Span, _ inner: Span) -> Bool {
  inner.start >= outer.start && inner.start < max(outer.end, outer.start + 1)
}

/// The cell's source without its marker line, its prose and blank lines around it.
private func code(of cell: Cell, in source: SourceText) -> String {
  var span = cell.span
  if cell.marker?.prose != nil {
    guard let first = cell.statements.first else { return "" }
    span.start = first.span.start
  }
  var lines = source.text(span).split(separator: "\n", omittingEmptySubsequences: false)
  if cell.marker != nil, cell.marker?.prose == nil, !lines.isEmpty { lines.removeFirst() }
  while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
  while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
  return lines.joined(separator: "\n")
}
