// Colours for source code in HTML: keywords, texts, numbers, comments, operators, quoted columns
// and called names. It reads characters and never fails; whatever it does not know is plain. It
// does not use the language's tokenizer, because a report also shows code that does not parse.

enum Highlighter {
  private static let keywords: Set<String> = [
    "param", "if", "then", "else", "and", "or", "not", "in", "by", "true", "false", "none",
  ]

  static func html(_ source: String) -> String {
    let characters = Array(source)
    var out = ""
    var index = 0
    while index < characters.count {
      let (length, kind) = token(characters, at: index)
      let text = String(characters[index..<(index + length)])
      let escaped = Markup.escaped(text)
      out += kind.map { "<span class=\"\($0)\">\(escaped)</span>" } ?? escaped
      index += length
    }
    return out
  }

  private static func token(_ source: [Character], at start: Int) -> (length: Int, kind: String?) {
    let first = source[start]
    func run(_ matches: (Character) -> Bool) -> Int {
      source[start...].prefix(while: matches).count
    }
    if first == "#" {
      let isCell = source[start...].starts(with: "# %%")
      return (run { !$0.isNewline }, isCell ? "cell" : "c")
    }
    if first == "\"" { return (textLength(source, at: start), "s") }
    if first == "`" {
      let length = 1 + source[(start + 1)...].prefix { $0 != "`" && !$0.isNewline }.count
      return (min(length + 1, source.count - start), "q")
    }
    if isDigit(first) { return (numberLength(source, at: start), "n") }
    if isName(first) {
      let length = run(isName)
      let name = String(source[start..<(start + length)])
      let next = source[(start + length)...].first
      // `by:` is an argument, `0..1 by 0.1` is not.
      if keywords.contains(name), next != ":" { return (length, "k") }
      return (length, next == "(" ? "f" : next == ":" ? "a" : nil)
    }
    if "|>-<=!+*/%^".contains(first) {
      return (run { "|>-<=!+*/%^".contains($0) }, "o")
    }
    return (1, nil)
  }

  /// Texts in interpolations of texts are followed so deep; deeper ones do not parse.
  private static let deepestText = 8

  private static func textLength(_ source: [Character], at start: Int, depth: Int = 0) -> Int {
    let isLong = source[start...].starts(with: "\"\"\"")
    var index = start + (isLong ? 3 : 1)
    while index < source.count {
      switch source[index] {
      case "\\": index += 2
      case "{" where depth < deepestText:
        index += interpolationLength(source, at: index, isLong: isLong, depth: depth + 1)
      case "\"" where !isLong: return index + 1 - start
      case "\"" where source[index...].starts(with: "\"\"\""): return index + 3 - start
      case let character where character.isNewline && !isLong: return index - start
      default: index += 1
      }
    }
    return source.count - start
  }

  /// From its brace to the one that closes it, or to the end of the line that a short text is on.
  private static func interpolationLength(
    _ source: [Character], at start: Int, isLong: Bool, depth: Int
  ) -> Int {
    var index = start + 1
    var open = 1
    while index < source.count, open > 0 {
      switch source[index] {
      case "\\": index += 2
      case "\"" where isLong && source[index...].starts(with: "\"\"\""): return index - start
      case "\"": index += textLength(source, at: index, depth: depth)
      case let character where character.isNewline && !isLong: return index - start
      case let character:
        open += character == "{" ? 1 : character == "}" ? -1 : 0
        index += 1
      }
    }
    return min(index, source.count) - start
  }

  private static func numberLength(_ source: [Character], at start: Int) -> Int {
    var index = start
    while index < source.count {
      let character = source[index]
      let next = index + 1 < source.count ? source[index + 1] : " "
      let isPoint = character == "." && isDigit(next)
      let isExponent = (character == "e" || character == "E") && (isDigit(next) || next == "-")
      let isSign = character == "-" && index > start && "eE".contains(source[index - 1])
      guard isDigit(character) || character == "_" || isPoint || isExponent || isSign else { break }
      index += 1
    }
    if index < source.count, source[index] == "%" { index += 1 }
    return index - start
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  private static func isName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
