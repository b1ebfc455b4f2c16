// The bound on cost, brought to one form: a number of the policy, linear in a mixture's shares, must not
// exceed `limit`. Per decision that number is C(λ) − b·N(λ) and the limit 0, because the ratio C/N is not
// linear. With a confidence the same is asked of the number's upper bound.

import Estimation

struct Constraint {
  let evaluation: Evaluation
  let budget: Budget
  /// One-sided.
  let confidence: Double
  let limit: Double
  /// (L) by the evaluation's own order.
  let values: [Double]
  private let costs: Bounds?
  private let decisions: Bounds?
  /// Cost in the budget's unit for a cost of 1 per user; `nil` for a ratio.
  private let factor: Double?

  /// - Parameter simultaneous: bounds hold at all λ at once, because λ is chosen on `evaluation`.
  init(
    _ evaluation: Evaluation, budget: Budget, confidence: Double, simultaneous: Bool
  ) throws(SearchError) {
    try Self.check(evaluation, budget)
    self.evaluation = evaluation
    self.budget = budget
    self.confidence = confidence
    // Two one-sided bounds make the one of a ratio, each with half of the doubt.
    var each = confidence
    if case .perDecision = budget { each = 0.5 + 0.5 * confidence }
    costs = Bounds(
      evaluation.costs, evaluation.costUncertainty, kind: evaluation.kind,
      twoSided: evaluation.confidence, confidence: each, simultaneous: simultaneous)
    factor = try Self.factor(evaluation, budget)
    guard case .perDecision(let amount) = budget else {
      decisions = nil
      values = evaluation.costs.map(\.value)
      limit = budget.amount / (factor ?? 1)
      return
    }
    guard let counts = evaluation.decisions else {
      throw .decisionsNotEstimated(estimator: evaluation.estimator)
    }
    decisions = Bounds(
      counts, nil, kind: evaluation.kind, twoSided: evaluation.confidence, confidence: each,
      simultaneous: simultaneous)
    values = zip(evaluation.costs, counts).map { $0.value - amount * $1.value }
    limit = 0
  }

  /// Entries whose bound is known.
  var bounded: [Int] {
    values.indices.filter { bound(of: [.init(index: $0, share: 1)]) != nil }
  }

  func value(of parts: [Evaluation.Part]) -> Double {
    parts.reduce(0) { $0 + $1.share * values[$1.index] }
  }

  /// What `value(of:)` is below with probability `confidence`, when that is known.
  func bound(of parts: [Evaluation.Part]) -> Double? {
    guard let cost = costs?.interval(of: parts)?.upperBound else { return nil }
    guard case .perDecision(let amount) = budget else { return cost }
    return decisions?.interval(of: parts).map { cost - amount * $0.lowerBound }
  }

  func holds(_ amount: Double) -> Bool {
    amount <= limit + 1e-9 * values.reduce(max(1, abs(limit))) { max($0, abs($1)) }
  }

  /// What the parts bring and cost, with the bound in the budget's own unit.
  func reading(of parts: [Evaluation.Part]) -> Choice.Reading {
    let cost = evaluation.cost(of: parts)
    let most = costs?.interval(of: parts)?.upperBound
    let bound: Double?
    let spending: Estimate
    if let factor {
      bound = most.map { $0 * factor }
      spending = cost.scaled(by: factor)
    } else {
      let count = evaluation.decisions(of: parts)?.value ?? 0
      let least = decisions?.interval(of: parts)?.lowerBound ?? 0
      bound = least > 0 ? most.map { $0 / least } : nil
      spending = count > 0 ? Estimate(cost.value / count) : Estimate(0)
    }
    return Choice.Reading(
      evaluation: evaluation, outcome: evaluation.outcome(of: parts), cost: cost,
      spending: spending, bound: bound, confidence: confidence, holds: confidence(of: parts),
      standing: evaluation.standing(of: parts))
  }

  private func confidence(of parts: [Evaluation.Part]) -> Choice.Confidence {
    guard holds(value(of: parts)) else { return .no }
    guard let bound = bound(of: parts), holds(bound) else { return .likely }
    let isExact = evaluation.kind == .truth && evaluation.cost(of: parts).interval == nil
    return isExact || evaluation.standing(of: parts) == .interval ? .certain : .likely
  }

  // MARK: Units

  /// Cost in the budget's unit for a cost of 1 per user.
  private static func factor(
    _ evaluation: Evaluation, _ budget: Budget
  ) throws(SearchError) -> Double? {
    func users(_ population: Int?) throws(SearchError) -> Double {
      let count = population ?? evaluation.population
      guard count > 0 else { throw .unusablePopulation(count) }
      return Double(count)
    }
    switch budget {
    case .perUser: return 1
    case .perDecision: return nil
    case .total(_, let population): return try users(population)
    case .perDay(_, let given, let population):
      guard let days = given ?? evaluation.days else {
        throw .daysNotKnown(estimator: evaluation.estimator)
      }
      guard days.isFinite, days > 0 else { throw .unusableDays(days) }
      return try users(population) / days
    }
  }

  private static func check(_ evaluation: Evaluation, _ budget: Budget) throws(SearchError) {
    guard budget.amount.isFinite, budget.amount >= 0 else {
      throw .unusableBudget(budget.amount)
    }
    guard !evaluation.lambdas.isEmpty else { throw .noSupport(evaluation) }
    for index in evaluation.lambdas.indices {
      let numbers = [evaluation.outcomes[index].value, evaluation.costs[index].value]
      guard numbers.allSatisfy(\.isFinite) else {
        throw .estimateNotFinite(lambda: evaluation.lambdas[index])
      }
    }
  }
}
