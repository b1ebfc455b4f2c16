// Random scripts, derived from the grammar file: it is read and its rules are expanded, up to a depth
// from which on the shortest alternative is taken. What the notation cannot say (the conditions at the
// end of grammar/scrip.ebnf) is seen to by `ScriptGenerator+Conditions`; blanks, line breaks and
// comments between tokens by `TokenWriter`.

package struct ScriptGenerator {
  let grammar: Grammar
  var random: SeededGenerator
  var writer = TokenWriter()
  var depth = 0
  /// The productions around the current rule.
  var parents: [String] = []
  /// Names that must differ: of a function's parameters, of a record's fields.
  var taken: [Set<String>] = []
  /// Whether an argument of the innermost call has a name.
  var hasNamedArgument: [Bool] = []
  var textDepth = 0
  private let heights: [String: Int]
  /// From here on the shortest way out is taken: scripts are shallow or deep by turns.
  private var deepest = 26

  package init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = SeededGenerator(seed: seed)
    heights = Self.heights(of: grammar)
  }

  /// The next script.
  package mutating func script() -> String {
    writer = TokenWriter()
    depth = 0
    deepest = Int.random(in: 12...26, using: &random)
    expand(.name("script"))
    return writer.text
  }

  // MARK: Expansion

  mutating func expand(_ rule: Rule) {
    switch rule {
    case .terminal(let text): writer.write(text, in: parents.last ?? "", using: &random)
    case .name(let name): expand(production: name)
    case .sequence(let parts): for part in parts { expand(part) }
    case .choice(let alternatives): expand(choose(alternatives))
    case .optional(let inner): if depth < deepest, random.oneIn(3) { expand(inner) }
    case .repetition(let inner):
      let isStatement = parents.last == "script" || parents.last == "cell"
      let most = isStatement ? 5 : depth < deepest ? 2 : 0
      for _ in 0..<max(0, Int.random(in: isStatement ? 0...most : -1...most, using: &random)) {
        expand(inner)
      }
    case .anyBut(let excluded): writer.write(anyCharacter(but: excluded))
    }
  }

  private mutating func expand(production name: String) {
    if writeCharacterClass(name) { return }
    if expandWithCondition(name) { return }
    expandPlainly(name)
  }

  mutating func expandPlainly(_ name: String) {
    guard let rule = grammar[name] else { return }
    parents.append(name)
    depth += 1
    writer.enter(name, using: &random)
    expand(rule)
    writer.leave(name, using: &random)
    depth -= 1
    parents.removeLast()
  }

  mutating func choose(_ alternatives: [Rule]) -> Rule {
    guard depth >= deepest else { return random.pick(alternatives) }
    let lowest = alternatives.map(height).min() ?? 0
    return random.pick(alternatives.filter { height($0) == lowest })
  }

  // MARK: The shortest way out

  private func height(_ rule: Rule) -> Int { Self.height(rule, heights) }

  private static func height(_ rule: Rule, _ known: [String: Int]) -> Int {
    switch rule {
    case .terminal, .optional, .repetition, .anyBut: 0
    case .name(let name): known[name] ?? 1_000
    case .sequence(let parts): parts.map { height($0, known) }.max() ?? 0
    case .choice(let alternatives): alternatives.map { height($0, known) }.min() ?? 0
    }
  }

  /// How many productions each one needs at least, one in the other.
  private static func heights(of grammar: Grammar) -> [String: Int] {
    var known: [String: Int] = ["letter": 0, "digit": 0, "hex": 0, "newline": 0]
    for _ in grammar.productions {
      for (name, rule) in grammar.productions {
        known[name] = min(known[name] ?? 1_000, height(rule, known) + 1)
      }
    }
    return known
  }
}
