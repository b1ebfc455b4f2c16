// What single values and columns calculate alike, where that takes more than a processor's operation. NaN stands for no
// value: single values make an error of it, columns a missing cell.

import Foundation

public enum Arithmetic {
  /// Remainder with the sign of the divisor, so that weekdays of negative days are weekdays; NaN for a divisor of 0.
  public static func remainder(_ a: Double, _ b: Double) -> Double {
    guard b != 0 else { return .nan }
    if a.magnitude < 0x1p53, a == a.rounded(), b == b.rounded() {
      return a - b * (a / b).rounded(.down)
    }
    let rest = a.truncatingRemainder(dividingBy: b)
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
  }

  /// NaN where there is no real value: 0 to a negative power is a division by zero.
  public static func power(_ a: Double, _ b: Double) -> Double {
    a == 0 && b < 0 ? .nan : pow(a, b)
  }
}
