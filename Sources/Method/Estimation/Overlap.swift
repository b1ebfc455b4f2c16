// How much of a log a policy's decisions share with it: whether weighing the log's decisions can say
// anything about the policy. Effective sizes tell how many decisions, users or whole episodes carry an
// estimate; the support share tells how often the policy does what the log hardly ever did, by segment and
// coupon level. `Coverage` answers the other half: whether the states are there that the policy leads to.

public import Compute
public import Data
public import Learning

public struct OverlapSettings: Sendable, Hashable {
  /// Decisions that the log took with less than this are out of its support; 0.01, or half an even share
  /// with more than fifty levels, when not given.
  public var leastProbability: Double?
  /// Effective users below which an estimate would be refused.
  public var leastSupport: Double
  public var seed: UInt64

  public init(
    leastProbability: Double? = nil, leastSupport: Double = 20, seed: UInt64 = 1
  ) {
    self.leastProbability = leastProbability
    self.leastSupport = leastSupport
    self.seed = seed
  }
}

public struct Overlap: Sendable {
  /// Part of a policy's decisions, and how the log supports it.
  public struct Part: Sendable, Hashable {
    /// How many of the policy's decisions in the log's states fall here; a random policy's in shares.
    public var decisions: Double
    /// Those that the log took with less than `leastProbability`.
    public var thin: Double
    /// Kish's (Σρ)²/Σρ² over the log's decisions here: how many that agree carry an estimate.
    public var effective: Double

    /// Share of the decisions that the log supports; NaN without a decision.
    public var support: Double { decisions > 0 ? 1 - thin / decisions : .nan }
  }

  /// What holds at one λ.
  public struct Entry: Sendable, Hashable {
    public var lambda: Double
    /// All decisions together.
    public var all: Part
    public var bySegment: [Part]
    public var byLevel: [Part]
    /// Kish's effective users when each decision is weighed by itself.
    public var users: Double
    /// Users with a decision that the policy could have taken too.
    public var agreeingUsers: Int
    /// Kish's effective users when whole episodes are weighed.
    public var episodeUsers: Double
    /// Users whose whole episodes the policy could have had.
    public var wholeUsers: Int
    /// The largest π/b of a decision.
    public var largestRatio: Double
    /// The mean π/b, which is 1 but for chance when the log could give whatever the policy gives.
    public var meanRatio: Double
  }

  public var policyName: String
  public var dependsOnLambda: Bool
  public var isMixture: Bool
  public var segments: Segments
  public var levels: [ActionLevel]
  public var decisions: Int
  public var users: Int
  /// True when every episode is a single decision.
  public var isOneStep: Bool
  /// Probabilities were logged or follow from the design.
  public var isKnown: Bool
  public var leastProbability: Double
  public var leastSupport: Double
  /// By λ, never empty.
  public var entries: [Entry]
  public var calibration: Calibration?
}

/// How far the decisions of `policy` overlap with those of `log`.
///
/// - Parameters:
///   - lambdas: the policy's training grid when left out; ignored without a λ or with a decided one.
///   - segments: of the same log.
/// - Throws: `EstimationError`, `LearningError`, `PolicyError` when the log lacks a column, `Cancelled`.
public func overlap(
  of policy: Policy, in log: Dataset, segments: Segments, lambdas: [Double]? = nil,
  settings: OverlapSettings = OverlapSettings(), progress: Compute.Progress = .init()
) throws -> Overlap {
  guard log.count > 0 else { throw EstimationError.noDecisions }
  let table = try PolicyTable(policy, on: log, lambdas: lambdas)
  var behaviour = try BehaviourModel(of: log, seed: settings.seed, progress)
  // Where the log has only what it gave, the support of other levels has to be estimated.
  if behaviour.all == nil {
    behaviour.all = try CrossFittedBehaviour(log, seed: settings.seed, progress)?.all
  }
  return try overlap(
    table, shares: policy.mixtureShares(table.lambdas), in: log, behaviour: behaviour,
    heldOut: behaviour.parts == nil ? nil : behaviour.all, segments: segments, settings: settings)
}

/// The same for a policy's decisions and probabilities that are known already.
///
/// - Parameter heldOut: (n, A) probabilities for each user from a model fitted to other users; estimated
///   ones are judged by them.
public func overlap(
  _ table: PolicyTable, shares: [Double]? = nil, in log: Dataset, behaviour: BehaviourModel,
  heldOut: [Float]? = nil, segments: Segments, settings: OverlapSettings = OverlapSettings()
) throws -> Overlap {
  for (row, chance) in behaviour.given.enumerated() where !(chance > 0 && chance <= 1) {
    throw EstimationError.impossibleDecision(
      user: log.userNames[Int(log.users[row])], probability: Double(chance))
  }
  let least = settings.leastProbability ?? leastProbability(levels: log.levels.count)
  let count = OverlapCount(
    table: table, log: log, behaviour: behaviour, segments: segments, least: Float(least))
  let places = table.lambdas.indices
  let grids: [[(grid: Int, share: Double)]] =
    shares.map { shares in [places.map { (grid: $0, share: shares[$0]) }] }
    ?? places.map { [(grid: $0, share: 1)] }
  let entries = parallelMap(grids.count) { place in
    count.entry(
      grids[place], lambda: grids[place].reduce(0) { $0 + table.lambdas[$1.grid] * $1.share })
  }
  return Overlap(
    policyName: table.name, dependsOnLambda: table.dependsOnLambda, isMixture: shares != nil,
    segments: segments, levels: log.levels, decisions: log.count, users: Set(log.users).count,
    isOneStep: log.episodes.allSatisfy { $0.count <= 1 }, isKnown: behaviour.isKnown,
    leastProbability: least, leastSupport: settings.leastSupport, entries: entries,
    calibration: Calibration(log, behaviour, heldOut: heldOut))
}
