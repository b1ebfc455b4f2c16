// grammar/scrip.tmLanguage.json colours what the lexer reads: the same keywords, and each token of the
// examples whole and of its kind.

import Foundation
import Syntax
import Testing
import Text

struct TextMateTests {
  private struct Grammar: Decodable {
    struct Pattern: Decodable {
      var name: String?
      var match: String?
      var patterns: [Pattern]?
    }
    var repository: [String: Pattern]
  }

  /// Scopes with their patterns, in the order in which an editor tries them on a token.
  private let patterns: [(scope: String, pattern: NSRegularExpression)]

  init() throws {
    let json = try Repository.text("grammar/scrip.tmLanguage.json")
    let rules = try JSONDecoder().decode(Grammar.self, from: Data(json.utf8)).repository
    patterns = try ["comment", "quoted-name", "number", "word", "symbol"].flatMap { name in
      let rule = try #require(rules[name])
      return try (rule.patterns ?? [rule]).map {
        (try #require($0.name), try NSRegularExpression(pattern: try #require($0.match)))
      }
    }
  }

  @Test("The keywords are the lexer's")
  func keywords() {
    let scopes = [
      "keyword.control.scrip", "keyword.operator.word.scrip", "constant.language.scrip",
    ]
    let found = patterns.filter { scopes.contains($0.scope) }.flatMap { entry in
      entry.pattern.pattern.matches(of: /\b[a-z]{2,}(?=[|)(])/).map { String($0.output) }
    }
    #expect(found.sorted() == (Keyword.allCases.map(\.rawValue) + ["by"]).sorted())
  }

  @Test(
    "Every token of an example is coloured whole, as what it is",
    arguments: try Repository.scripts())
  func tokens(_ path: String) throws {
    let source = SourceText(try Repository.text(path))
    for token in tokenize(source) {
      let text = source.text(token.span)
      guard let wanted = Self.scope(of: token) else { continue }
      let (scope, length) = colour(source, at: token.span.start)
      #expect(scope.hasPrefix(wanted) && length == text.utf16.count, "\(text) in \(path): \(scope)")
    }
  }

  /// What a token's scope begins with; nil for what is not one pattern, and for brackets and `by`.
  private static func scope(of token: Token) -> String? {
    switch token.kind {
    case .name("by", quoted: false): nil
    case .name(_, let quoted): quoted ? "variable.other.quoted" : ""
    case .number: "constant.numeric"
    case .keyword(let keyword):
      [.true, .false, .none].contains(keyword) ? "constant.language" : "keyword."
    case .symbol(let symbol): "()[]{},:;.".contains(symbol.rawValue) ? nil : "keyword.operator"
    case .text, .cell, .invalid, .end: nil
    }
  }

  private func colour(_ source: SourceText, at offset: Int) -> (scope: String, length: Int) {
    let place = source.location(offset)
    let line = source.line(place.line)
    let start = source.text(Span(source.lineStarts[place.line - 1], offset)).utf16.count
    let range = NSRange(location: start, length: line.utf16.count - start)
    for (scope, pattern) in patterns {
      let options: NSRegularExpression.MatchingOptions = [.anchored, .withTransparentBounds]
      let match = pattern.firstMatch(in: line, options: options, range: range)
      if let match { return (scope, match.range.length) }
    }
    return ("nothing", 0)
  }
}
