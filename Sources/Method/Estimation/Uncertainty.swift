// How far a whole curve over λ may be off: what its bounds are centred on, how the errors at different λ
// go together, and what is added for errors that no resampling shows. From it follow the interval at one
// λ, the interval of a mixture, a one-sided bound for a budget and a band that holds at all λ at once.

public struct Uncertainty: Sendable, Hashable, Codable {
  /// (L) what bounds are centred on: the estimate, or its value corrected by the log's own decisions.
  public var centres: [Double]
  /// (L, L) row-major covariance of the centres over repeated logs.
  public var covariance: [Double]
  /// (L) added on both sides for errors that are not sampling, at least 0; infinite where nothing is known of the
  /// error, so that neither that λ nor a mixture with it has bounds.
  public var widening: [Double]
  /// Two-sided, strictly between 0 and 1.
  public var confidence: Double

  /// - Precondition: `covariance` is (L, L), `widening` empty or (L).
  public init(
    centres: [Double], covariance: [Double], widening: [Double] = [], confidence: Double = 0.95
  ) {
    precondition(covariance.count == centres.count * centres.count, "one row for every centre")
    precondition(widening.isEmpty || widening.count == centres.count, "one for every centre")
    self.centres = centres
    self.covariance = covariance
    self.widening =
      widening.isEmpty ? [Double](repeating: 0, count: centres.count) : widening
    self.confidence = confidence
  }

  /// √(wᵀΣw) of a mixture with shares w.
  public func standardError(of parts: [Evaluation.Part]) -> Double {
    var variance = 0.0
    for a in parts {
      for b in parts {
        variance += a.share * b.share * covariance[a.index * centres.count + b.index]
      }
    }
    return max(variance, 0).squareRoot()
  }

  /// Bounds of a mixture: the centre and `critical` standard errors on each side, widened, and drawn out
  /// to `value` where that lies beyond. 1.96 standard errors at a confidence of 95% when not given.
  public func interval(
    of parts: [Evaluation.Part], around value: Double, critical: Double? = nil
  ) -> ClosedRange<Double>? {
    let critical = critical ?? NormalDistribution.critical(confidence: confidence)
    let centre = parts.reduce(0) { $0 + $1.share * centres[$1.index] }
    let added = parts.reduce(0) { $0 + $1.share * widening[$1.index] }
    let half = critical * standardError(of: parts) + added
    guard centre.isFinite, half.isFinite, value.isFinite else { return nil }
    return min(centre - half, value)...max(centre + half, value)
  }

  /// The same for one λ.
  public func interval(
    at index: Int, around value: Double, critical: Double? = nil
  ) -> ClosedRange<Double>? {
    interval(of: [.init(index: index, share: 1)], around: value, critical: critical)
  }

  /// What the expectation is below with probability `confidence`, at every λ at once when
  /// `simultaneous`, for the mixture alone when not.
  public func upper(
    of parts: [Evaluation.Part], value: Double, confidence: Double, simultaneous: Bool
  ) -> Double? {
    let critical =
      simultaneous
      ? bandCritical(confidence: confidence, sides: 1) : NormalDistribution.quantile(confidence)
    return interval(of: parts, around: value, critical: critical)?.upperBound
  }

  /// Bounds at every λ that hold at all of them at once with the confidence: the same number of standard
  /// errors everywhere, taken from the largest of correlated normal errors.
  public func band(around values: [Double]) -> [ClosedRange<Double>?] {
    let critical = bandCritical(confidence: confidence, sides: 2)
    return values.indices.map { interval(at: $0, around: values[$0], critical: critical) }
  }

  /// The same for the chosen entries, in their order, which may repeat.
  public func selecting(_ places: [Int]) -> Uncertainty {
    let count = centres.count
    return Uncertainty(
      centres: places.map { centres[$0] },
      covariance: places.flatMap { a in places.map { covariance[a * count + $0] } },
      widening: places.map { widening[$0] }, confidence: confidence)
  }
}
