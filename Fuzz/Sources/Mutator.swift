// Changes to an input. It is a list of parts, tokens with the blanks before them in a script and else fields
// and lines, so that most of a mutant is still what it was; seeds are taken apart once, because reading them
// again for every change would cost more than what is tried. Inside a part, bytes are flipped and lost.

import Generation
import Syntax
import Text

struct Mutator {
  var random: SeededGenerator
  private let seeds: [[Part]]
  private let byTokens: Bool
  /// Leaves most of an input as it is, for what is only reached by what is nearly right.
  private let isGentle: Bool

  private typealias Part = ArraySlice<UInt8>

  private var longest: Int { byTokens ? 6_000 : 30_000 }
  private static let words: [Part] = [
    "|>", "->", "..", "==", "(", ")", "[", "]", "{", "}", "\"", "\"\"\"", "{{", "\\", "`", "#",
    "\n",
    "# %% [markdown]\n", "param ", "if ", "then ", "else ", "not ", "in ", " by ", "none", "λ", "😀",
    "1e308", "0", "-1", "9007199254740993", "1e-400", "%", "%%", ",", ":", "=", ";", "x -> ",
    "load(\"",
    "\u{0}", "\u{FEFF}", "NaN", "inf", "null", "true", "1970-01-01", "\r", "\t",
  ].map { Part($0.utf8) }

  init(seeds: [[UInt8]], byTokens: Bool, isGentle: Bool = false, seed: UInt64) {
    random = SeededGenerator(seed: seed)
    self.seeds = seeds.map { Self.parts(of: $0, byTokens: byTokens) }
    self.byTokens = byTokens
    self.isGentle = isGentle
  }

  /// The next input.
  mutating func next() -> [UInt8] {
    let parts = excerpt(of: random.pick(seeds))
    return joined(random.oneIn(50) ? parts : changed(parts))
  }

  /// An input with some changes.
  mutating func changed(_ input: [UInt8]) -> [UInt8] {
    joined(changed(Self.parts(of: input, byTokens: byTokens)))
  }

  private func joined(_ parts: [Part]) -> [UInt8] { Array(parts.joined()) }

  /// All of it, or a piece: small inputs are quick, so more of them are tried.
  private mutating func excerpt(of seed: [Part]) -> [Part] {
    let size = seed.last.map { $0.endIndex } ?? 0
    let takesPiece = !isGentle && !seed.isEmpty && !random.oneIn(4)
    guard size > longest || takesPiece else { return seed }
    let first = Int.random(in: 0..<seed.count, using: &random)
    let count = random.oneIn(4) ? 1_000 : 80
    let piece = seed[first...].prefix(Int.random(in: 1...count, using: &random))
    return Array(piece.prefix { $0.endIndex - piece[first].startIndex <= longest })
  }

  private mutating func changed(_ input: [Part]) -> [Part] {
    var parts = input
    for _ in 0..<Int.random(in: 1...(isGentle ? 3 : 6), using: &random) {
      switch Int.random(in: 0..<20, using: &random) {
      case 0...14 where isGentle: replaceLikeByLike(&parts)
      case 0...4: changeBytes(&parts)
      default: changeParts(&parts)
      }
    }
    return parts
  }

  /// Tokens, or lines and fields.
  private static func parts(of bytes: [UInt8], byTokens: Bool) -> [Part] {
    var ends: [Int] = []
    if byTokens {
      ends = tokenize(SourceText(bytes: bytes)).map(\.span.end)
    } else {
      for (index, byte) in bytes.enumerated() where ",\n;\t:{}[]\"".utf8.contains(byte) {
        ends += [index, index + 1]
      }
    }
    var parts: [Part] = []
    var start = 0
    for end in ends + [bytes.count] where end > start {
      parts.append(bytes[start..<end])
      start = end
    }
    return parts
  }

  /// A part of any seed.
  private mutating func piece() -> Part {
    let seed = random.pick(seeds)
    return seed.isEmpty ? Part([10]) : random.pick(seed)
  }

  private mutating func changeParts(_ parts: inout [Part]) {
    guard !parts.isEmpty else { return parts.append(random.pick(Self.words)) }
    let first = Int.random(in: 0..<parts.count, using: &random)
    let last = min(parts.count, first + Int.random(in: 1...4, using: &random))
    let range = first..<last
    switch Int.random(in: 0..<8, using: &random) {
    case 0: parts.removeSubrange(range)
    case 1: parts.insert(contentsOf: Array(parts[range]), at: last)
    case 2: parts.replaceSubrange(range, with: [random.pick(parts)])
    case 3: parts.replaceSubrange(range, with: [piece()])
    case 4: parts.insert(piece(), at: first)
    case 5: parts.insert(random.pick(Self.words), at: first)
    case 6: parts.replaceSubrange(range, with: [random.pick(Self.words)])
    default:
      // Deep and long things.
      let times = Int.random(in: 2...60, using: &random)
      let copies = (0..<times).flatMap { _ in parts[range] }
      if copies.reduce(0, { $0 + $1.count }) < 6_000 {
        parts.replaceSubrange(range, with: copies)
      }
    }
  }

  /// A number by a number, a text by a text, a name by a name.
  private mutating func replaceLikeByLike(_ parts: inout [Part]) {
    guard !parts.isEmpty else { return }
    let index = Int.random(in: 0..<parts.count, using: &random)
    guard let kind = Self.kind(of: parts[index]) else { return }
    if kind == .number, random.oneIn(2) { return parts[index] = random.pick(Self.numbers) }
    for _ in 0..<20 {
      let other = random.oneIn(2) ? random.pick(parts) : piece()
      if Self.kind(of: other) == kind { return parts[index] = other }
    }
  }

  private enum Kind { case number, text, name }

  private static let numbers: [Part] = [
    " 0", " -1", " 1", " 2", " 3", " 0.5", " 10_000_000", " 1e9", " 1e18", " 1e308", " 1e-308",
    " 365",
    " 9007199254740993", " 100%", " none", " [0]", " []", " -0.0", " 1..3", " \"\"", " 1e5",
  ].map { Part($0.utf8) }

  private static func kind(of part: Part) -> Kind? {
    switch part.first(where: { $0 > 32 }) {
    case .some(48...57): .number
    case .some(34): .text
    case .some(97...122), .some(95), .some(128...): .name
    default: nil
    }
  }

  private mutating func changeBytes(_ parts: inout [Part]) {
    guard !parts.isEmpty else { return parts.append([UInt8.random(in: 0...255, using: &random)]) }
    let index = Int.random(in: 0..<parts.count, using: &random)
    var bytes = parts[index]
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.remove(at: place)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    default:
      bytes.removeSubrange(place...)
      parts.removeSubrange((index + 1)...)
    }
    if bytes.isEmpty { parts.remove(at: index) } else { parts[index] = bytes }
  }
}
