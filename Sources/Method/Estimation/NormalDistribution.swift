// The standard normal distribution function and its inverse, for intervals.

import Foundation

public enum NormalDistribution {
  /// P(Z ≤ z).
  public static func probability(below z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  /// The z with P(Z ≤ z) = `probability`, by bisection on the distribution function, which is exact to
  /// rounding: 1.959964 for 0.975.
  ///
  /// - Precondition: `probability` lies strictly between 0 and 1.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a probability between 0 and 1")
    // Tails are searched on the left, where small probabilities keep their digits.
    if probability > 0.5 { return -quantile(1 - probability) }
    var (low, high) = (-40.0, 0.0)
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { return high }
      if self.probability(below: middle) < probability { low = middle } else { high = middle }
    }
  }

  /// Standard errors on each side of a two-sided interval: 1.96 for 95%.
  public static func critical(confidence: Double) -> Double { quantile(0.5 + 0.5 * confidence) }
}
