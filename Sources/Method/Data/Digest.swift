// A stable fingerprint of content: the same cells give the same digest on every machine and in every
// run, which is what a cache of finished stages and the footer of a report need. Two independent
// 64-bit lanes over 64-bit words, each step a bijection of its lane, so that one changed word always
// changes the result. It is fast (gigabytes a second) and no defence against an adversary.

public struct Digest: Sendable, Hashable, CustomStringConvertible {
  private var high: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var low: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private var words: UInt64 = 0

  public init() {}

  /// 32 hexadecimal digits.
  public var description: String {
    let first = Self.avalanche(high ^ words)
    let second = Self.avalanche(low &+ first)
    return [first, second].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  public mutating func combine(_ word: UInt64) {
    high = (high ^ word) &* 0xFF51_AFD7_ED55_8CCD
    high ^= high >> 29
    low = (low &+ word) &* 0xC4CE_B9FE_1A85_EC53
    low ^= low >> 31
    words &+= 1
  }

  public mutating func combine(_ value: Int) { combine(UInt64(bitPattern: Int64(value))) }

  /// All missing numbers count as one, and 0 as −0.
  public mutating func combine(_ value: Double) {
    combine(value.isNaN ? 0x7FF8_0000_0000_0000 : (value == 0 ? 0 : value.bitPattern))
  }

  public mutating func combine(_ text: String) {
    var word: UInt64 = 0
    var filled = 0
    var count = 0
    for byte in text.utf8 {
      word |= UInt64(byte) << UInt64(8 * filled)
      filled += 1
      count += 1
      if filled == 8 {
        combine(word)
        word = 0
        filled = 0
      }
    }
    combine(word)
    combine(count)
  }

  /// Many bytes at once, as a file has them.
  public mutating func combine(bytes: [UInt8]) {
    let bytes = bytes.span
    var at = 0
    while at + 8 <= bytes.count {
      var word: UInt64 = 0
      for place in 0..<8 { word |= UInt64(bytes[at + place]) << UInt64(8 * place) }
      combine(word)
      at += 8
    }
    var word: UInt64 = 0
    for place in at..<bytes.count { word |= UInt64(bytes[place]) << UInt64(8 * (place - at)) }
    combine(word)
    combine(bytes.count)
  }

  public mutating func combine(_ values: [Double]) {
    combine(values.count)
    for value in values { combine(value) }
  }

  public mutating func combine(_ values: [Float]) {
    combine(values.count)
    for value in values { combine(Double(value)) }
  }

  public mutating func combine(_ values: [Int32]) {
    combine(values.count)
    for value in values { combine(UInt64(UInt32(bitPattern: value))) }
  }

  public mutating func combine(_ values: [Bool]) {
    combine(values.count)
    for value in values { combine(value ? 1 : 0) }
  }

  public mutating func combine(_ values: [String]) {
    combine(values.count)
    for value in values { combine(value) }
  }

  private static func avalanche(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Table {
  /// Names, types and cells, in order. Texts count by their cells, not by how they are coded.
  public var digest: Digest {
    var digest = Digest()
    digest.combine(rowCount)
    digest.combine(names)
    for column in columns {
      digest.combine(column.type.rawValue)
      switch column {
      case .number(let values), .date(let values): digest.combine(values)
      case .boolean(let values): digest.combine(values)
      case .text(let text):
        let levels = text.levels.map { level in
          var one = Digest()
          one.combine(level)
          return one
        }
        for code in text.codes {
          digest.combine(code < 0 ? 0 : levels[Int(code)].word)
        }
      }
    }
    return digest
  }
}

extension Digest {
  /// 64 bits of the digest.
  public var word: UInt64 { Self.avalanche(high ^ words) ^ Self.avalanche(low) }
}
