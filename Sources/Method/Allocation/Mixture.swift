// What a mixture that a person chose by hand costs and brings, at λ that were evaluated.

public import Estimation

extension Evaluation {
  /// Outcome and cost per user when `share` of the users gets the policy at `lambda`, for each component.
  public func value(
    of components: [Choice.Component]
  ) throws(SearchError) -> (outcome: Estimate, cost: Estimate) {
    let sum = components.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) <= 1e-9, components.allSatisfy({ $0.share >= 0 }) else {
      throw .sharesDoNotSumToOne(sum)
    }
    var parts: [Part] = []
    for component in components {
      guard let index = index(of: component.lambda) else {
        throw .lambdaNotEvaluated(component.lambda, evaluated: lambdas)
      }
      parts.append(Part(index: index, share: component.share))
    }
    return (outcome(of: parts), cost(of: parts))
  }
}
