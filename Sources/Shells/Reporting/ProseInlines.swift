// Reads the inlines of one paragraph of prose. A mark without its partner is text. A search for a
// partner that failed once is not repeated, so the time stays in proportion to the text.

struct ProseInlines {
  private let characters: [Character]
  private var hopeless: Set<String> = []
  private static let deepest = 8
  /// Bounds the search for the end of a link that has none.
  private static let longestLink = 2000

  static func read(_ lines: [String]) -> [Prose.Inline] {
    var text = ""
    for (index, line) in lines.enumerated() {
      let last = index == lines.count - 1
      let hard = !last && (line.hasSuffix("  ") || line.hasSuffix("\\"))
      var words = line.trimmedStart.trimmedEnd
      if hard, words.last == "\\" { words.removeLast() }
      text += words
      if !last { text += hard ? "\n" : " " }
    }
    var reader = ProseInlines(text)
    return reader.read(reader.characters.indices, depth: 0)
  }

  private init(_ text: String) { characters = Array(text) }

  private mutating func read(_ range: Range<Int>, depth: Int) -> [Prose.Inline] {
    var result: [Prose.Inline] = []
    var text = ""
    var index = range.lowerBound
    while index < range.upperBound {
      if let (inline, next) = span(at: index, in: range, depth: depth) {
        if !text.isEmpty { result.append(.text(text)) }
        text = ""
        result.append(inline)
        index = next
      } else if characters[index] == "\\", index + 1 < range.upperBound,
        Self.isPunctuation(characters[index + 1])
      {
        text.append(characters[index + 1])
        index += 2
      } else {
        // A run of marks that opened nothing is text as a whole.
        let run = "*_`$".contains(characters[index]) ? runLength(at: index, in: range) : 1
        text += String(characters[index..<(index + run)])
        index += run
      }
    }
    if !text.isEmpty { result.append(.text(text)) }
    return result
  }

  private mutating func span(
    at index: Int, in range: Range<Int>, depth: Int
  ) -> (Prose.Inline, next: Int)? {
    switch characters[index] {
    case "\n": return (.lineBreak, index + 1)
    case "`": return code(at: index, in: range)
    case "*", "_":
      return depth < Self.deepest ? emphasis(at: index, in: range, depth: depth) : nil
    case "!":
      guard index + 1 < range.upperBound, characters[index + 1] == "[" else { return nil }
      return depth < Self.deepest ? link(at: index + 1, in: range, depth: depth) : nil
    case "[": return depth < Self.deepest ? link(at: index, in: range, depth: depth) : nil
    case "<": return autolink(at: index, in: range)
    case "$": return math(at: index, in: range)
    case _: return nil
    }
  }

  private mutating func code(at index: Int, in range: Range<Int>) -> (Prose.Inline, next: Int)? {
    let length = runLength(at: index, in: range)
    let key = "`\(length) \(range.upperBound)"
    guard !hopeless.contains(key) else { return nil }
    var place = index + length
    while place < range.upperBound {
      guard characters[place] == "`" else {
        place += 1
        continue
      }
      let run = runLength(at: place, in: range)
      if run == length {
        var inner = characters[(index + length)..<place].map { $0 == "\n" ? " " : $0 }
        if inner.count > 2, inner.first == " ", inner.last == " " {
          inner = Array(inner.dropFirst().dropLast())
        }
        return (.code(String(inner)), place + run)
      }
      place += run
    }
    hopeless.insert(key)
    return nil
  }

  private mutating func emphasis(
    at index: Int, in range: Range<Int>, depth: Int
  ) -> (Prose.Inline, next: Int)? {
    let mark = characters[index]
    let run = runLength(at: index, in: range)
    let after = index + run
    guard after < range.upperBound, !characters[after].isWhitespace else { return nil }
    if mark == "_", index > 0, Self.isWord(characters[index - 1]) { return nil }
    let length = min(run, 3)
    let key = "\(mark)\(length) \(range.upperBound)"
    guard !hopeless.contains(key) else { return nil }
    guard let end = closing(mark, length: length, from: after, in: range) else {
      hopeless.insert(key)
      return nil
    }
    let start = index + length
    let inner = read(start..<end, depth: depth + 1)
    let inline: Prose.Inline =
      switch length {
      case 1: .emphasis(inner)
      case 2: .strong(inner)
      case _: .emphasis([.strong(inner)])
      }
    return (inline, end + length)
  }

