// What could stand before the cursor: operators and bindings, argument names inside a call, columns and
// fields behind a dot. Candidates come from the tokens, not from the tree, because a line that is being
// typed is rarely a sentence.
package import OperatorKit
import Reporting
import Syntax
import Text

package struct Suggestion: Sendable, Hashable {
  /// What is inserted in place of the stem.
  package var text: String
  /// What it is, in a few words.
  package var meaning: String
  /// What a person begins to type; a column's name without the backticks that it needs.
  var key: String?
}

package struct Suggestions: Sendable, Hashable {
  /// Unicode scalars before the cursor that a suggestion replaces.
  package var stemLength: Int
  package var candidates: [Suggestion]
}

/// What is inserted of a candidate when `rest` stands behind the cursor: a quote, a bracket or a colon that is
/// there already does not come twice.
package func withoutRepeating(_ rest: String, in candidate: String) -> String {
  for end in ["\"", "`", "(", ": "] where candidate.hasSuffix(end) {
    guard rest.first == end.first else { continue }
    return String(candidate.dropLast(end.count))
  }
  return candidate
}

/// Suggestions for the end of `text`, given the catalogue and the values that are bound.
package func suggestions(
  for text: String, catalogue: Catalogue, bindings: [Completable]
) -> Suggestions {
  let source = SourceText(text)
  let all = tokenize(source)
  if endsInComment(text, all) { return Suggestions(stemLength: 0, candidates: []) }
  let tokens = all.filter { $0.kind != .end }
  if let choices = choices(tokens, of: source, catalogue) { return choices }
  // As it was typed: `λ` is one letter, although its name is `lambda`.
  var stem = ""
  var before = tokens[...]
  if let last = tokens.last, last.span.end == source.bytes.count {
    let text = source.text(last.span)
    let isOpen = text.hasPrefix("`") && !text.dropFirst().contains("`")
    var isName = false
    if case .name(_, false) = last.kind { isName = true }
    if isName || isOpen {
      stem = text
      before = tokens.dropLast()
    }
  }
  let candidates: [Suggestion]
  if before.last?.kind == .symbol(.dot) {
    candidates = fields(of: before.dropLast().last, bindings)
  } else {
    let call = openCall(before, catalogue)
    candidates =
      arguments(of: call, after: before)
      + names(catalogue, bindings, columns: columns(call, bindings))
  }
  return Suggestions(
    stemLength: stem.unicodeScalars.count,
    candidates: candidates.filter {
      // Numbered results only on request: `_` and Tab.
      ($0.text.hasPrefix(stem) || $0.key?.hasPrefix(stem) == true) && $0.text != stem
        && !(stem.isEmpty && $0.text.hasPrefix("_"))
    })
}

/// Prose counts: a line of it begins like a comment, and no token tells where it ends.
private func endsInComment(_ text: String, _ tokens: [Token]) -> Bool {
  let line = text[(text.lastIndex { $0.isNewline }.map(text.index(after:)) ?? text.startIndex)...]
  let lineStart = text.utf8.count - line.utf8.count
  if let comment = tokens.last?.comments.last, comment.span.start >= lineStart { return true }
  guard case .cell? = tokens.last(where: { $0.kind != .end })?.kind else { return false }
  return line.first { !$0.isWhitespace } == "#"
}

/// The innermost call whose bracket is open at the end.
struct OpenCall {
  var operation: Operator
  /// The name that is piped into it or stands first in it.
  var subject: String?
  var used: Set<String>
  /// Arguments that are given without a name, what is piped included.
  var positional: Int
}

func openCall(_ tokens: ArraySlice<Token>, _ catalogue: Catalogue) -> OpenCall? {
  var stack: [Int] = []
  for (index, token) in zip(tokens.indices, tokens) {
    guard case .symbol(let symbol) = token.kind else { continue }
    if symbol.opens { stack.append(index) }
    if symbol.closes { _ = stack.popLast() }
  }
  for open in stack.reversed() {
    guard tokens[open].kind == .symbol(.openParenthesis), open > tokens.startIndex,
      case .name(let name, _) = tokens[open - 1].kind,
      let operation = catalogue[Names.canonical(name)]
    else { continue }
    var used: Set<String> = []
    for index in open..<tokens.endIndex where index + 1 < tokens.endIndex {
      if case .name(let argument, _) = tokens[index].kind,
        tokens[index + 1].kind == .symbol(.colon)
      {
        used.insert(Names.canonical(argument))
      }
    }
    let isPiped = open > tokens.startIndex + 1 && tokens[open - 2].kind == .symbol(.pipe)
    return OpenCall(
      operation: operation, subject: subject(tokens, open), used: used,
      positional: (isPiped ? 1 : 0) + unnamedArguments(tokens[(open + 1)...]))
  }
  return nil
}

