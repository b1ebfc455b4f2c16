// Several policies side by side: at every λ, or each at its best choice for one budget, which is the
// fairer comparison because spending is then the same.

public import Estimation

public struct ComparisonRow: Sendable, Hashable {
  public var policyName: String
  public var estimator: String
  public var kind: Evaluation.Kind
  public var outcomeName: String
  /// `nil` for a policy that does not depend on λ.
  public var lambda: Double?
  /// Two components when the row is a mixture, else empty.
  public var mixture: [Choice.Component]
  /// Per user.
  public var outcome: Estimate
  /// Per user.
  public var cost: Estimate
  /// What the bounds are worth here.
  public var standing: Standing

  /// Outcome per unit of cost; `nil` when nothing is spent.
  public var outcomePerCost: Double? {
    cost.value > 0 ? outcome.value / cost.value : nil
  }
}

/// One row for every policy and λ, by policy name, then estimator, then λ; equals stay in the order in
/// which they were given.
public func compare(_ evaluations: [Evaluation]) -> [ComparisonRow] {
  var rows: [ComparisonRow] = []
  for evaluation in evaluations {
    for index in evaluation.lambdas.indices {
      rows.append(
        ComparisonRow(
          policyName: evaluation.policyName, estimator: evaluation.estimator,
          kind: evaluation.kind, outcomeName: evaluation.outcomeName,
          lambda: evaluation.dependsOnLambda ? evaluation.lambdas[index] : nil, mixture: [],
          outcome: evaluation.outcomes[index], cost: evaluation.costs[index],
          standing: evaluation.standings[index]))
    }
  }
  return inOrder(rows) { ($0.policyName, $0.estimator, $0.lambda ?? -1) }
}

/// One row for every policy at its choice for `budget`, the best outcome first; policies that cannot
/// hold the budget come last, the cheapest first.
public func compare(
  _ evaluations: [Evaluation], budget: Budget, mix: Bool = true
) throws(SearchError) -> [ComparisonRow] {
  var rows: [(row: ComparisonRow, isFeasible: Bool)] = []
  for evaluation in evaluations {
    let choice = try search(evaluation, budget: budget, mix: mix)
    let row = ComparisonRow(
      policyName: evaluation.policyName, estimator: evaluation.estimator, kind: evaluation.kind,
      outcomeName: evaluation.outcomeName,
      lambda: evaluation.dependsOnLambda ? choice.lambda : nil,
      mixture: choice.components.count > 1 ? choice.components : [], outcome: choice.outcome,
      cost: choice.cost, standing: choice.reported.standing)
    rows.append((row, choice.holds != .no))
  }
  let feasible = inOrder(rows.filter(\.isFeasible).map(\.row)) { (-$0.outcome.value, "", 0) }
  let infeasible = inOrder(rows.filter { !$0.isFeasible }.map(\.row)) { ($0.cost.value, "", 0) }
  return feasible + infeasible
}

/// Sorted by a key of three; equals keep their order.
private func inOrder<A: Comparable, B: Comparable, C: Comparable>(
  _ rows: [ComparisonRow], by key: (ComparisonRow) -> (A, B, C)
) -> [ComparisonRow] {
  rows.enumerated()
    .sorted { one, other in
      let (a, b) = (key(one.element), key(other.element))
      return a == b ? one.offset < other.offset : a < b
    }
    .map(\.element)
}
