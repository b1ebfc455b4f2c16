// The frontier: what each λ costs and brings, made monotone, with the points that a best mixture can be
// made of and the bands that hold at all λ at once. `search` works on it; a plot shows it.
//
// Bands stay as estimated. The curves of exact optimisation never rise with λ, and then a band could be
// cut to its monotone part; a learned policy promises no such thing, so the cut could lose the truth.

public import Estimation

public struct Frontier: Sendable {
  public struct Point: Sendable, Hashable {
    public var lambda: Double
    /// As estimated, with the bounds for this λ alone.
    public var outcome: Estimate
    public var cost: Estimate
    /// Bounds that hold at every λ at once.
    public var outcomeBand: ClosedRange<Double>?
    public var costBand: ClosedRange<Double>?
    /// After isotonic regression over λ: never rises with λ.
    public var monotoneOutcome: Double
    public var monotoneCost: Double
    /// On the efficient upper hull of (cost, outcome): no mixture of other points beats it.
    public var isEfficient: Bool
    /// What its bounds and bands are worth.
    public var standing: Standing
  }

  public var policyName: String
  public var estimator: String
  public var kind: Evaluation.Kind
  public var outcomeName: String
  /// By ascending λ.
  public var points: [Point]
  /// Indices of the efficient points by ascending cost.
  public var efficient: [Int]
  /// What the bounds and bands are worth together. A band holds at all λ at once, so also at those alone whose
  /// own standing is an interval.
  public var standing: Standing
  /// Of bounds, and of the band of costs and the band of outcomes each.
  public var confidence: Double

  /// Points of an evaluation by ascending λ. Where every estimate has a positive spread, the isotonic
  /// regressions weigh a point by 1/spread², else all alike.
  public init(_ evaluation: Evaluation) throws(SearchError) {
    guard !evaluation.lambdas.isEmpty else { throw .noSupport(evaluation) }
    let order = evaluation.lambdas.indices.sorted {
      (evaluation.lambdas[$0], $0) < (evaluation.lambdas[$1], $1)
    }
    let outcomes = order.map { evaluation.outcomes[$0] }
    let costs = order.map { evaluation.costs[$0] }
    let monotoneOutcomes = nonIncreasing(outcomes.map(\.value), weights: precisions(outcomes))
    let monotoneCosts = nonIncreasing(costs.map(\.value), weights: precisions(costs))
    let outcomeBands = evaluation.outcomeUncertainty?.band(
      around: evaluation.outcomes.map(\.value))
    let costBands = evaluation.costUncertainty?.band(around: evaluation.costs.map(\.value))
    efficient = efficientHull(costs: monotoneCosts, outcomes: monotoneOutcomes)
    policyName = evaluation.policyName
    estimator = evaluation.estimator
    kind = evaluation.kind
    outcomeName = evaluation.outcomeName
    standing = evaluation.standing
    confidence = evaluation.confidence
    points = order.indices.map { place in
      Point(
        lambda: evaluation.lambdas[order[place]], outcome: outcomes[place], cost: costs[place],
        outcomeBand: outcomeBands?[order[place]], costBand: costBands?[order[place]],
        monotoneOutcome: monotoneOutcomes[place], monotoneCost: monotoneCosts[place],
        isEfficient: false, standing: evaluation.standings[order[place]])
    }
    for place in efficient { points[place].isEfficient = true }
  }

  /// At one λ at least.
  public var hasBands: Bool {
    points.contains { $0.outcomeBand != nil && $0.costBand != nil }
  }
}

/// 1/spread² of every estimate, or `nil` when one of them has no positive, finite spread.
func precisions(_ estimates: [Estimate]) -> [Double]? {
  var weights: [Double] = []
  for estimate in estimates {
    guard let spread = estimate.spread, spread > 0, spread.isFinite else { return nil }
    weights.append(1 / (spread * spread))
  }
  return weights
}
