// What a policy brings and costs per user, for every λ of a grid: J(λ) and C(λ). Estimators from a log
// and roll-outs in a simulator give the same type, so that everything after it (frontier, search,
// comparison, plots) asks one thing and `kind` tells how far to trust the answer.
//
// All figures are per user of the population, so users without a row count with zero, and they are sums
// over a user's decisions: budgets are money, neither discounted nor averaged over visits.

public import Data
public import Learning

public struct Evaluation: Sendable, Codable {
  /// Where the numbers come from.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Estimated from a log that another policy made.
    case estimate
    /// Measured by running the policy, in a simulator or as an experiment.
    case truth
  }

  public var policyName: String
  /// How the numbers were made: "reme", "fqe", "rollout", "oracle", …
  public var estimator: String
  public var kind: Kind
  /// What `outcomes` counts, such as "visits".
  public var outcomeName: String
  /// The prices at which the policy was evaluated, ascending; empty only when every λ was refused. One
  /// entry when the policy does not depend on λ.
  public var lambdas: [Double]
  /// False for a policy that answers the same at every λ.
  public var dependsOnLambda: Bool
  /// J(λ): expected outcome per user, as long as `lambdas`.
  public var outcomes: [Estimate]
  /// C(λ): expected cost per user, as long as `lambdas`.
  public var costs: [Estimate]
  /// Expected decisions (visits, offers) per user, as long as `lambdas`; needed by a budget per
  /// decision only, so an estimator may leave it out.
  public var decisions: [Estimate]?
  /// How far J(λ) may be off over the whole grid; without it a mixture of two policies is given the
  /// widest bounds that it can have.
  public var outcomeUncertainty: Uncertainty?
  /// How far C(λ) may be off.
  public var costUncertainty: Uncertainty?
  /// Outcome per user of the policy that made the log, measured there.
  public var behaviourOutcome: Estimate?
  /// Cost per user of the policy that made the log, measured there.
  public var behaviourCost: Estimate?
  /// Users with at least one decision.
  public var users: Int
  /// Users that means are over and totals count, with or without a decision.
  public var population: Int
  /// Days from the first to the last time of the log, both counted, where a unit of its time is a day.
  public var days: Double?
  /// Which users the numbers are of; `nil` where they are no users of a log.
  public var sample: UserSample?
  /// What the bounds are worth at each λ, as long as `lambdas`.
  public var standings: [Standing]
  /// What they are worth together: an interval only where they are one at every λ.
  public var standing: Standing
  /// Confidence of the two-sided bounds.
  public var confidence: Double
  /// λ that the log cannot support an estimate at. They have no entry among the numbers.
  public var refusals: [Refusal]
  /// Share of the policy's decisions in the log's states that behaviour took with a probability of at
  /// least 0.01, or half an even share with more than fifty levels, by λ.
  public var supportShare: [Double]?
  /// What an estimate takes the state to be, in words; the bounds hold as far as that does.
  public var state: [String] = []
  /// Caveats that a display must show.
  public var notes: [String]
  /// The policy itself, so that a choice can be deployed; `nil` where there is none of ours.
  public var policy: Policy?

  /// - Parameter standings: by λ, where that differs from one to the other.
  /// - Precondition: `lambdas` or `refusals` is not empty, `outcomes` and `costs` are as long as `lambdas`.
  public init(
    policyName: String, estimator: String, kind: Kind, outcomeName: String, lambdas: [Double],
    dependsOnLambda: Bool = true, outcomes: [Estimate], costs: [Estimate],
    decisions: [Estimate]? = nil, outcomeUncertainty: Uncertainty? = nil,
    costUncertainty: Uncertainty? = nil, behaviourOutcome: Estimate? = nil,
    behaviourCost: Estimate? = nil, users: Int, population: Int, days: Double? = nil,
    sample: UserSample? = nil, standing: Standing = .unknown([]), standings: [Standing]? = nil,
    confidence: Double = 0.95, refusals: [Refusal] = [], supportShare: [Double]? = nil,
    notes: [String] = [], policy: Policy? = nil
  ) {
    precondition(!lambdas.isEmpty || !refusals.isEmpty, "an evaluation has at least one entry")
    precondition(
      outcomes.count == lambdas.count && costs.count == lambdas.count
        && (decisions?.count ?? lambdas.count) == lambdas.count
        && (standings?.count ?? lambdas.count) == lambdas.count, "one estimate for every λ")
    precondition(dependsOnLambda || lambdas.count <= 1, "one entry without a λ")
    self.policyName = policyName
    self.estimator = estimator
    self.kind = kind
    self.outcomeName = outcomeName
    self.lambdas = lambdas
    self.dependsOnLambda = dependsOnLambda
    self.outcomes = outcomes
    self.costs = costs
    self.decisions = decisions
    self.outcomeUncertainty = outcomeUncertainty
    self.costUncertainty = costUncertainty
    self.behaviourOutcome = behaviourOutcome
    self.behaviourCost = behaviourCost
    self.users = users
    self.population = population
    self.days = days
    self.sample = sample
    self.standing = standing
    self.standings = standings ?? lambdas.map { _ in standing }
    self.confidence = confidence
    self.refusals = refusals
    self.supportShare = supportShare
    self.notes = notes
    self.policy = policy
  }
}
