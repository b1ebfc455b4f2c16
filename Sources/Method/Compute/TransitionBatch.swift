// What a value trainer is given for one step, and how it forms the target
// y = reward + discount · V(s′), with discount = γ^gap · (1 − terminated).

/// B transitions, by row of the state matrix; allocated once and refilled before every step.
public struct TransitionBatch: Sendable {
  public let count: Int
  /// (B) row of s.
  public var states: [Int32]
  /// (B) row of s′; ignored (and may be −1) where `discounts` is 0.
  public var nextStates: [Int32]
  /// (B) which of the trainer's `SharedConditions` a row has, at s and at s′; empty where there are none.
  public var groups: [Int32]
  /// (B, c) conditioning columns beside s that are the row's own.
  public var conditions: [Float]
  /// (B, c) the same at s′.
  public var nextConditions: [Float]
  /// (B) level taken at s.
  public var actions: [Int32]
  public var rewards: [Float]
  public var discounts: [Float]
  /// (B) the evaluated policy's level at s′, read by `Bootstrap.action` alone.
  public var nextActions: [Int32]
  /// (B, levels) the evaluated policy at s′, read by `Bootstrap.distribution` alone.
  public var nextProbabilities: [Float]

  public init(count: Int, conditions width: Int, isGrouped: Bool = false, levels: Int = 0) {
    self.count = count
    states = [Int32](repeating: 0, count: count)
    nextStates = [Int32](repeating: -1, count: count)
    groups = [Int32](repeating: 0, count: isGrouped ? count : 0)
    conditions = [Float](repeating: 0, count: count * width)
    nextConditions = [Float](repeating: 0, count: count * width)
    actions = [Int32](repeating: 0, count: count)
    rewards = [Float](repeating: 0, count: count)
    discounts = [Float](repeating: 0, count: count)
    nextActions = [Int32](repeating: 0, count: count)
    nextProbabilities = [Float](repeating: 0, count: count * levels)
  }
}

/// Conditioning columns that have few different values, such as a grid's λ: (G, c) row-major. A row of a batch names
/// its own, and the first layer's product with them is formed once for all rows that share them.
public struct SharedConditions: Sendable, Hashable {
  public let width: Int
  public let values: [Float]

  public var count: Int { values.count / width }

  /// - Precondition: whole rows, at least one.
  public init(_ values: [Float], width: Int) {
    precondition(width > 0 && !values.isEmpty && values.count % width == 0, "whole rows")
    self.width = width
    self.values = values
  }
}

/// V(s′) of a target.
public enum Bootstrap: Sendable, Hashable {
  /// Double Q-learning (van Hasselt et al., 2016): the online network's mean head picks among the
  /// levels that `keep` allows, the target network values. `keep` is (states, levels), 1 for allowed,
  /// by row of the state matrix; nil allows all.
  case greedy(keep: [UInt8]?)
  /// The batch's `nextActions`: evaluation of a deterministic policy.
  case action
  /// The batch's `nextProbabilities`: evaluation of a stochastic policy.
  case distribution
  /// No bootstrap: regression of `rewards` on (s, a).
  case none
}

public enum Loss: String, Sendable, Hashable {
  case squared
  /// Squared to a residual of 1, linear beyond. Biased where it estimates: it does not seek the mean.
  case huber
}

/// How the target network follows the online one.
public enum TargetUpdate: Sendable, Hashable {
  /// target += share · (online − target) after every step.
  case polyak(Double)
  /// A copy after every so many steps.
  case copy(every: Int)
  /// No target network is kept up to date.
  case never
}

public struct ValueSettings: Sendable, Hashable {
  public var optimiser: OptimiserSettings
  public var target: TargetUpdate
  public var loss: Loss
  /// Random convex head weights for every batch (REM); otherwise the plain mean.
  public var mixesHeads: Bool
  /// Weight of log Σ_b exp Q(s, b) − Q(s, a) in the loss: CQL(H); 0 leaves it out.
  public var conservatism: Double

  public init(
    optimiser: OptimiserSettings, target: TargetUpdate = .polyak(0.005), loss: Loss = .squared,
    mixesHeads: Bool = true, conservatism: Double = 0
  ) {
    self.optimiser = optimiser
    self.target = target
    self.loss = loss
    self.mixesHeads = mixesHeads
    self.conservatism = conservatism
  }
}

/// What one step saw.
public struct StepReport: Sendable, Hashable {
  /// Mean loss per row, the conservative part included; a squared loss is not halved.
  public var loss: Double
  /// Smallest and largest mixed value of the batch's actions.
  public var lowest: Float
  public var highest: Float
  /// Share of them that lies beyond the trainer's `limit`, above or below.
  public var beyond: Double

  public var isFinite: Bool { loss.isFinite && lowest.isFinite && highest.isFinite }
}
