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
  }

  public enum Confidence: Sendable, Hashable {
    /// The upper end of the cost's spread is within the budget, or the cost is the truth.
    case certain
    /// The estimated cost is within the budget, its upper end is not or is not known.
    case likely
    /// The estimated cost is above the budget.
    case no
  }

  /// One component, or two with the dearer (smaller λ) first. Shares sum to one.
  public var components: [Component]
  /// Expected outcome per user.
  public var outcome: Estimate
  /// Expected cost per user.
  public var cost: Estimate
  public var budget: Budget
  /// Expected cost in the budget's own unit, to be compared with `budget.amount`.
  public var spending: Estimate
  public var status: Status
  public var holds: Confidence
  /// What an analyst should know about this choice; the evaluation's own notes come on top.
  public var notes: [String]
  /// The evaluation that was searched: names, behaviour's figures, caveats.
  public var evaluation: Evaluation

  /// The chosen λ; of a mixture, the share-weighted mean of the two, which is a summary to print and
  /// not a price to run a policy at: use `components` for that.
  public var lambda: Double {
    components.reduce(0) { $0 + $1.share * $1.lambda }
  }

  /// Outcome per user beyond what the log's own policy brought, when that was measured.
  public var gainOverBehaviour: Double? {
    evaluation.behaviourOutcome.map { outcome.value - $0.value }
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
    parts: [Evaluation.Part], evaluation: Evaluation, budget: Budget, spending: Estimate,
    status: Status, holds: Confidence, notes: [String]
  ) {
    components = parts.map { Component(share: $0.share, lambda: evaluation.lambdas[$0.index]) }
    outcome = evaluation.outcome(of: parts)
    cost = evaluation.cost(of: parts)
    self.budget = budget
    self.spending = spending
    self.status = status
    self.holds = holds
    self.notes = notes
    self.evaluation = evaluation
  }
}
