// The answer to a budget: one λ, or two λ and the share of users that gets each, with what it is
// expected to cost and bring and whether the budget holds.

public import Estimation
public import Learning

public struct Choice: Sendable {
  /// A price and the share of users whose decisions are made at it, fixed for a user's whole episode.
  public struct Component: Sendable, Hashable {
    public var share: Double
    public var lambda: Double

    public init(share: Double, lambda: Double) {
      self.share = share
      self.lambda = lambda
    }
  }

  public enum Status: Sendable, Hashable {
    /// Spending more would bring more; the budget is what stops it.
    case binding
    /// The policy that brings most costs no more than the budget.
    case slack
    /// Even the cheapest policy costs more: `cheapest`, in the budget's unit. It is the one chosen.
    case infeasible(cheapest: Double)
    /// Some policy is within the budget as estimated, none with the confidence that was asked for. The
    /// one with the lowest bound is chosen.
    case unsure
  }

  public enum Confidence: Sendable, Hashable {
    /// The upper bound of the cost is within the budget and earns its name, or the cost is the truth.
    case certain
    /// The estimated cost is within the budget; its bound is not, or is not known, or is a spread.
    case likely
    /// The estimated cost is above the budget.
    case no
  }

  /// What the chosen mixture brings and costs by one evaluation.
  public struct Reading: Sendable {
    public var evaluation: Evaluation
    /// Per user.
    public var outcome: Estimate
    /// Per user.
    public var cost: Estimate
    /// Cost in the budget's own unit, to be compared with `budget.amount`.
    public var spending: Estimate
    /// What the spending is below with probability `confidence`, in the budget's unit.
    public var bound: Double?
    /// One-sided: as asked for, else the upper half of the evaluation's own two-sided one.
    public var confidence: Double
    public var holds: Confidence
    /// What the bounds are worth at the chosen λ; of a mixture, the worse of the two.
    public var standing: Standing
  }

  /// One component, or two with the dearer (smaller λ) first. Shares sum to one.
  public var components: [Component]
  public var budget: Budget
  /// One-sided, when the search was asked for one.
  public var confidence: Double?
  /// Of the evaluation that was searched.
  public var status: Status
  /// By the evaluation that was searched.
  public var chosen: Reading
  /// By an evaluation on other users, when there was one.
  public var checked: Reading?
  /// What an analyst should know about this choice; the evaluation's own notes come on top.
  public var notes: [String]

  /// The figures to report: those of the check where there is one.
  public var reported: Reading { checked ?? chosen }
  /// Expected outcome per user.
  public var outcome: Estimate { reported.outcome }
  /// Expected cost per user.
  public var cost: Estimate { reported.cost }
  /// Expected cost in the budget's own unit.
  public var spending: Estimate { reported.spending }
  public var holds: Confidence { reported.holds }
  /// The evaluation that was searched: names, behaviour's figures, caveats.
  public var evaluation: Evaluation { chosen.evaluation }

  /// The chosen λ; of a mixture, the share-weighted mean of the two, which is a summary to print and
  /// not a price to run a policy at: use `components` for that.
  public var lambda: Double {
    components.reduce(0) { $0 + $1.share * $1.lambda }
  }

  /// Outcome per user beyond what the log's own policy brought, when that was measured.
  public var gainOverBehaviour: Double? {
    reported.evaluation.behaviourOutcome.map { outcome.value - $0.value }
  }

  /// The policy to deploy: set to the chosen λ, or giving each user one of the two for good, drawn by
  /// `seed` and the user's key. `nil` when the evaluation carries no policy.
  public func policy(seed: UInt64 = 1) throws(PolicyError) -> Policy? {
    guard let policy = evaluation.policy else { return nil }
    guard policy.dependsOnLambda, evaluation.dependsOnLambda, let first = components.first else {
      return policy
    }
    guard components.count > 1 else { return try policy.at(first.lambda) }
    return try policy.mixing(
      low: first.lambda, high: components[1].lambda, shareOfLow: first.share, seed: seed)
  }

  init(
    parts: [Evaluation.Part], budget: Budget, confidence: Double?, status: Status,
    chosen: Reading, checked: Reading?, notes: [String]
  ) {
    components = parts.map {
      Component(share: $0.share, lambda: chosen.evaluation.lambdas[$0.index])
    }
    self.budget = budget
    self.confidence = confidence
    self.status = status
    self.chosen = chosen
    self.checked = checked
    self.notes = notes
  }
}
