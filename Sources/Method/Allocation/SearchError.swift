// What can be wrong with a search, and the words for it.

/// Why a budget could not be searched.
public enum SearchError: Error, Sendable, Hashable {
  /// The budget is negative, infinite or not a number.
  case unusableBudget(Double)
  /// The estimate at this λ is infinite or not a number.
  case estimateNotFinite(lambda: Double)
  /// A budget per decision needs the number of decisions, which this estimator did not estimate.
  case decisionsNotEstimated(estimator: String)
  /// This λ is not one that the policy was evaluated at.
  case lambdaNotEvaluated(Double, evaluated: [Double])
  /// A mixture's shares must be non-negative and sum to one.
  case sharesDoNotSumToOne(Double)
}

extension SearchError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unusableBudget(let amount):
      "a budget must be a finite amount of at least 0, found \(amount)"
    case .estimateNotFinite(let lambda):
      "the estimate at λ = \(lambda) is not a finite number"
    case .decisionsNotEstimated(let estimator):
      "a budget per decision needs the expected number of decisions, which `\(estimator)` did not estimate"
    case .lambdaNotEvaluated(let lambda, let evaluated):
      "λ = \(lambda) was not evaluated; evaluated were \(evaluated)"
    case .sharesDoNotSumToOne(let sum):
      "the shares of a mixture must be at least 0 and sum to 1, found \(sum)"
    }
  }
}
