// What is wrong where a bracket or a comma was expected, and what was probably meant.

import Text

extension Parser {
  func missingCloser(
    _ opener: Symbol, _ closer: Symbol, openedAt opening: Span, separated: Bool = false
  ) -> ParseFailure {
    let next: Bool
    switch current.kind {
    case .cell, .end: next = !isInterpolation
    case .name, .number, .text, .keyword, .symbol, .invalid: next = statementInside() != nil
    }
    if next {
      var unclosed = failure(.notClosed(opener.rawValue), at: opening)
      if !isAtEnd {
        unclosed.diagnostic?.labels.append(
          Label("the next statement begins here", at: current.span))
      }
      return unclosed
    }
    return failure(
      .expected(
        "\(separated ? "`,` or " : "")`\(closer.rawValue)`", found: found,
        hint: hintAtCloser(separated: separated)))
  }

  private func hintAtCloser(separated: Bool) -> String? {
    if isAt(.assign) { return "write `==` to compare" }
    if isAt(.comma) { return "several values are a list, in brackets: `[a, b]`" }
    return separated ? missingComma : spacedName
  }

  /// Words between two values in SQL and elsewhere.
  static let words = [
    "and": "write `and`", "or": "write `or`", "not": "write `not`",
    "is": "write `is_missing(x)`, or `not is_missing(x)`",
    "like": "write `starts_with(x, \"…\")`, `ends_with` or `contains`",
    "between": "write `a >= 1 and a <= 3`", "as": "a new name stands first: `name: value`",
  ]

  /// Two values side by side.
  private var missingComma: String? {
    if case .name(let word, false) = current.kind, let hint = Self.words[word.lowercased()] {
      return hint
    }
    if let spacedName { return spacedName + "; between two values stands a comma" }
    switch current.kind {
    case .number, .text, .name: return lineEnded ? nil : "between two values stands a comma"
    case .keyword, .symbol, .invalid, .cell, .end: return nil
    }
  }

  /// Two names side by side are perhaps one column's.
  private var spacedName: String? {
    guard position > 0, case .name(_, false) = current.kind, !current.startsLine,
      case .name(_, false) = tokens[position - 1].kind
    else { return nil }
    var end = position
    while end + 1 < tokens.count, case .name(_, false) = tokens[end + 1].kind,
      !tokens[end + 1].startsLine
    {
      end += 1
    }
    let words = source.text(tokens[position - 1].span.union(tokens[end].span))
    return "a name with spaces stands in backticks: `` `\(words)` ``"
  }

  /// A binding, `param` or a cell that starts a line inside a bracket: the bracket was forgotten.
  func statementInside() -> ParseFailure? {
    guard openBrackets > 0, position > statementStart, current.startsLine else { return nil }
    let starts: Bool
    switch current.kind {
    case .cell, .keyword(.param): starts = true
    case .name: starts = !boundNames().isEmpty
    case .number, .text, .keyword, .symbol, .invalid, .end: starts = false
    }
    guard starts else { return nil }
    return failure(
      .expectedExpression(found: "the end of the line"), at: Span(previousEnd, previousEnd))
  }
}
