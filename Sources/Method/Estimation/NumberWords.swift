// Numbers in notes and errors of the Method wing, where no display rounds them.

/// To the nearest whole number.
func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }

/// Four significant digits at most, a whole number without its `.0`.
package func short(_ number: Double) -> String {
  guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
  var scale = 1.0
  while abs(number) * scale < 1000, scale < 1e12 { scale *= 10 }
  let rounded = (number * scale).rounded() / scale
  return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
}
