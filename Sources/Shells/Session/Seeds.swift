// The seeds that a script names, for the footnote of its report: every `seed:` argument with the
// operator that it is given to. Whatever names none uses the default that the manual tells.
import Syntax
import Text

/// `split 7`, `rbcq seed + 1`, each once, in the order of the script.
func seeds(in source: SourceText) -> [String] {
  let tokens = tokenize(source)
  var open: [String] = []
  var found: [String] = []
  for (index, token) in tokens.enumerated() {
    if case .symbol(let symbol) = token.kind {
      if symbol.opens { open.append(index > 0 ? name(tokens[index - 1]) ?? "" : "") }
      if symbol.closes { _ = open.popLast() }
    }
    guard name(token) == "seed", index + 2 < tokens.count,
      tokens[index + 1].kind == .symbol(.colon), let operation = open.last, !operation.isEmpty
    else { continue }
    let seed = "\(operation) \(argument(tokens[(index + 2)...], of: source))"
    if !found.contains(seed) { found.append(seed) }
  }
  return found
}

/// Up to the comma or the bracket that ends it, on one line.
private func argument(_ tokens: ArraySlice<Token>, of source: SourceText) -> String {
  var words = ""
  var depth = 0
  var end: Int?
  for token in tokens {
    if case .symbol(let symbol) = token.kind {
      if depth == 0, symbol == .comma || symbol.closes { break }
      depth += symbol.opens ? 1 : symbol.closes ? -1 : 0
    }
    if let end, end < token.span.start { words += " " }
    words += source.text(token.span)
    end = token.span.end
  }
  return words
}

private func name(_ token: Token) -> String? {
  if case .name(let name, _) = token.kind { return name }
  return nil
}
