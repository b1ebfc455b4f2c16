// Cells with more digits than a number keeps: identifiers, mostly. Two that come to one number would make one customer
// of two, so the column that they are in stays text.

struct LongNumbers {
  /// What was read as each number, by the number's bits.
  private var digitsOf: [UInt64: UInt64] = [:]

  /// Whether the cell's number is not the cell any more: a whole number that doubles skip, or a fraction whose number
  /// was another cell's. `0.10000000000000000555`, as programs print it, stays a number.
  mutating func loses(_ text: ArraySlice<UInt8>, _ value: Double, point: UInt8) -> Bool {
    guard text.count > 15 else { return false }
    var (digits, zeros, hasPoint) = (0, 0, false)
    for byte in text {
      if byte == point {
        hasPoint = true
      } else if byte != 43, byte != 45 {
        // Anything else is a quantity: an exponent, a unit, a mark between thousands.
        guard byte &- 48 < 10 else { return false }
        if byte != 48 || digits > 0 { digits += 1 }
        zeros = byte == 48 ? zeros + 1 : 0
      }
    }
    guard digits - zeros > (hasPoint ? 17 : 15) else { return false }
    return hasPoint ? isTaken(value, by: text.dropLast(zeros), point) : isInexact(value, text)
  }

  private func isInexact(_ value: Double, _ text: ArraySlice<UInt8>) -> Bool {
    guard value.magnitude >= 0x1p53 else { return false }
    let digits = text.drop { $0 == 43 || $0 == 45 || $0 == 48 }
    guard value.magnitude < 0x1p64, let exact = UInt64(String(decoding: digits, as: UTF8.self))
    else { return true }
    return UInt64(value.magnitude) != exact
  }

  private mutating func isTaken(
    _ value: Double, by text: ArraySlice<UInt8>, _ point: UInt8
  ) -> Bool {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.drop(while: { $0 == 48 || $0 == 43 || $0 == 45 || $0 == point })
    where byte != point {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let known = digitsOf.updateValue(hash, forKey: value.bitPattern)
    return known != nil && known != hash
  }
}
