// The one layout of scripts. What is printed is parsed again and compared with the source: a formatter
// that is wrong refuses rather than damages a file.

import Syntax
package import Text

package enum FormatFailure: Error, Sendable {
  /// The script has mistakes; they are the diagnostics.
  case mistakes([Diagnostic])
  /// Our own mistake: what would be written says something else.
  case changed
}

/// The script as it should look. Comments, cells and the spelling of names stay; the tree is the same.
package func format(_ source: SourceText) throws(FormatFailure) -> String {
  let tokens = tokenize(source)
  let script = parse(tokens, of: source)
  guard script.diagnostics.isEmpty else { throw .mistakes(script.diagnostics) }
  let result = settled(Parsed(printed(script, tokens, of: source), name: source.name))
  if let tooDeep = tooDeep(in: result.script, of: script) { throw .mistakes([tooDeep]) }
  guard result.script.diagnostics.isEmpty, dump(result.script) == dump(script),
    words(of: result.tokens, in: result.source) == words(of: tokens, in: source)
  else { throw .changed }
  return result.text
}

/// A layout puts parentheses where they help the eye, and so nests deeper. Where that is more than a script may, the
/// mistake is told at the statement as it was written.
private func tooDeep(in printed: Script, of script: Script) -> Diagnostic? {
  guard var mistake = printed.diagnostics.first(where: \.isNestedTooDeeply) else { return nil }
  let statement = zip(script.statements, printed.statements).first { _, printed in
    if case .broken = printed.kind { true } else { false }
  }
  let start = statement?.0.span.start ?? 0
  mistake.span = Span(start, start + 1)
  mistake.notes.append("the layout of this statement has more parentheses than it has itself")
  return mistake
}

/// What was printed, read again.
private struct Parsed {
  var text: String
  var source: SourceText
  var tokens: [Token]
  var script: Script

  init(_ text: String, name: String) {
    self.text = text
    source = SourceText(text, name: name)
    tokens = tokenize(source)
    script = parse(tokens, of: source)
  }
}

/// What was broken because it was long looks broken by hand the next time, which may move what is around
/// it. So the layout is taken to the point from which on it stays.
private func settled(_ first: Parsed) -> Parsed {
  var current = first
  for _ in 0..<8 {
    guard current.script.diagnostics.isEmpty else { return first }
    let next = printed(current.script, current.tokens, of: current.source)
    if next == current.text { break }
    current = Parsed(next, name: first.source.name)
  }
  return current
}

private func printed(_ script: Script, _ tokens: [Token], of source: SourceText) -> String {
  var printer = Printer(tokens: SourceTokens(tokens, of: source))
  return LayoutRenderer.render(printer.script(script))
}

/// What would be written, right or wrong: to find out why a script is refused.
package func unchecked(_ source: SourceText) -> String {
  let tokens = tokenize(source)
  return printed(parse(tokens, of: source), tokens, of: source)
}

/// Names, numbers and comments as they were typed, cell by cell. What is in texts is compared by the tree.
/// Comments that found no place in their statement may pass others of it.
private func words(of tokens: [Token], in source: SourceText) -> [String] {
  var words: [String] = []
  var comments: [String] = []
  for token in tokens {
    comments += token.comments.map { CommentText.own(source.text($0.span)) }
    switch token.kind {
    case .name, .number: words.append(source.text(token.span))
    case .cell:
      words += comments.sorted() + ["# %%"]
      comments = []
    case .text, .keyword, .symbol, .invalid, .end: break
    }
  }
  return words + comments.sorted()
}
