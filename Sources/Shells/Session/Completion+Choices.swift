// Texts that an argument takes, behind `loss: ` or inside the text that is begun there.
import OperatorKit
import Syntax
import Text

/// Nil when the cursor is not where a text of a few could stand; no candidates inside any other open text.
func choices(_ tokens: [Token], of source: SourceText, _ catalogue: Catalogue) -> Suggestions? {
  let typed = tokens.last.flatMap { openText($0, of: source) }
  let before = typed == nil ? tokens[...] : tokens.dropLast()
  let stem = typed ?? ""
  let found = choices(of: argument(before, catalogue))
    .filter { $0.text.hasPrefix(stem) }
    .map { choice in
      // Behind the opening quote that is there already.
      Suggestion(text: (typed == nil ? "\"" : "") + choice.text + "\"", meaning: choice.meaning)
    }
  guard typed != nil || !found.isEmpty else { return nil }
  return Suggestions(stemLength: stem.unicodeScalars.count, candidates: found)
}

private func choices(of parameter: ParameterDeclaration?) -> [Suggestion] {
  guard let parameter else { return [] }
  return parameter.choices.map {
    Suggestion(text: $0, meaning: parameter.defaultText == "\"\($0)\"" ? "when not given" : "")
  }
}

/// The parameter whose name and colon stand at the end.
private func argument(
  _ tokens: ArraySlice<Token>, _ catalogue: Catalogue
) -> ParameterDeclaration? {
  guard tokens.last?.kind == .symbol(.colon),
    case .name(let name, _)? = tokens.dropLast().last?.kind
  else { return nil }
  let canonical = Names.canonical(name)
  return openCall(tokens, catalogue)?.operation.parameters.first { $0.name == canonical }
}

/// What is typed of a text whose end is not there yet; with its quotes where there are three.
private func openText(_ token: Token, of source: SourceText) -> String? {
  guard case .text = token.kind, !token.problems.isEmpty, token.span.end == source.bytes.count
  else { return nil }
  let text = source.text(token.span)
  let triple = "\"\"\""
  if text.hasPrefix(triple) { return text.count > 5 && text.hasSuffix(triple) ? nil : text }
  let typed = text.dropFirst()
  return typed.hasSuffix("\"") && !typed.hasSuffix("\\\"") ? nil : String(typed)
}
