// One axis of a drawing: the range that holds the values, round ticks (1, 2, 2.5 or 5 times a power
// of ten) and their labels. Any values are fine: none, one, all equal, far apart.

struct Scale: Hashable {
  /// Beyond this, differences overflow; such values are not drawn.
  static let largest = 1e300

  var low: Double
  var high: Double
  var ticks: [Double]
  var labels: [String]

  /// `count` is about how many ticks; the range ends on ticks.
  init(values: [Double], includingZero: Bool = false, ticks count: Int) {
    let drawable = values.filter { $0.magnitude <= Self.largest } + (includingZero ? [0] : [])
    var low = drawable.min() ?? 0
    var high = drawable.max() ?? 1
    let magnitude = max(low.magnitude, high.magnitude)
    if high - low <= max(magnitude * 1e-9, 1e-280) {
      let room = magnitude > 1e-270 ? magnitude * 0.1 : 1
      low -= room
      high += room
    }
    // Steps are mantissa × 10^power with a whole mantissa, so that 0.3 is 3/10 and not 3 × 0.1.
    let rough = (high - low) / Double(max(1, count))
    var power = DecimalDigits(rough).point - 2
    let unit = Self.times(1, tenTo: power)
    var mantissa = [10, 20, 25, 50, 100].first { Double($0) * unit >= rough * (1 - 1e-9) } ?? 100
    while mantissa % 10 == 0 {
      mantissa /= 10
      power += 1
    }
    let step = Self.times(mantissa, tenTo: power)
    let first = Int((low / step + 1e-6).rounded(.down))
    let last = max(first + 1, Int((high / step - 1e-6).rounded(.up)))
    let ticks = (first...last).map { Self.times($0 * mantissa, tenTo: power) }
    self.ticks = ticks
    self.low = ticks[0]
    self.high = ticks[ticks.count - 1]
    labels = Self.labels(ticks, decimals: max(0, -power))
  }

  /// Positions 0, 1, 2 … with half a step of room at both ends.
  init(categories: [String]) {
    low = -0.5
    high = Double(max(1, categories.count)) - 0.5
    ticks = categories.indices.map(Double.init)
    labels = categories.map { TextWidth.cleaned($0, lineBreak: " ") }
  }

  /// 0 at the low end, 1 at the high end.
  func share(_ value: Double) -> Double {
    (value - low) / (high - low)
  }

  /// The ticks that stay legible when the labels need so much of the axis each.
  func thinned(to count: Int) -> Scale {
    guard ticks.count > max(1, count) else { return self }
    let stride = (ticks.count + max(1, count) - 1) / max(1, count)
    var copy = self
    let kept = ticks.indices.filter { $0 % stride == 0 }
    copy.ticks = kept.map { ticks[$0] }
    copy.labels = kept.map { labels[$0] }
    return copy
  }

  private static func labels(_ ticks: [Double], decimals: Int) -> [String] {
    let largest = ticks.map(\.magnitude).max() ?? 0
    let isPlain = largest < 1e7 && decimals <= 5
    return ticks.map { tick in
      if isPlain { return NumberText.fixed(tick, decimals: decimals) }
      var digits = DecimalDigits(tick)
      digits.round(significant: 12)
      return digits.scientific
    }
  }

  private static func times(_ whole: Int, tenTo power: Int) -> Double {
    guard power < 0 else { return Double(whole) * (Double("1e\(power)") ?? 1) }
    // Two steps, because 10^-300 as a divisor would be infinite beyond 308.
    let first = min(300, -power)
    return Double(whole) / (Double("1e\(first)") ?? 1)
      / (Double("1e\(-power - first)") ?? 1)
  }
}
