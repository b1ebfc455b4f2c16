// What can be wrong with a search, and the words for it.

import Estimation

/// Why a budget could not be searched.
public enum SearchError: Error, Sendable, Hashable {
  /// The budget is negative, infinite or not a number.
  case unusableBudget(Double)
  /// The confidence is not strictly between 0 and 1.
  case unusableConfidence(Double)
  case unusableDays(Double)
  case unusablePopulation(Int)
  /// The log supports no λ of the evaluation.
  case noSupport(policy: String, estimator: String, reason: String)
  /// The estimate at this λ is infinite or not a number.
  case estimateNotFinite(lambda: Double)
  /// A budget per decision needs the number of decisions, which this estimator did not estimate.
  case decisionsNotEstimated(estimator: String)
  /// A budget per day needs the number of days, which the evaluation does not know.
  case daysNotKnown(estimator: String)
  /// A confidence needs to know how far the cost may be off.
  case boundsNotKnown(estimator: String, reasons: [String])
  /// This λ is not one that the policy was evaluated at.
  case lambdaNotEvaluated(Double, evaluated: [Double])
  case checkOfAnotherPolicy(String, String)
  /// The check has no estimate where the choice is; `refused` says why when the log supports none.
  case checkLacksLambda([Double], evaluated: [Double], refused: String?)
  /// A mixture's shares must be non-negative and sum to one.
  case sharesDoNotSumToOne(Double)
}

extension SearchError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unusableBudget(let amount):
      "a budget must be a finite amount of at least 0, found \(amount)"
    case .unusableConfidence(let confidence):
      "a confidence must lie between 0% and 100%, found \(short(confidence * 100))%"
    case .unusableDays(let days):
      "the number of days must be finite and above 0, found \(short(days))"
    case .unusablePopulation(let count):
      "a budget for everybody needs at least one user, found \(count)"
    case .noSupport(let policy, let estimator, let reason):
      "there is nothing to search: the log supports no estimate of `\(policy)` by `\(estimator)`"
        + (reason.isEmpty ? "" : ": \(reason)")
    case .estimateNotFinite(let lambda):
      "the estimate at λ = \(lambda) is not a finite number"
    case .decisionsNotEstimated(let estimator):
      "a budget per visit needs the expected number of visits (decisions), which `\(estimator)` did not estimate"
    case .daysNotKnown(let estimator):
      "a budget per day needs the number of days, which `\(estimator)` does not know"
    case .boundsNotKnown(let estimator, let reasons):
      "a confidence needs to know how far the cost may be off, which `\(estimator)` does not say"
        + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; "))
    case .lambdaNotEvaluated(let lambda, let evaluated):
      "λ = \(lambda) was not evaluated; evaluated were \(evaluated)"
    case .checkOfAnotherPolicy(let chosen, let checked):
      chosen == checked
        ? "the check is of another policy that is also called `\(chosen)`"
        : "the choice is of `\(chosen)`, the check is of `\(checked)`"
    case .checkLacksLambda(let lambdas, _, let refused):
      "the check has no estimate at the chosen λ = \(list(lambdas))"
        + (refused.map { ": \($0)" } ?? "")
    case .sharesDoNotSumToOne(let sum):
      "the shares of a mixture must be at least 0 and sum to 1, found \(sum)"
    }
  }

  /// What to try, where that is known.
  public var hint: String? {
    switch self {
    case .decisionsNotEstimated: "evaluate with `dr`, `dm`, `reme` or `fqe`"
    case .daysNotKnown: "say `days:`"
    case .checkLacksLambda(let lambdas, _, let refused):
      refused == nil
        ? "evaluate the check at the same λ as the choice, or at `λ: [\(list(lambdas))]`"
        : nil
    case .unusableBudget, .unusableConfidence, .unusableDays, .unusablePopulation, .noSupport,
      .estimateNotFinite, .boundsNotKnown, .lambdaNotEvaluated, .checkOfAnotherPolicy,
      .sharesDoNotSumToOne:
      nil
    }
  }

  static func noSupport(_ evaluation: Evaluation) -> SearchError {
    .noSupport(
      policy: evaluation.policyName, estimator: evaluation.estimator,
      reason: evaluation.refusals.first?.reason ?? "")
  }

  private func list(_ lambdas: [Double]) -> String {
    lambdas.map { "\($0)" }.joined(separator: ", ")
  }
}
