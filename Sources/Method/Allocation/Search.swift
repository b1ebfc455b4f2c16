// From a budget to λ. Cost falls with λ in exact optimisation but wobbles when estimated, so the search
// brackets the budget on the isotonic curve and then verifies on the estimates themselves. Most budgets
// lie between two deterministic policies; a mixture of the two, drawn once per user, meets the budget
// exactly and is optimal for one constraint (Altman 1999, Constrained Markov Decision Processes):
// q = (B − C₂)/(C₁ − C₂) of the users get the dearer policy.

public import Estimation

/// Which cost has to be within the budget.
public enum BudgetRule: Sendable, Hashable {
  /// The estimated cost.
  case value
  /// The upper end of the cost's spread: spends less and holds more surely.
  case upper
}

/// Chooses λ, or a mixture of two, for a budget.
///
/// - Parameters:
///   - mix: when false, the smallest single λ within the budget.
///   - rule: which end of the cost's estimate has to be within the budget.
/// - Returns: a choice whose estimated cost was verified to be within the budget, or the cheapest policy
///   with status `.infeasible`.
public func search(
  _ evaluation: Evaluation, budget: Budget, mix: Bool = true, rule: BudgetRule = .value
) throws(SearchError) -> Choice {
  let constraint = try Constraint(evaluation, budget: budget, rule: rule)
  let outcomes = constraint.order.map { evaluation.outcomes[$0] }
  let curve = Curve(
    spending: constraint.values, weights: precisions(constraint.order.map { evaluation.costs[$0] }),
    outcomes: outcomes.map(\.value), outcomeWeights: precisions(outcomes),
    limit: constraint.limit)
  let found = curve.best(mix: mix)
  let parts = found.parts.map {
    Evaluation.Part(index: constraint.order[$0.index], share: $0.share)
  }
  let spending = constraint.spending(of: parts, in: evaluation)
  var notes: [String] = []
  if let gain = found.hullGain {
    notes.append(
      "two λ that are not neighbours are mixed: by the estimate that brings \(short(gain)) more per "
        + "user than mixing neighbours")
  }
  if evaluation.kind == .estimate, evaluation.lambdas.count > 1 {
    notes.append(
      "λ was chosen on the same estimate that is reported here, which is a little hopeful")
  }
  return Choice(
    parts: parts, evaluation: evaluation, budget: budget, spending: spending,
    status: found.isFeasible
      ? (found.isSlack ? .slack : .binding) : .infeasible(cheapest: spending.value),
    holds: found.isFeasible ? constraint.confidence(of: parts, in: evaluation) : .no, notes: notes)
}

/// The bound on cost, brought to one form: the (λ-ordered) `values` of a policy must not exceed `limit`.
/// Per decision that is C(λ) − b·N(λ) ≤ 0, which is linear in a mixture's shares as the ratio is not.
struct Constraint {
  /// Indices of the evaluation's entries by ascending λ.
  var order: [Int]
  var values: [Double]
  var limit: Double
  let budget: Budget

  init(_ evaluation: Evaluation, budget: Budget, rule: BudgetRule) throws(SearchError) {
    guard budget.amount.isFinite, budget.amount >= 0 else {
      throw .unusableBudget(budget.amount)
    }
    for index in evaluation.lambdas.indices {
      let numbers = [evaluation.outcomes[index].value, evaluation.costs[index].upper]
      guard numbers.allSatisfy(\.isFinite) else {
        throw .estimateNotFinite(lambda: evaluation.lambdas[index])
      }
    }
    self.budget = budget
    let order = evaluation.lambdas.indices.sorted {
      (evaluation.lambdas[$0], $0) < (evaluation.lambdas[$1], $1)
    }
    self.order = order
    let costs = order.map {
      rule == .value ? evaluation.costs[$0].value : evaluation.costs[$0].upper
    }
    switch budget {
    case .perUser(let amount):
      (values, limit) = (costs, amount)
    case .total(let amount):
      (values, limit) = (costs, amount / Double(max(evaluation.population, 1)))
    case .perDecision(let amount):
      guard let decisions = evaluation.decisions else {
        throw .decisionsNotEstimated(estimator: evaluation.estimator)
      }
      let counts = order.map { rule == .value ? decisions[$0].value : decisions[$0].lower }
      (values, limit) = (zip(costs, counts).map { $0 - amount * $1 }, 0)
    }
  }

  /// Expected cost in the budget's unit.
  func spending(of parts: [Evaluation.Part], in evaluation: Evaluation) -> Estimate {
    let cost = evaluation.cost(of: parts)
    switch budget {
    case .perUser: return cost
    case .total: return cost.scaled(by: Double(evaluation.population))
    case .perDecision:
      let decisions = evaluation.decisions(of: parts)?.value ?? 0
      return decisions > 0 ? cost.scaled(by: 1 / decisions) : Estimate(0)
    }
  }

  func confidence(of parts: [Evaluation.Part], in evaluation: Evaluation) -> Choice.Confidence {
    let cost = evaluation.cost(of: parts)
    var (value, upper) = (cost.value, cost.upper)
    if case .perDecision(let amount) = budget, let decisions = evaluation.decisions(of: parts) {
      value -= amount * decisions.value
      upper -= amount * decisions.lower
    }
    let tolerance = 1e-9 * max(1, abs(limit), abs(cost.value))
    guard value <= limit + tolerance else { return .no }
    let known = cost.interval != nil || evaluation.kind == .truth
    return known && upper <= limit + tolerance ? .certain : .likely
  }
}

/// Four significant digits at most, for notes.
func short(_ number: Double) -> String {
  guard number.isFinite, number != 0 else { return "\(number)" }
  var scale = 1.0
  while abs(number) * scale < 1000 { scale *= 10 }
  let rounded = (number * scale).rounded() / scale
  return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
}
