// grammar/scrip.ebnf and the parse functions name each other: the same productions, word for word.

import Foundation
import Testing

struct GrammarTests {
  @Test("Each production of the grammar stands above the function of its name, and vice versa")
  func agree() throws {
    let grammar = Dictionary(
      try grammarProductions().map { ($0.name, $0.body) }, uniquingKeysWith: { $1 })
    let parser = try parserProductions()
    #expect(grammar.count > 40)
    #expect(Set(grammar.keys) == Set(parser.map(\.name)))
    for production in parser {
      #expect(grammar[production.name] == production.body)
      #expect(production.function == Self.camelCase(production.name))
    }
  }

  @Test("Each name on the right side of a production is defined, or is a class of characters")
  func closed() throws {
    let productions = try grammarProductions()
    let known = Set(productions.map(\.name)).union(["letter", "digit", "hex", "any", "newline"])
    for production in productions {
      let words = production.body
        .replacing(/"[^"]*"|'[^']*'/, with: " ")
        .matches(of: /[a-z_]+/).map { String($0.output) }
      for word in words { #expect(known.contains(word), "\(production.name) uses \(word)") }
    }
  }

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func grammarProductions() throws -> [(name: String, body: String)] {
    let text = try String(
      contentsOf: Self.root.appending(path: "grammar/scrip.ebnf"), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      guard let match = line.firstMatch(of: /^([a-z_]+) = (.*?) ;/) else { return nil }
      return (String(match.1), String(match.2))
    }
  }

  private func parserProductions() throws -> [(name: String, body: String, function: String)] {
    let folder = Self.root.appending(path: "Sources/Language/Syntax")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).sorted { $0.path < $1.path }
    var result: [(name: String, body: String, function: String)] = []
    for file in files where file.pathExtension == "swift" {
      let lines = try String(contentsOf: file, encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
      for (line, next) in zip(lines, lines.dropFirst()) {
        guard let match = line.firstMatch(of: /^ *\/\/ ([a-z_]+) = (.*) ;$/) else { continue }
        let function = next.firstMatch(of: /func ([A-Za-z]+)/).map { String($0.1) }
        result.append((String(match.1), String(match.2), function ?? "none"))
      }
    }
    return result
  }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.dropFirst().reduce(String(words[0])) { $0 + $1.capitalized }
  }
}
