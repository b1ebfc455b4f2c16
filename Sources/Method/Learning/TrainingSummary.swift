// What a training run leaves behind for display. No clock: the same seed gives the same summary.

public import Data

public struct TrainingSummary: Sendable, Hashable, Codable {
  public struct Point: Sendable, Hashable, Codable {
    /// Steps done.
    public var step: Int
    /// Mean loss of the steps since the last point, in scaled units.
    public var loss: Double
    /// The same loss, of the heads' mean, on decisions of held-out users; nil where nobody looked.
    public var heldOut: Double?
  }

  /// One way to train that was tried, with what held-out users say of it.
  public struct Trial: Sendable, Hashable, Codable {
    /// What its round varied: "smoothness", "shrinkage", "size", "length" or "inputs".
    public var round: String
    public var basis: Configuration.Basis
    public var shrinkage: Double
    public var hidden: [Int]
    public var steps: Int
    /// State columns that it could read; nil where that was not what its round varied.
    public var inputs: Int?
    /// Its held-out loss above the best of its round (`HeldOutJudge`), 0 for the best; infinite values
    /// are nil: it diverged.
    public var excess: Double?
    /// One standard error of `excess`, over users.
    public var standardError: Double
    public var isChosen: Bool
  }

  public struct Input: Sendable, Hashable, Codable {
    public var column: String
    /// ‖W₁[:, j]‖ of the deployed weights over the column's encoded inputs.
    public var weight: Double
    /// False when shrinkage removed it: no weight left, or less than a hundredth of the
    /// strongest, or held-out users did not ask for it.
    public var survived: Bool
  }

  public var configuration: Configuration
  public var steps: Int
  /// About a hundred points.
  public var losses: [Point]
  public var imitation: [ImitationPoint]
  /// The step whose imitation weights were kept.
  public var imitationStep: Int
  /// Share of the levels that the filter keeps, over the decisions' states; 1 without a filter.
  public var supportShare: Double
  /// By state column, in order.
  public var inputs: [Input]
  /// Smallest and largest value that the policy gives a supported level in a sample of the log's
  /// states over the λ grid, in units of reward, as relative as `Policy.qValues` is.
  public var lowestValue: Double
  public var highestValue: Double
  public var decisions: Int
  /// Decisions left out because the log ends before their next state.
  public var excluded: Int
  public var users: Int
  /// Whom it was learned from, without their names; nil in policies from before this was kept.
  public var histories: UserSample?
  /// Fingerprint of the data and of the λ grid.
  public var digest: String
  /// What was tried on held-out users before this training, in order; nil where nothing was.
  public var trials: [Trial]?
  public var heldOutUsers: Int?
  /// The curve of the last trial that was picked, with its loss on held-out users.
  public var trialLosses: [Point]?
}

extension GeneralizedDataset {
  /// Everything that a learner reads, and nothing that it does not.
  public var trainingDigest: Digest {
    var digest = Digest()
    let data = dataset
    digest.combine(data.stateNames)
    for kind in data.stateKinds {
      switch kind {
      case .number: digest.combine(0)
      case .category(let levels): digest.combine(levels)
      }
    }
    digest.combine(data.states)
    digest.combine(data.levels.map(\.label))
    digest.combine(data.levels.map(\.value))
    if data.levels.contains(where: \.isText) { digest.combine("texts") }
    digest.combine(data.levelsAreOrdered ? 1 : 0)
    digest.combine(data.actions)
    digest.combine(data.rewards)
    digest.combine(data.costs)
    digest.combine(data.next)
    digest.combine(data.gaps)
    digest.combine(data.terminated)
    digest.combine(data.truncated)
    if let propensities = data.propensities { digest.combine(propensities) }
    digest.combine(data.users)
    digest.combine(lambdas.values)
    return digest
  }
}
