// What the bytes of one cell mean: missing, a boolean, a number, or a text to be coded.

import Foundation

/// Without spaces and tabs at both ends.
func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var text = text
  while let byte = text.first, byte == 32 || byte == 9 { text.removeFirst() }
  while let byte = text.last, byte == 32 || byte == 9 { text.removeLast() }
  return text
}

/// Empty, NA, N/A, NaN or null in any case.
func isMissing(_ text: ArraySlice<UInt8>) -> Bool {
  guard !text.isEmpty else { return true }
  guard text.count <= 4 else { return false }
  let lower = text.map { $0 | 0x20 }
  return lower == Array("na".utf8) || lower == Array("nan".utf8) || lower == Array("null".utf8)
    || lower == Array("n/a".utf8)
}

/// true or false, True or False, TRUE or FALSE.
func boolean(_ text: ArraySlice<UInt8>) -> Bool? {
  guard text.count == 4 || text.count == 5 else { return nil }
  switch text.map({ $0 | 0x20 }) {
  case Array("true".utf8): return true
  case Array("false".utf8): return false
  default: return nil
  }
}

/// A decimal number with an optional sign, fraction and exponent, or inf; correctly rounded.
func number(_ text: ArraySlice<UInt8>) -> Double? {
  guard isDecimal(text) || isInfinity(text) else { return nil }
  return Double(String(decoding: text, as: UTF8.self))
}

private func isInfinity(_ text: ArraySlice<UInt8>) -> Bool {
  let sign = text.first == 43 || text.first == 45
  let lower = (sign ? text.dropFirst() : text).map { $0 | 0x20 }
  return lower == Array("inf".utf8) || lower == Array("infinity".utf8)
}

private func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
  var rest = text
  if rest.first == 43 || rest.first == 45 { rest.removeFirst() }
  var digits = 0
  func skipDigits() {
    while let byte = rest.first, byte >= 48, byte <= 57 {
      rest.removeFirst()
      digits += 1
    }
  }
  skipDigits()
  if rest.first == 46 {
    rest.removeFirst()
    skipDigits()
  }
  guard digits > 0 else { return false }
  guard rest.first == 101 || rest.first == 69 else { return rest.isEmpty }
  rest.removeFirst()
  if rest.first == 43 || rest.first == 45 { rest.removeFirst() }
  digits = 0
  skipDigits()
  return digits > 0 && rest.isEmpty
}

/// 10^n for n in 0...22, exactly.
func powerOfTen(_ n: Int) -> Double {
  var power = 1.0
  for _ in 0..<n { power *= 10 }
  return power
}

/// Gives each distinct text a code, by first appearance, without making a string for a repeated one.
package struct TextInterner {
  package private(set) var levels: [String] = []
  private var arena: [UInt8] = []
  private var starts: [Int] = [0]
  private var slots = [Int32](repeating: -1, count: 64)

  package init() {}

  /// Nil when the bytes are not UTF-8.
  package mutating func code(for text: ArraySlice<UInt8>) -> Int32? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(text)) & mask
    while slots[slot] >= 0 {
      let code = slots[slot]
      let start = starts[Int(code)]
      let end = starts[Int(code) + 1]
      if end - start == text.count, arena[start..<end].elementsEqual(text) { return code }
      slot = (slot + 1) & mask
    }
    guard let level = String(validating: text, as: UTF8.self) else { return nil }
    let code = Int32(levels.count)
    levels.append(level)
    arena.append(contentsOf: text)
    starts.append(arena.count)
    slots[slot] = code
    if levels.count * 2 > slots.count { grow() }
    return code
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for code in levels.indices {
      var slot = Int(truncatingIfNeeded: hash(arena[starts[code]..<starts[code + 1]])) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(code)
    }
  }

  private func hash(_ text: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ (hash >> 32)
  }
}
