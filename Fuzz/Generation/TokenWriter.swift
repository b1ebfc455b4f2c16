// Tokens to text: what stands between them. Inside brackets that is anything blank; elsewhere a line may
// break only where the language lets it, and has to break after a statement; in the code of a text it
// never does.

package struct TokenWriter: Sendable {
  private enum Place { case statements, brackets, text, word }

  package private(set) var text = ""
  /// What the rules of one token have written.
  package private(set) var word = ""
  private var places: [Place] = [.statements]
  private var needsBreak = false
  /// The last token where it matters: a symbol, a keyword or a line break.
  private var last = "\n"

  private static let words: Set<String> = [
    "number", "digits", "exponent", "text", "escape", "cell_marker", "prose_marker", "prose",
  ]
  private static let goOnBefore: Set<String> = ["|>", "then", "else"]
  private static let goOnAfter: Set<String> = [
    "=", ",", "->", "|>", "then", "else", "or", "and", "not", "==", "!=", "<", "<=", ">", ">=",
    "in", "..", "by", "+", "-", "*", "/", "%%", "^", "if",
  ]
  private static let close: Set<String> = ["(", ")", "[", "]", ","]

  private var isInText: Bool { places.contains(.text) }

  // MARK: Productions

  package mutating func enter(_ production: String, using random: inout SeededGenerator) {
    if production.hasSuffix("_marker") {
      needsBreak = false
      if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
      last = "\n"
    }
    if production == "interpolation" { places.append(.text) }
    guard Self.words.contains(production) else { return }
    if places.last != .word {
      if production != "prose" { separate(from: "", using: &random) }
      word = ""
      last = ""
    }
    places.append(.word)
  }

  package mutating func leave(_ production: String, using random: inout SeededGenerator) {
    if production == "interpolation" || Self.words.contains(production) { places.removeLast() }
    if production == "statement" || production == "binding" { needsBreak = true }
    if production == "prose" || production.hasSuffix("_marker") { last = "\n" }
  }

  // MARK: Tokens

  /// Characters of a token.
  package mutating func write(_ characters: String) {
    text += characters
    word += characters
  }

  /// A whole token that is no symbol.
  package mutating func write(name: String, using random: inout SeededGenerator) {
    if places.last != .word { separate(from: name, using: &random) }
    text += name
    last = ""
  }

  /// A terminal of the grammar.
  package mutating func write(
    _ token: String, in production: String, using random: inout SeededGenerator
  ) {
    if places.last == .word || production == "interpolation" {
      write(token)
      last = production == "interpolation" ? "(" : ""
      return
    }
    separate(from: token, using: &random)
    text += token
    last = token
    switch token {
    case "(", "[": places.append(isInText ? .text : .brackets)
    case "{": places.append(isInText ? .text : production == "block" ? .statements : .brackets)
    case ")", "]", "}": places.removeLast()
    default: break
    }
  }

  // MARK: Between tokens

  private mutating func separate(from next: String, using random: inout SeededGenerator) {
    if needsBreak {
      needsBreak = false
      if next != ";", next != "}" {
        text +=
          isInText ? "; " : random.pick(["\n", "\n", "\n\n\n", ";\n", "  # c\n", "\n# c\n\n#d\n"])
        last = "\n"
        return
      }
    }
    if last == "\n" { return }
    if Self.close.contains(next) || last == "(" || last == "[", random.oneIn(2) { return }
    text += " "
    guard random.oneIn(8) else { return }
    switch places.last {
    case .brackets: text += random.pick(["\n", "# c\n", "\n # c\n\n", "\t", "#\n"])
    case .statements where Self.goOnAfter.contains(last) || Self.goOnBefore.contains(next):
      text += random.pick(["\n", "# c\n", "\n # c\n", "\r\n"])
    case .statements, .text, .word, nil: break
    }
  }
}
