// A policy: what to do in a state at a price λ. A value that carries all it needs: the encoder, the
// networks, the λ range, how it was trained. What is evaluated is what is deployed: argmax over the
// supported levels of the mean head, the lowest index winning ties.

public import Compute
public import Data

public struct Policy: Sendable, Hashable {
  public enum Rule: Sendable, Hashable {
    /// argmax of `value` among the levels that `generative` supports by `threshold` (all without one).
    case value(HeadNetwork, threshold: Double)
    /// argmax of G.
    case imitate
    /// One level for everybody.
    case constant(level: Int)
    /// Every level with probability 1/A.
    case random
    /// G itself, as probabilities.
    case behaviour
    /// One level for each segment and λ.
    case segments(SegmentPlan)
  }

  /// Which λ the policy is used at, once that is decided.
  public enum Deployment: Sendable, Hashable, Codable {
    case fixed(lambda: Double)
    /// Each user gets `low` with probability `shareOfLow`, for good: drawn by the user's key.
    case mixture(low: Double, high: Double, shareOfLow: Double, seed: UInt64)
  }

  public var name: String
  public var levels: [ActionLevel]
  public var encoder: StateEncoder
  public var rule: Rule
  /// G(a|s); nil where nothing was imitated.
  public var generative: GenerativeModel?
  /// The grid that the policy was trained on; nil when λ does not matter.
  public var lambdas: LambdaGrid?
  /// Values are in units of this many rewards.
  public var scale: Double
  public var deployment: Deployment?
  public var summary: TrainingSummary?
  /// Whose histories it was computed from, where there is no summary that says it.
  public var learnedFrom: UserSample?

  public init(
    name: String, levels: [ActionLevel], encoder: StateEncoder, rule: Rule,
    generative: GenerativeModel? = nil, lambdas: LambdaGrid? = nil, scale: Double = 1,
    summary: TrainingSummary? = nil
  ) {
    self.name = name
    self.levels = levels
    self.encoder = encoder
    self.rule = rule
    self.generative = generative
    self.lambdas = lambdas
    self.scale = scale
    self.summary = summary
  }

  public var stateNames: [String] { encoder.entries.map(\.name) }

  public var dependsOnLambda: Bool { lambdas != nil }

  public var lambdaRange: ClosedRange<Double>? {
    guard let values = lambdas?.values, let low = values.min(), let high = values.max() else {
      return nil
    }
    return low...high
  }

  /// The same policy, to be used at one λ.
  public func at(_ lambda: Double) throws(PolicyError) -> Policy {
    _ = try conditions([lambda])
    var copy = self
    copy.deployment = .fixed(lambda: lambda)
    return copy
  }

  /// The same policy, each user assigned to one of two λ for good: the exact way to a budget between
  /// two deterministic policies (Altman, 1999).
  public func mixing(low: Double, high: Double, shareOfLow: Double, seed: UInt64)
    throws(PolicyError) -> Policy
  {
    _ = try conditions([low, high])
    var copy = self
    copy.deployment = .mixture(
      low: low, high: high, shareOfLow: min(1, max(0, shareOfLow)), seed: seed)
    return copy
  }

  /// The λ of a user under the deployment; nil when none is decided. `user` is `userKey(name)`.
  public func lambda(forUser user: Int) -> Double? {
    switch deployment {
    case nil: nil
    case .fixed(let lambda): lambda
    case .mixture(let low, let high, let share, let seed):
      keyedUniform(seed, user, 0) < share ? low : high
    }
  }

  /// The key of a user that is known by name.
  public static func userKey(_ name: String) -> Int {
    Int(bitPattern: UInt(truncatingIfNeeded: stableHash(name)))
  }

  /// λ as the network reads it: standardised on the grid. Throws outside the trained range.
  func conditions(_ values: [Double]) throws(PolicyError) -> [[Float]] {
    guard let lambdas, let range = lambdaRange else { return values.map { _ in [] } }
    let slack = 1e-9 * max(1, range.upperBound)
    for value in values {
      guard value >= range.lowerBound - slack, value <= range.upperBound + slack else {
        throw .lambdaOutOfRange(value, low: range.lowerBound, high: range.upperBound)
      }
    }
    let scaler = LambdaScaler(lambdas)
    return values.map { [scaler($0)] }
  }
}

/// λ minus the grid's mean over the grid's deviation; a grid of one value gives 0.
struct LambdaScaler: Sendable {
  let mean: Double
  let factor: Double

  init(_ grid: LambdaGrid) {
    let count = Double(max(grid.count, 1))
    let mean = grid.values.reduce(0, +) / count
    let squares = grid.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let constant = (grid.values.max() ?? 0) <= (grid.values.min() ?? 0)
    self.mean = mean
    factor = constant ? 0 : 1 / (squares / count).squareRoot()
  }

  func callAsFunction(_ lambda: Double) -> Float {
    Float((lambda - mean) * factor)
  }
}
