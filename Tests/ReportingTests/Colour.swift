// Contrast of two colours by WCAG 2.1: relative luminance of linear sRGB.

import Foundation

enum Colour {
  /// From 1 to 21; colours as `#abc` or `#aabbcc`.
  static func contrast(_ a: String, _ b: String) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  private static func luminance(_ colour: String) -> Double {
    let digits = Array(colour.dropFirst())
    let full = digits.count == 3 ? digits.flatMap { [$0, $0] } : digits
    let linear = stride(from: 0, to: 6, by: 2).map { start in
      let share = Double(Int(String(full[start...(start + 1)]), radix: 16) ?? 0) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
