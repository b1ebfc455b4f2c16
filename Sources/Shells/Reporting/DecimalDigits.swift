// The decimal digits of a double: the shortest ones that read back as the same double. Rounding
// starts from these digits and not from the binary value, so that 0.12345 shown with four digits is
// 0.1235, as a reader with a pencil expects, and no locale or C library has a say.

struct DecimalDigits {
  var negative: Bool
  /// Digits without leading or trailing zeros; empty for zero.
  var digits: [UInt8]
  /// The value is 0.d₁d₂d₃… × 10^point.
  var point: Int

  /// Not for NaN or infinite values.
  init(_ value: Double) {
    negative = value < 0
    digits = []
    point = 0
    var exponent = 0
    var readingExponent = false
    var exponentNegative = false
    var sawPoint = false
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "e"): readingExponent = true
      case UInt8(ascii: "-"): exponentNegative = true
      case UInt8(ascii: "."): sawPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = byte - UInt8(ascii: "0")
        if readingExponent {
          exponent = exponent * 10 + Int(digit)
        } else {
          digits.append(digit)
          if !sawPoint { point += 1 }
        }
      case _: break
      }
    }
    point += exponentNegative ? -exponent : exponent
    normalize()
  }

  var isZero: Bool { digits.isEmpty }
  var isWhole: Bool { digits.count <= point }

  /// Digits after the decimal point that the value needs.
  var decimals: Int { max(0, digits.count - point) }

  /// Rounds half away from zero to so many digits after the decimal point (before it if negative).
  mutating func round(decimals: Int) {
    let keep = point + decimals
    guard keep < digits.count else { return }
    guard keep >= 0 else {
      digits = []
      normalize()
      return
    }
    let roundsUp = digits[keep] >= 5
    digits.removeSubrange(keep...)
    if roundsUp {
      var place = keep - 1
      while place >= 0, digits[place] == 9 {
        digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        digits[place] += 1
      } else {
        digits.insert(1, at: 0)
        point += 1
      }
    }
    normalize()
  }

  mutating func round(significant: Int) {
    round(decimals: significant - point)
  }

  /// `1,234.50` with at least so many decimals (zeros are added, digits never dropped).
  func fixed(decimals wanted: Int, grouped: Bool = true) -> String {
    var text = isZero || !negative ? "" : "-"
    if point <= 0 {
      text += "0"
    } else {
      for place in 0..<point {
        if grouped, place > 0, (point - place) % 3 == 0 { text += "," }
        text += digit(place)
      }
    }
    let count = max(wanted, decimals)
    guard count > 0 else { return text }
    text += "."
    for place in point..<(point + count) { text += digit(place) }
    return text
  }

  /// `1.234e-7`
  var scientific: String {
    guard let first = digits.first else { return "0" }
    var text = (negative ? "-" : "") + String(first)
    if digits.count > 1 {
      text += "."
      for digit in digits.dropFirst() { text += String(digit) }
    }
    return text + "e\(point - 1)"
  }

  private func digit(_ place: Int) -> String {
    place >= 0 && place < digits.count ? String(digits[place]) : "0"
  }

  private mutating func normalize() {
    while digits.last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    point -= zeros
    if digits.isEmpty {
      point = 0
      negative = false
    }
  }
}
