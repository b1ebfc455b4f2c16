// The importance-sampling estimators: what a policy would have brought, from nothing but what the log's
// decisions brought, each weighed by how much likelier the policy would have made it. No model of values and no
// idea of a state enters, so nothing can be wrong with either; the price is that few logged users may count.

/// For an episode with decisions 0…T and wₜ = Π_{i ≤ t} π(aᵢ|sᵢ)/b(aᵢ|sᵢ):
public enum ImportanceEstimator: String, Sendable, Hashable, CaseIterable {
  /// Σ w_T · (Σₜ yₜ) over the episodes: the whole return times the whole product.
  case ips
  /// The same over Σ w_T: a weighted mean of returns (Swaminathan and Joachims, 2015).
  case snips
  /// Σₜ wₜ yₜ: each decision's return times the product up to it (Precup, Sutton and Singh, 2000).
  case pdis
  /// Σₜ (Σ wₜ yₜ / Σ wₜ): per decision, each decision number normalised by itself, times episodes per user.
  case wis

  /// Weighted means lie within what was logged; sums do not have to.
  var isNormalised: Bool { self == .snips || self == .wis }
  /// Whether early decisions count without those after them.
  var isPerDecision: Bool { self == .pdis || self == .wis }
}

public struct ImportanceSettings: Sendable, Hashable {
  /// Discount of outcome and cost for each time unit; 1 because a budget is money.
  public var gamma: Double
  /// Products above this count as this (truncated importance sampling, Ionides, 2008); nil for none.
  public var clip: Double?
  /// Fewer effective users than this are no support: one user would on average hold more than 1/20 of the
  /// answer, and a standard error over so few, so unequal parts says nothing.
  public var leastSupport: Double
  /// What the uncertainty is meant to hold with.
  public var confidence: Double
  /// Used when the log's own probabilities have to be estimated.
  public var seed: UInt64

  public init(
    gamma: Double = 1, clip: Double? = nil, leastSupport: Double = 20, confidence: Double = 0.95,
    seed: UInt64 = 1
  ) {
    self.gamma = gamma
    self.clip = clip
    self.leastSupport = leastSupport
    self.confidence = confidence
    self.seed = seed
  }

  func check() throws(EstimationError) {
    func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>)
      throws(EstimationError)
    {
      guard range.contains(value) else {
        throw .outOfRange(name: name, value: value, range: range)
      }
    }
    try check("gamma", gamma, 0...1)
    if let clip { try check("clip", clip, 1e-6...1e12) }
    try check("least_support", leastSupport, 2...1e9)
    try check("confidence", confidence, 0.5...0.9999)
  }
}
