// What can be wrong with an evaluation, and the words for it.

public enum EstimationError: Error, Sendable, Hashable {
  case outOfRange(name: String, value: Double, range: ClosedRange<Double>)
  case noHiddenLayer
  case noDecisions
  /// Without a terminated decision and with γ = 1 the sum of outcomes has no end.
  case endless(name: String)
  /// No decision has a known successor or is terminated.
  case nothingToFit(excluded: Int)
  case noLambdas
  case unusableLambda(Double)
  /// The policy chooses among other levels than the log.
  case levelsDiffer(policy: [String], log: [String])
  case noSuchState(String, known: [String])
  /// The log did what it says it could not do.
  case impossibleDecision(user: String, probability: Double)
  case tooManySegments(Int, most: Int)
  /// A correction by the log's own decisions needs to know how likely they were.
  case probabilitiesNotKnown
  /// The linear system of a closed-form estimator has no solution.
  case unsolvable
  /// The values left every plausible range at `step`.
  case diverged(name: String, step: Int, largest: Double, plausible: Double)
}

extension EstimationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let range):
      "\(name) must be between \(range.lowerBound) and \(range.upperBound), found \(value)"
    case .noHiddenLayer: "the critic needs at least one hidden layer, each wider than 0"
    case .noDecisions: "the log has no decision to evaluate on"
    case .endless(let name):
      "no decision of the log is the last one, so without a discount the expected \(name) has no end"
    case .nothingToFit(let excluded):
      "none of the \(excluded) decisions is terminated or has a known next state"
    case .noLambdas: "there is no λ to evaluate at"
    case .unusableLambda(let lambda): "λ must be finite and at least 0, found \(lambda)"
    case .levelsDiffer(let policy, let log):
      "the policy chooses among the levels \(policy.joined(separator: ", ")), the log has "
        + log.joined(separator: ", ")
    case .noSuchState(let name, _): "`\(name)` is not a state column of the log"
    case .impossibleDecision(let user, let probability):
      "the log says that a decision for user \(user) had the probability \(probability)"
    case .tooManySegments(let count, let most):
      "the columns make \(count) segments, more than the \(most) that anybody can read"
    case .probabilitiesNotKnown:
      "the doubly robust estimate needs the probabilities of the log's own decisions"
    case .unsolvable: "the values of this policy have no solution in closed form on this log"
    case .diverged(let name, let step, let largest, let plausible):
      "the values of \(name) diverged at step \(step): \(largest), where \(plausible) would be much"
    }
  }

  /// What to try, where that is known.
  public var hint: String? {
    switch self {
    case .endless:
      "tell `dataset` where the log ends, if it does: `end: \"terminated\"` for a campaign's last day, `lapse` for "
        + "customers who leave; or give a γ below 1"
    case .diverged: "try a smaller learning rate, a γ below 1, or more shrinkage"
    case .nothingToFit: "name the columns that say whether anything follows a decision"
    case .noSuchState(_, let known):
      known.isEmpty ? "the log has none" : "it has " + known.joined(separator: ", ")
    case .tooManySegments: "name fewer columns"
    case .impossibleDecision: "what was done had a probability above 0, and at most 1"
    case .unsolvable: "give a γ below 1, or judge with reme"
    case .probabilitiesNotKnown: "judge by the model alone, with dm"
    case .outOfRange, .noHiddenLayer, .noDecisions, .noLambdas, .unusableLambda, .levelsDiffer: nil
    }
  }
}
