// Bytes of files that are not UTF-8. UTF-16 says so in its first two bytes; an old encoding of one byte a letter says
// nothing, so it is never guessed.

import Foundation

public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
  case utf8 = "utf-8"
  /// What Excel's plain "CSV" is in Western Europe and America; Latin 1 with more.
  case windows1252 = "windows-1252"
  /// Read as Windows-1252, of which it is a part but for control characters, as browsers do.
  case latin1 = "latin-1"
  /// With the low byte first where no mark says otherwise.
  case utf16 = "utf-16"

  /// The same text as UTF-8; nil when the bytes are none in this encoding. `isPart`: only the beginning of a file, which
  /// ends after a byte that may be a line break or half of a letter.
  func decoded(_ bytes: [UInt8], isPart: Bool) -> [UInt8]? {
    if let bigEndian = Self.isUTF16(bytes) {
      return utf16(bytes.dropFirst(2), bigEndian: bigEndian, isPart: isPart)
    }
    switch self {
    case .utf8: return bytes
    case .utf16: return utf16(bytes[...], bigEndian: false, isPart: isPart)
    case .windows1252, .latin1:
      guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return bytes }
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count + bytes.count / 16)
      for byte in bytes {
        if byte < 0x80 { text.append(byte) } else { text += Self.letters[Int(byte) - 0x80] }
      }
      return text
    }
  }

  /// The order of bytes when the text begins with UTF-16's mark.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool? {
    if bytes.starts(with: [0xFE, 0xFF]) { return true }
    return bytes.starts(with: [0xFF, 0xFE]) ? false : nil
  }

  private func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool, isPart: Bool) -> [UInt8]? {
    guard isPart || bytes.count.isMultiple(of: 2) else { return nil }
    let high = bigEndian ? 0 : 1
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
      UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high])
    }
    // A byte of ten is not always a line break here.
    let whole = isPart ? units[...(units.lastIndex(of: 10) ?? units.endIndex - 1)] : units[...]
    return String(validating: whole, as: UTF16.self).map { Array($0.utf8) }
  }

  /// The letters of bytes 0x80 to 0xFF; the five that mean nothing there are control characters, as browsers have it
  /// (WHATWG Encoding, index windows-1252).
  private static let letters: [[UInt8]] = {
    let first: [UInt32] = [
      0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
      0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
    return (first + Array(0xA0...0xFF)).map { code in
      Unicode.Scalar(code).map { Array(String($0).utf8) } ?? []
    }
  }()
}
