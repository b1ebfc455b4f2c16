// How numbers look to a reader: four significant digits, thousands separated, integers whole. The
// same text on every machine and in every locale. Files do not use this: they get `exact`.

package enum NumberText {
  /// What stands for a missing value in a display.
  package static let missing = "·"

  /// `148,210`, `11.98`, `0.137`, `1.2e-7`; NaN is `·`, the infinities are `∞` and `-∞`.
  ///
  /// The whole part is never rounded away: 12,345.67 shows as `12,346`.
  package static func display(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    var digits = DecimalDigits(value)
    if digits.isZero { return "0" }
    guard smallestPlain <= value.magnitude, value.magnitude < largestPlain else {
      digits.round(significant: significant)
      return digits.scientific
    }
    if !digits.isWhole { digits.round(decimals: max(0, significant - digits.point)) }
    return digits.fixed(decimals: 0)
  }

  package static func display(_ value: Double?) -> String {
    value.map { display($0) } ?? missing
  }

  package static func display(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// The shortest text that reads back as the same double: `0.1`, `148210`, `1e-7`; `nan`, `inf`,
  /// `-inf`. For files and digests.
  package static func exact(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let digits = DecimalDigits(value)
    guard -6 < digits.point, digits.point <= 16 else { return digits.scientific }
    return digits.fixed(decimals: 0, grouped: false)
  }

  /// So many digits after the point, always: `fixed(11.5, decimals: 2)` is `11.50`.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    var digits = DecimalDigits(value)
    if digits.point > 18 {
      digits.round(significant: significant)
      return digits.scientific
    }
    digits.round(decimals: max(0, decimals))
    return digits.fixed(decimals: max(0, decimals))
  }

  /// Two decimals: `1,234.50`. The currency is the caller's, if it knows one.
  package static func money(_ value: Double) -> String {
    fixed(value, decimals: 2)
  }

  /// `0.153` is `15.3%`, `0.5` is `50%`. The point is moved in decimal, so 0.07 is `7%`.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return special(share) }
    var digits = DecimalDigits(share)
    guard !digits.isZero else { return "0%" }
    digits.point += 2
    if digits.point < -3 || digits.point > 15 {
      digits.round(significant: significant)
      return digits.scientific + "%"
    }
    if !digits.isWhole { digits.round(decimals: max(0, significant - digits.point)) }
    return digits.fixed(decimals: 0) + "%"
  }

  private static let significant = 4
  private static let smallestPlain = 1e-4
  private static let largestPlain = 1e15

  private static func special(_ value: Double) -> String {
    value.isNaN ? missing : value < 0 ? "-∞" : "∞"
  }
}

// Columns: one number of decimals for all values, so that right alignment puts the points below
// each other.
extension NumberText {
  /// Texts of one column, in order. Every value gets the same decimals: as many as its most
  /// demanding value shows with four digits, but not so many that the largest value has more than
  /// seven digits. A column whose values lie too far apart for that is shown value by value, with
  /// the points aligned by spaces.
  package static func column(_ values: [Double?]) -> [String] {
    let finite = values.compactMap { $0 }.filter { $0.isFinite && $0 != 0 }
    let plain = finite.allSatisfy { (smallestPlain..<largestPlain).contains($0.magnitude) }
    let whole = DecimalDigits(finite.map(\.magnitude).max() ?? 0).point
    let needed = finite.map(shownDecimals).max() ?? 0
    let decimals = min(needed, max(0, 7 - max(1, whole)))
    let smallest = DecimalDigits(finite.map(\.magnitude).min() ?? 0).point
    // At least two digits of the smallest value must survive.
    let legible = decimals == needed || smallest + decimals >= 2
    guard plain, legible else {
      return alignedOnPoint(values.map { display($0) })
    }
    return values.map { value in
      guard let value, value.isFinite else { return display(value) }
      return fixed(value, decimals: decimals)
    }
  }

  package static func column(_ values: [Double]) -> [String] {
    column(values.map(Optional.some))
  }

  /// Pads on the right so that in right-aligned layout the decimal points are below each other.
  package static func alignedOnPoint(_ texts: [String]) -> [String] {
    func tail(_ text: String) -> Int {
      text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) } ?? 0
    }
    let longest = texts.map(tail).max() ?? 0
    return texts.map { $0 + String(repeating: " ", count: longest - tail($0)) }
  }

  private static func shownDecimals(_ value: Double) -> Int {
    var digits = DecimalDigits(value)
    if !digits.isWhole { digits.round(decimals: max(0, significant - digits.point)) }
    return digits.decimals
  }
}
