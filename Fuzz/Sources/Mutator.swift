// Changes to an input. Scripts are changed by tokens, so that most of a mutant is still a script; bytes
// and lines of anything are deleted, doubled, flipped and spliced.

import Generation
import Syntax
import Text

struct Mutator {
  var random: SeededGenerator
  var seeds: [[UInt8]]
  let byTokens: Bool
  private var pieces: [[UInt8]] = []

  private static let longest = 6_000
  private static let words = [
    "|>", "->", "..", "==", "(", ")", "[", "]", "{", "}", "\"", "\"\"\"", "{{", "\\", "`", "#",
    "\n",
    "# %% [markdown]\n", "param ", "if ", "then ", "else ", "not ", "in ", " by ", "none", "λ", "😀",
    "1e308", "0", "-1", "9007199254740993", "1e-400", "%", "%%", ",", ":", "=", ";", "x -> ",
    "load(\"",
    "\u{0}", "\u{FEFF}", "NaN", "inf", "null", "true", "1970-01-01", "\r", "\t",
  ]

  init(seeds: [[UInt8]], byTokens: Bool, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    self.seeds = seeds
    self.byTokens = byTokens
    for seed in seeds.prefix(200) { pieces += parts(of: seed).map { Array(seed[$0]) } }
    if pieces.isEmpty { pieces = [[10]] }
  }

  /// The next input.
  mutating func next() -> [UInt8] {
    var bytes = random.pick(seeds)
    if bytes.count > Self.longest { bytes = window(of: bytes) }
    return random.oneIn(50) ? bytes : changed(bytes)
  }

  /// An input with some changes.
  mutating func changed(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      bytes = random.oneIn(4) ? changedByBytes(bytes) : changedByParts(bytes)
    }
    return bytes
  }

  private mutating func window(of bytes: [UInt8]) -> [UInt8] {
    let length = Int.random(in: 50...Self.longest, using: &random)
    let start = Int.random(in: 0...(bytes.count - length), using: &random)
    return Array(bytes[start..<(start + length)])
  }

  /// Tokens, or lines and fields.
  private func parts(of bytes: [UInt8]) -> [Range<Int>] {
    if byTokens {
      return tokenize(SourceText(bytes: bytes)).map { $0.span.start..<$0.span.end }
        .filter { !$0.isEmpty }
    }
    var parts: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where ",\n;\t:{}[]\"".utf8.contains(byte) {
      if index > start { parts.append(start..<index) }
      parts.append(index..<(index + 1))
      start = index + 1
    }
    if start < bytes.count { parts.append(start..<bytes.count) }
    return parts
  }

  private mutating func changedByParts(_ bytes: [UInt8]) -> [UInt8] {
    let parts = parts(of: bytes)
    guard !parts.isEmpty else { return Array(random.pick(Self.words).utf8) }
    let first = Int.random(in: 0..<parts.count, using: &random)
    let last = min(parts.count - 1, first + Int.random(in: 0...3, using: &random))
    let range = parts[first].lowerBound..<parts[last].upperBound
    let other = random.pick(parts)
    var result = bytes
    switch Int.random(in: 0..<8, using: &random) {
    case 0: result.removeSubrange(range)
    case 1: result.insert(contentsOf: bytes[range], at: range.upperBound)
    case 2: result.replaceSubrange(range, with: bytes[other])
    case 3: result.replaceSubrange(range, with: random.pick(pieces))
    case 4: result.insert(contentsOf: random.pick(pieces), at: range.lowerBound)
    case 5: result.insert(contentsOf: Array(random.pick(Self.words).utf8), at: range.lowerBound)
    case 6: result.replaceSubrange(range, with: Array(random.pick(Self.words).utf8))
    default:
      // Deep and long things.
      let times = Int.random(in: 2...60, using: &random)
      let copies = (0..<times).flatMap { _ in bytes[range] }
      if copies.count < Self.longest { result.replaceSubrange(range, with: copies) }
    }
    return result
  }

  private mutating func changedByBytes(_ bytes: [UInt8]) -> [UInt8] {
    guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &random)] }
    var result = bytes
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: result[place] = UInt8.random(in: 0...255, using: &random)
    case 2: result.remove(at: place)
    case 3: result.insert(UInt8.random(in: 0...255, using: &random), at: place)
    default: result.removeSubrange(place...)
    }
    return result
  }
}
