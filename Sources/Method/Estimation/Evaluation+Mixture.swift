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
    guard dependsOnLambda else { return 0 }
    return lambdas.firstIndex { abs($0 - lambda) <= 1e-9 * max(1, abs(lambda)) }
  }

  /// Outcome per user of a mixture whose shares sum to one.
  public func outcome(of parts: [Part]) -> Estimate {
    mix(outcomes, covariance: outcomeCovariance, parts)
  }

  /// Cost per user of a mixture whose shares sum to one.
  public func cost(of parts: [Part]) -> Estimate {
    mix(costs, covariance: costCovariance, parts)
  }

  /// Decisions per user of a mixture, when they were estimated.
  public func decisions(of parts: [Part]) -> Estimate? {
    decisions.map { mix($0, covariance: nil, parts) }
  }

  /// With a covariance over λ the spread is 1.96·√(wᵀΣw); without one, Σ w·spread, which is the widest
  /// that it can be. A single policy keeps its own spread.
  private func mix(_ estimates: [Estimate], covariance: [Double]?, _ parts: [Part]) -> Estimate {
    if let only = parts.first, parts.count == 1, only.share == 1 { return estimates[only.index] }
    let value = parts.reduce(0) { $0 + $1.share * estimates[$1.index].value }
    guard parts.allSatisfy({ estimates[$0.index].spread != nil }) else { return Estimate(value) }
    if let covariance {
      var variance = 0.0
      for a in parts {
        for b in parts {
          variance += a.share * b.share * covariance[a.index * lambdas.count + b.index]
        }
      }
      return Estimate(value, spread: 1.96 * max(variance, 0).squareRoot())
    }
    return Estimate(
      value, spread: parts.reduce(0) { $0 + $1.share * (estimates[$1.index].spread ?? 0) })
  }
}
