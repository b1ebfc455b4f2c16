// What an expectation lies below (or above) with a given probability, for one λ and for mixtures.
//
// Where λ is chosen on the evaluation that is reported, the choice looks at every λ, and the luckiest
// error is the one that is likely to be picked. Then the bounds have to hold at all λ at once: the
// critical value is that of the largest of the correlated errors, and a mixture's bound is the
// share-weighted mean of its parts' bounds. That one is valid for all mixtures together, because a
// mixture's error is the weighted mean of its parts' errors; √(wᵀΣw) with the same critical value would not
// be. Where the users of the evaluation had no say in the choice, the bound is for that mixture alone and
// uses the covariance: centre + z·√(wᵀΣw) + widening.

import Estimation

struct Bounds {
  /// (L) at a distance that holds for each λ alone, or for all at once when simultaneous; nil where nothing is known of
  /// the error.
  let intervals: [ClosedRange<Double>?]
  private let exact: Exact?

  private struct Exact {
    var uncertainty: Uncertainty
    var critical: Double
    var values: [Double]
  }

  /// One-sided bounds at `confidence`; `nil` when nothing is known about the errors. `twoSided` is the
  /// confidence of the estimates' own intervals, which stand in where there is no covariance: errors are
  /// then taken to be as far apart (Bonferroni) and to add up as badly as they can.
  init?(
    _ estimates: [Estimate], _ uncertainty: Uncertainty?, kind: Evaluation.Kind, twoSided: Double,
    confidence: Double, simultaneous: Bool
  ) {
    if let uncertainty {
      let critical =
        simultaneous
        ? uncertainty.bandCritical(confidence: confidence, sides: 1)
        : NormalDistribution.quantile(confidence)
      intervals = estimates.indices.map {
        uncertainty.interval(at: $0, around: estimates[$0].value, critical: critical)
      }
      guard intervals.contains(where: { $0 != nil }) else { return nil }
      exact =
        simultaneous
        ? nil
        : Exact(uncertainty: uncertainty, critical: critical, values: estimates.map(\.value))
      return
    }
    exact = nil
    let known = estimates.contains { $0.interval != nil }
    guard known || kind == .truth else { return nil }
    let count = Double(simultaneous ? max(estimates.count, 1) : 1)
    let factor =
      NormalDistribution.quantile(1 - (1 - confidence) / count)
      / NormalDistribution.critical(confidence: twoSided)
    intervals = estimates.map { estimate in
      guard estimate.interval != nil || kind == .truth else { return nil }
      let lower = estimate.value - factor * (estimate.value - estimate.lower)
      return lower...(estimate.value + factor * (estimate.upper - estimate.value))
    }
  }

  /// Of a mixture; nil where one of its parts has no bounds.
  func interval(of parts: [Evaluation.Part]) -> ClosedRange<Double>? {
    guard let exact else {
      let own = parts.compactMap { intervals[$0.index] }
      guard own.count == parts.count else { return nil }
      let lower = zip(parts, own).reduce(0) { $0 + $1.0.share * $1.1.lowerBound }
      let upper = zip(parts, own).reduce(0) { $0 + $1.0.share * $1.1.upperBound }
      return min(lower, upper)...upper
    }
    let value = parts.reduce(0) { $0 + $1.share * exact.values[$1.index] }
    return exact.uncertainty.interval(of: parts, around: value, critical: exact.critical)
  }
}