/// Arguments without a name before the last comma of a call that is open.
private func unnamedArguments(_ tokens: ArraySlice<Token>) -> Int {
  var count = 0
  var depth = 0
  var start = tokens.startIndex
  for index in tokens.indices {
    guard case .symbol(let symbol) = tokens[index].kind else { continue }
    depth += symbol.opens ? 1 : symbol.closes ? -1 : 0
    guard symbol == .comma, depth == 0 else { continue }
    let isNamed = start + 1 < index && tokens[start + 1].kind == .symbol(.colon)
    if !isNamed, start < index { count += 1 }
    start = index + 1
  }
  return count
}

private func subject(_ tokens: ArraySlice<Token>, _ open: Int) -> String? {
  // The first name of the pipeline, or of the call itself.
  if open + 1 < tokens.endIndex, case .name(let name, _) = tokens[open + 1].kind,
    open < 2 || tokens[open - 2].kind != .symbol(.pipe)
  {
    return Names.canonical(name)
  }
  var index = open - 2
  var depth = 0
  while index >= tokens.startIndex {
    if case .symbol(let symbol) = tokens[index].kind {
      if symbol.closes { depth += 1 }
      if symbol.opens { depth -= 1 }
      if depth < 0 || symbol == .assign { break }
    }
    // A statement starts here, unless its line goes on with the one above.
    if depth == 0, tokens[index].startsLine, tokens[index].kind != .symbol(.pipe) {
      index -= 1
      break
    }
    index -= 1
  }
  guard index + 1 < tokens.endIndex, index + 1 >= tokens.startIndex,
    case .name(let name, _) = tokens[index + 1].kind
  else { return nil }
  return Names.canonical(name)
}

private func arguments(of call: OpenCall?, after tokens: ArraySlice<Token>) -> [Suggestion] {
  guard let call, let last = tokens.last,
    last.kind == .symbol(.comma) || last.kind == .symbol(.openParenthesis)
  else { return [] }
  return call.operation.parameters.dropFirst(call.positional)
    .filter { $0.name != call.operation.anyNamed?.name && !call.used.contains($0.name) }
    .map { parameter in
      let value = parameter.defaultText.map { ", \($0) when not given" } ?? ""
      return Suggestion(
        text: parameter.spelling + ": ", meaning: "\(parameter.meaning)\(value)")
    }
}

private func columns(_ call: OpenCall?, _ bindings: [Completable]) -> [String] {
  guard let call, call.operation.parameters.contains(where: { $0.kind != .value }),
    let subject = call.subject,
    let bound = bindings.last(where: { $0.name == subject })
  else { return [] }
  return bound.columns
}

private func names(
  _ catalogue: Catalogue, _ bindings: [Completable], columns: [String]
) -> [Suggestion] {
  columns.compactMap { column($0) }
    + bindings.map {
      Suggestion(text: Greek.spelling(of: $0.name), meaning: $0.summary)
    }
    + catalogue.operators.map { Suggestion(text: $0.name + "(", meaning: $0.summary) }
}

/// A column as it is written: between backticks where its name is no plain one.
func column(_ name: String) -> Suggestion? {
  let tokens = tokenize(SourceText(name))
  if tokens.count == 2, case .name(_, false) = tokens[0].kind {
    return Suggestion(text: name, meaning: "column")
  }
  // What cannot be typed is not offered.
  guard !name.contains("`"), name == TextWidth.cleaned(name) else { return nil }
  return Suggestion(text: "`\(name)`", meaning: "column", key: name)
}

private func fields(of token: Token?, _ bindings: [Completable]) -> [Suggestion] {
  guard case .name(let name, _)? = token?.kind else { return [] }
  return bindings.last { $0.name == Names.canonical(name) }?.fields ?? []
}
