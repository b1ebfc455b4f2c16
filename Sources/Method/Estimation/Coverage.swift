// Does the log hold the states and coupons that the policy itself would bring about? The policy is
// followed through the log by stitching (model-free Monte Carlo: Fonteneau, Murphy, Wehenkel and Ernst,
// 2013): from users' first states on, its decision is looked up at another user in a similar state, and
// the path goes on with the change that followed there. Where nobody similar got that coupon the policy
// leaves the log, and from there on an estimate extrapolates.
//
// The original goes on from the other user's next state. That pulls every path back to what was logged:
// one coupon for everybody, on a log that mixes them, then seems covered although nobody's history there
// looks like the ones that it makes. Adding the change instead (the locally incremental operator of
// analogue forecasting: Lguensat et al., 2017) keeps what builds up.

public import Compute
public import Data
public import Learning

public struct CoverageSettings: Sendable, Hashable {
  /// Users whose first states paths begin in, at most.
  public var starts: Int
  /// A match is close when it is not further away than for this share of the log's own decisions.
  public var closeShare: Double
  /// How many paths use one logged decision before the next nearest is preferred.
  public var uses: Int
  /// Judge likeness by all state columns of the log, also where the policy's network kept a few.
  public var readsAllInputs: Bool
  public var seed: UInt64

  public init(
    starts: Int = 300, closeShare: Double = 0.95, uses: Int = 10, readsAllInputs: Bool = false,
    seed: UInt64 = 1
  ) {
    self.readsAllInputs = readsAllInputs
    self.starts = starts
    self.closeShare = closeShare
    self.uses = uses
    self.seed = seed
  }
}

public struct Coverage: Sendable {
  /// How many steps there were, and how many of them had a close match.
  public struct Share: Sendable, Hashable {
    public var steps: Int
    public var close: Int
    /// NaN without a step.
    public var value: Double { steps > 0 ? Double(close) / Double(steps) : .nan }

    public init(steps: Int = 0, close: Int = 0) {
      self.steps = steps
      self.close = close
    }
  }

  /// One number column of the state, over the states that the paths lead to.
  public struct Drift: Sendable, Hashable {
    public var column: String
    /// 1% and 99% quantiles of the log's states.
    public var low: Double
    public var high: Double
    /// Share of the states that lie outside; the log's own have up to 2%.
    public var outside: Double
  }

  /// The paths at one λ.
  public struct Entry: Sendable {
    public var lambda: Double
    public var overall: Share
    /// By decision number on the path, from the first.
    public var byDecision: [Share]
    /// By segment of the path's first state.
    public var bySegment: [Share]
    /// Paths whose every step had a close match.
    public var wholePaths: Int
    /// Paths that came to a user's last decision; to a level that nobody else was given; to as many
    /// decisions as the longest episode has.
    public var ended: Int
    public var stranded: Int
    public var cut: Int
    /// Logged decisions that the paths use.
    public var used: Int
    /// (Σ n)² / Σ n² over the uses n of each decision: as many decisions used equally often.
    public var effective: Double
    public var drifts: [Drift]
  }

  public var policyName: String
  public var dependsOnLambda: Bool
  public var isMixture: Bool
  /// State columns that similarity is judged by, and directions in which many vary together.
  public var inputs: [String]
  public var segments: Segments
  /// Paths at each λ.
  public var paths: Int
  /// Logged decisions that could be matched.
  public var sample: Int
  /// The distance up to which a match is close, in deviations of the strongest input.
  public var reach: Double
  /// By λ, never empty.
  public var entries: [Entry]
  /// The levels that the log really gave, followed in the same way: what the method can show at best.
  public var log: Entry

  /// The entry with the lowest share.
  public var worst: Entry {
    entries.min { $0.overall.value < $1.overall.value } ?? entries[0]
  }
}

/// Follows `policy` through `log`.
///
/// - Parameters:
///   - lambdas: the policy's training grid when left out; ignored without a λ or with a decided one.
///   - segments: of the same log.
/// - Throws: `EstimationError`, `PolicyError` when the log lacks a column, `Cancelled`.
public func coverage(
  of policy: Policy, in log: Dataset, segments: Segments, lambdas: [Double]? = nil,
  settings: CoverageSettings = CoverageSettings(), progress: Compute.Progress = .init()
) throws -> Coverage {
  guard log.count > 0 else { throw EstimationError.noDecisions }
  let own = policy.levels.map(\.label)
  let logged = log.levels.map(\.label)
  guard own == logged else { throw EstimationError.levelsDiffer(policy: own, log: logged) }
  let choice = EntryChoice(policy, try PolicyTable.grid(policy, lambdas), log)
  let neighbours = try LogNeighbours(
    log, for: settings.readsAllInputs ? nil : policy, seed: settings.seed)
  guard neighbours.count > 0 else { throw EstimationError.nothingToFit(excluded: log.count) }
  let reach = neighbours.reach(share: settings.closeShare, sample: 2000, seed: settings.seed)
  let stitching = Stitching(
    log: log, policy: policy, choice: choice, neighbours: neighbours, reach: reach,
    segments: segments, settings: settings)
  var entries: [Coverage.Entry] = []
  for entry in choice.lambdas.indices {
    try progress.advance("coverage", entry, of: choice.lambdas.count)
    entries.append(try stitching.follow(entry))
  }
  try progress.advance("coverage", choice.lambdas.count, of: choice.lambdas.count)
  return Coverage(
    policyName: policy.name, dependsOnLambda: policy.dependsOnLambda, isMixture: choice.isMixture,
    inputs: neighbours.columns, segments: segments, paths: stitching.starts.count,
    sample: neighbours.count, reach: Double(reach), entries: entries,
    log: try stitching.follow(nil))
}
