// The value of a mixture: a user is given one of several policies for the whole episode, so the value
// is the share-weighted mean of theirs, exactly (mixing step by step would not be linear).

extension Evaluation {
  /// One policy of the grid and the share of users that get it.
  public struct Part: Sendable, Hashable {
    /// Index into `lambdas`.
    public var index: Int
    public var share: Double

    public init(index: Int, share: Double) {
      self.index = index
      self.share = share
    }
  }

  /// The index of `lambda` in `lambdas`, up to rounding; `nil` between grid points. A policy that does
  /// not depend on λ has the same answer everywhere.
  public func index(of lambda: Double) -> Int? {
    guard dependsOnLambda else { return lambdas.isEmpty ? nil : 0 }
    return lambdas.firstIndex { abs($0 - lambda) <= 1e-9 * max(1, abs(lambda)) }
  }

  /// Outcome per user of a mixture whose shares sum to one.
  public func outcome(of parts: [Part]) -> Estimate {
    mix(outcomes, outcomeUncertainty, parts)
  }

  /// Cost per user of a mixture whose shares sum to one.
  public func cost(of parts: [Part]) -> Estimate {
    mix(costs, costUncertainty, parts)
  }

  /// Decisions per user of a mixture, when they were estimated.
  public func decisions(of parts: [Part]) -> Estimate? {
    decisions.map { mix($0, nil, parts) }
  }

  /// What the bounds of a mixture are worth: the worse of its parts'.
  public func standing(of parts: [Part]) -> Standing {
    Standing.worst(parts.map { standings[$0.index] })
  }

  /// With the curve's uncertainty the mixture's own bounds; without it the shares of the parts' bounds,
  /// which is the widest that they can be. A single policy keeps its own.
  private func mix(
    _ estimates: [Estimate], _ uncertainty: Uncertainty?, _ parts: [Part]
  ) -> Estimate {
    if let only = parts.first, parts.count == 1, only.share == 1 { return estimates[only.index] }
    let value = parts.reduce(0) { $0 + $1.share * estimates[$1.index].value }
    let bounds = parts.compactMap { estimates[$0.index].interval }
    guard bounds.count == parts.count else { return Estimate(value) }
    if let uncertainty {
      return Estimate(value, interval: uncertainty.interval(of: parts, around: value))
    }
    let lower = zip(parts, bounds).reduce(0) { $0 + $1.0.share * $1.1.lowerBound }
    let upper = zip(parts, bounds).reduce(0) { $0 + $1.0.share * $1.1.upperBound }
    return Estimate(value, interval: min(lower, value)...max(upper, value))
  }
}
