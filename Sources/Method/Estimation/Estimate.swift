// One estimated number and the bounds that it is expected to lie within. What the bounds are worth, a
// studied interval or no more than a spread, is a matter of the evaluation that the number belongs to
// (`Evaluation.standing`).

/// A number with a lower and an upper bound, in the number's own unit.
public struct Estimate: Sendable, Hashable, Codable {
  public var value: Double
  /// Holds the value, which need not be in its middle; `nil` when nothing is known about the error.
  public var interval: ClosedRange<Double>?

  public init(_ value: Double, interval: ClosedRange<Double>? = nil) {
    self.value = value
    self.interval = interval
  }

  /// Bounds at `spread` on both sides, at least 0.
  public init(_ value: Double, spread: Double?) {
    self.value = value
    interval = spread.flatMap { spread in
      let half = max(spread, 0)
      return value.isNaN || half.isNaN ? nil : (value - half)...(value + half)
    }
  }

  /// The value itself when there are no bounds.
  public var lower: Double { interval?.lowerBound ?? value }
  /// The value itself when there are no bounds.
  public var upper: Double { interval?.upperBound ?? value }
  /// The larger of the distances to the two bounds; `nil` without bounds.
  public var spread: Double? {
    interval.map { max($0.upperBound - value, value - $0.lowerBound) }
  }

  /// The same estimate in another unit, such as a total instead of a mean per user.
  public func scaled(by factor: Double) -> Estimate {
    Estimate(
      value * factor,
      interval: interval.map {
        let ends = [$0.lowerBound * factor, $0.upperBound * factor]
        return min(ends[0], ends[1])...max(ends[0], ends[1])
      })
  }
}