  private func closing(
    _ mark: Character, length: Int, from start: Int, in range: Range<Int>
  ) -> Int? {
    var place = start
    while place < range.upperBound {
      if characters[place] == "\\" {
        place += 2
        continue
      }
      guard characters[place] == mark || characters[place] == "`" else {
        place += 1
        continue
      }
      let run = runLength(at: place, in: range)
      let next = place + run
      let opens = characters[place - 1].isWhitespace
      let inWord = mark == "_" && next < range.upperBound && Self.isWord(characters[next])
      if characters[place] == mark, !opens, !inWord {
        if run == length || run > length && length != 1 { return place }
        if length == 1, run == 3 { return next - 1 }
      }
      place = next
    }
    return nil
  }

  private mutating func link(
    at index: Int, in range: Range<Int>, depth: Int
  ) -> (Prose.Inline, next: Int)? {
    var nesting = 0
    var place = index
    let limit = min(range.upperBound, index + Self.longestLink)
    while place < limit {
      if characters[place] == "\\" {
        place += 1
      } else if characters[place] == "[" {
        nesting += 1
      } else if characters[place] == "]" {
        nesting -= 1
      }
      if nesting == 0 { break }
      place += 1
    }
    guard place < limit else { return nil }
    guard place + 1 < range.upperBound, characters[place + 1] == "(" else { return nil }
    var end = place + 2
    let last = min(range.upperBound, end + Self.longestLink)
    while end < last, characters[end] != ")", characters[end] != "\n" { end += 1 }
    guard end < range.upperBound, characters[end] == ")" else { return nil }
    let destination = characters[(place + 2)..<end].prefix { $0 != " " }
    let words = read((index + 1)..<place, depth: depth + 1)
    guard let target = Self.safeTarget(String(destination)) else {
      return (.emphasis(words), end + 1)
    }
    return (.link(words, target: target), end + 1)
  }

  /// `$…$` or `$$…$$`. Money stays money: after the first mark and before the last there is no space, and
  /// no digit follows.
  private mutating func math(at index: Int, in range: Range<Int>) -> (Prose.Inline, next: Int)? {
    let length = min(2, runLength(at: index, in: range))
    let start = index + length
    let key = "$\(length) \(range.upperBound)"
    guard !hopeless.contains(key), start < range.upperBound,
      length == 2 || !characters[start].isWhitespace
    else { return nil }
    var place = start
    while place < range.upperBound {
      if characters[place] == "\\" {
        place += 2
        continue
      }
      guard characters[place] == "$" else {
        place += 1
        continue
      }
      let next = place + length
      let isWhole = length == 1 || next <= range.upperBound && characters[next - 1] == "$"
      let isTight = length == 2 || !characters[place - 1].isWhitespace
      let isMoney = length == 1 && next < range.upperBound && characters[next].isNumber
      if isWhole, isTight, !isMoney, place > start {
        return (.math(String(characters[start..<place]), isBlock: length == 2), next)
      }
      if length == 1 { return nil }
      place += 1
    }
    hopeless.insert(key)
    return nil
  }

  private func autolink(at index: Int, in range: Range<Int>) -> (Prose.Inline, next: Int)? {
    var end = index + 1
    while end < range.upperBound, characters[end] != ">", !characters[end].isWhitespace,
      end - index < 500
    {
      end += 1
    }
    guard end < range.upperBound, characters[end] == ">" else { return nil }
    let text = String(characters[(index + 1)..<end])
    let lower = text.lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
    return Self.safeTarget(text).map { (.link([.text(text)], target: $0), end + 1) }
  }

  /// http, https, `#place` or a relative path. Anything else with a scheme is refused, also when
  /// control characters try to hide it.
  static func safeTarget(_ target: String) -> String? {
    guard !target.isEmpty,
      target.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else { return nil }
    let lower = target.lowercased()
    if lower.hasPrefix("http://") || lower.hasPrefix("https://") { return target }
    guard !target.hasPrefix("//"), !target.contains("\\") else { return nil }
    let beforeSlash = target.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    // `&` could spell a colon as an entity in a careless reader.
    return beforeSlash.contains(":") || beforeSlash.contains("&") ? nil : target
  }

  private func runLength(at index: Int, in range: Range<Int>) -> Int {
    characters[index..<range.upperBound].prefix { $0 == characters[index] }.count
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  private static func isPunctuation(_ character: Character) -> Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }
}
