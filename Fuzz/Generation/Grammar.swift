// grammar/scrip.ebnf as a value: the notation of ISO 14977 as far as the file uses it, with nothing
// between the parts of a sequence.

package indirect enum Rule: Sendable, Hashable {
  case terminal(String)
  case name(String)
  case sequence([Rule])
  case choice([Rule])
  case optional(Rule)
  case repetition(Rule)
  /// `any - ( "a" | "b" )`: one character, but none that starts one of these.
  case anyBut([String])
}

package struct GrammarError: Error, CustomStringConvertible {
  package var description: String
}

package struct Grammar: Sendable {
  /// In the order of the file.
  package let productions: [(name: String, rule: Rule)]
  private let rules: [String: Rule]

  package init(_ text: String) throws {
    var reader = GrammarReader(text)
    productions = try reader.productions()
    rules = Dictionary(productions.map { ($0.name, $0.rule) }, uniquingKeysWith: { $1 })
  }

  package subscript(name: String) -> Rule? { rules[name] }
}

private struct GrammarReader {
  private var words: [Substring]
  private var position = 0

  init(_ text: String) {
    let withoutComments = text.replacing(/(?s)\(\*.*?\*\)/, with: " ")
    words = withoutComments.matches(of: /"[^"]*"|'[^']*'|[A-Za-z_]+|[=;|\[\]{}()\-]/)
      .map { $0.output }
  }

  private var current: Substring { position < words.count ? words[position] : "" }

  mutating func productions() throws -> [(name: String, rule: Rule)] {
    var result: [(name: String, rule: Rule)] = []
    while position < words.count {
      let name = String(current)
      position += 1
      try take("=")
      result.append((name, try choice()))
      try take(";")
    }
    return result
  }

  private mutating func take(_ word: String) throws {
    guard current == word else {
      throw GrammarError(description: "expected \(word), found \(current) at word \(position)")
    }
    position += 1
  }

  private mutating func choice() throws -> Rule {
    var alternatives = [try sequence()]
    while current == "|" {
      position += 1
      alternatives.append(try sequence())
    }
    return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
  }

  private mutating func sequence() throws -> Rule {
    var parts: [Rule] = []
    while !["|", ";", ")", "]", "}", ""].contains(current) { parts.append(try part()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func part() throws -> Rule {
    let word = current
    position += 1
    switch word {
    case "(", "[", "{":
      let inner = try choice()
      try take(word == "(" ? ")" : word == "[" ? "]" : "}")
      return word == "(" ? inner : word == "[" ? .optional(inner) : .repetition(inner)
    case "any":
      guard current == "-" else { return .anyBut([]) }
      position += 1
      return .anyBut(Self.excluded(try part()))
    case _ where word.first == "\"" || word.first == "'":
      return .terminal(String(word.dropFirst().dropLast()))
    default: return .name(String(word))
    }
  }

  private static func excluded(_ rule: Rule) -> [String] {
    switch rule {
    case .terminal(let text): [text]
    case .name: ["\n"]
    case .choice(let rules): rules.flatMap(excluded)
    case .sequence, .optional, .repetition, .anyBut: []
    }
  }
}
