// One estimated number and how far it may be off. The half-width is called a spread and never an
// interval: whether it covers the truth as often as it says is a matter of a study, which each
// evaluation answers in words (`Evaluation.spreadMeaning`).

/// A number with a half-width, in the number's own unit.
public struct Estimate: Sendable, Hashable {
  public var value: Double
  /// Half-width, at least 0; `nil` when nothing is known about it.
  public var spread: Double?

  public init(_ value: Double, spread: Double? = nil) {
    self.value = value
    self.spread = spread.map { max($0, 0) }
  }

  /// `value − spread`; the value itself when there is no spread.
  public var lower: Double { value - (spread ?? 0) }
  /// `value + spread`; the value itself when there is no spread.
  public var upper: Double { value + (spread ?? 0) }

  /// The same estimate in another unit, such as a total instead of a mean per user.
  public func scaled(by factor: Double) -> Estimate {
    Estimate(value * factor, spread: spread.map { $0 * abs(factor) })
  }
}
