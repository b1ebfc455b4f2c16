// From a budget to λ. Cost falls with λ in exact optimisation but wobbles when estimated, so the search
// brackets the budget on the isotonic curve and then verifies on the estimates themselves. Most budgets
// lie between two deterministic policies; a mixture of the two, drawn once per user, meets the budget
// exactly and is optimal for one constraint (Altman 1999, Constrained Markov Decision Processes):
// q = (B − C₂)/(C₁ − C₂) of the users get the dearer policy.

import Data
public import Estimation
import Learning

/// Chooses λ, or a mixture of two, for a budget.
///
/// - Parameters:
///   - mix: when false, the smallest single λ within the budget.
///   - confidence: one-sided, strictly between 0 and 1. With it the upper bound of the cost has to be
///     within the budget, not the estimate: the bound holds at all λ at once when the evaluation that is
///     searched is also the one that is reported, and for the mixture alone when there is a `check`.
///   - check: the same policy's evaluation on other users. The choice is made on `evaluation`, what it
///     brings and costs is read from the check.
/// - Returns: a choice that was verified to be within the budget on `evaluation`, or, where none is, the
///   one that costs least, with status `.infeasible` or `.unsure`.
public func search(
  _ evaluation: Evaluation, budget: Budget, mix: Bool = true, confidence: Double? = nil,
  check: Evaluation? = nil
) throws(SearchError) -> Choice {
  if let confidence, !(confidence > 0 && confidence < 1) {
    throw .unusableConfidence(confidence)
  }
  // Without a confidence, the bound shown is the upper end of the evaluation's own two-sided one.
  let level = confidence ?? 0.5 + 0.5 * evaluation.confidence
  let constraint = try Constraint(
    evaluation, budget: budget, confidence: level, simultaneous: check == nil)
  let bounded = Set(constraint.bounded)
  if confidence != nil, bounded.isEmpty {
    throw .boundsNotKnown(
      estimator: evaluation.estimator, reasons: evaluation.standing.reasons)
  }
  let found = Finding(constraint, mix: mix, bounded: confidence != nil)
  let chosen = constraint.reading(of: found.parts)
  let checked = try check.map { other throws(SearchError) in
    try reading(found.parts, of: evaluation, on: other, budget: budget, confidence: level)
  }
  var notes = notes(found, evaluation, check: check, bounded: confidence != nil)
  let unbounded = evaluation.lambdas.indices.filter { !bounded.contains($0) }
  if confidence != nil, !unbounded.isEmpty {
    let names = unbounded.map { short(evaluation.lambdas[$0]) }.joined(separator: ", ")
    notes.append("λ = \(names) has no bounds and was not searched")
  }
  let reported = checked ?? chosen
  if confidence != nil, reported.standing != .interval, evaluation.kind == .estimate {
    notes.append(
      "the confidence is nominal: the bounds are a spread, whose coverage is not established")
  }
  return Choice(
    parts: found.parts, budget: budget, confidence: confidence, status: found.status,
    chosen: chosen, checked: checked, notes: notes)
}

/// What the curve's answer means for a constraint.
private struct Finding {
  var parts: [Evaluation.Part]
  var status: Choice.Status
  var hullGain: Double?

  init(_ constraint: Constraint, mix: Bool, bounded: Bool) {
    let answer = Self.answer(constraint, mix: mix, bounded: bounded)
    parts = answer.parts
    hullGain = answer.hullGain
    guard !answer.isFeasible else {
      status = answer.isSlack ? .slack : .binding
      return
    }
    if bounded, Self.answer(constraint, mix: mix, bounded: false).isFeasible {
      status = .unsure
    } else {
      let cheapest = Self.answer(constraint, mix: mix, bounded: false).parts
      if !bounded { parts = cheapest }
      status = .infeasible(cheapest: constraint.reading(of: cheapest).spending.value)
    }
  }

  private static func answer(
    _ constraint: Constraint, mix: Bool, bounded: Bool
  ) -> Curve.Answer {
    let evaluation = constraint.evaluation
    // With a confidence, a λ whose bound is not known cannot be held against the budget.
    let order = (bounded ? constraint.bounded : Array(evaluation.lambdas.indices)).sorted {
      (evaluation.lambdas[$0], $0) < (evaluation.lambdas[$1], $1)
    }
    func own(_ parts: [Evaluation.Part]) -> [Evaluation.Part] {
      parts.map { .init(index: order[$0.index], share: $0.share) }
    }
    func amount(_ parts: [Evaluation.Part]) -> Double {
      (bounded ? constraint.bound(of: parts) : nil) ?? constraint.value(of: parts)
    }
    let outcomes = order.map { evaluation.outcomes[$0] }
    let curve = Curve(
      spending: order.map { amount([.init(index: $0, share: 1)]) },
      weights: precisions(order.map { evaluation.costs[$0] }), outcomes: outcomes.map(\.value),
      outcomeWeights: precisions(outcomes), limit: constraint.limit,
      mixed: bounded ? { amount(own($0)) } : nil)
    var answer = curve.best(mix: mix)
    answer.parts = own(answer.parts)
    return answer
  }
}

// MARK: A check on other users

/// The parts of a choice, read from another evaluation of the same policy.
private func reading(
  _ parts: [Evaluation.Part], of evaluation: Evaluation, on check: Evaluation, budget: Budget,
  confidence: Double
) throws(SearchError) -> Choice.Reading {
  guard check.policyName == evaluation.policyName, samePolicy(evaluation.policy, check.policy)
  else { throw .checkOfAnotherPolicy(evaluation.policyName, check.policyName) }
  let constraint = try Constraint(
    check, budget: budget, confidence: confidence, simultaneous: false)
  var missing: [Double] = []
  var places: [Evaluation.Part] = []
  for part in parts {
    let lambda = evaluation.lambdas[part.index]
    if check.dependsOnLambda == evaluation.dependsOnLambda, let index = check.index(of: lambda) {
      places.append(.init(index: index, share: part.share))
    } else {
      missing.append(lambda)
    }
  }
  guard missing.isEmpty else {
    let refusal = check.refusals.first { refusal in
      missing.contains { abs($0 - refusal.lambda) <= 1e-9 * max(1, abs($0)) }
    }
    throw .checkLacksLambda(missing, evaluated: check.lambdas, refused: refusal?.reason)
  }
  return constraint.reading(of: places)
}

private func samePolicy(_ one: Policy?, _ other: Policy?) -> Bool {
  guard let one, let other else { return true }
  return one.rule == other.rule && one.levels == other.levels && one.deployment == other.deployment
}

// MARK: Notes

private func notes(
  _ found: Finding, _ evaluation: Evaluation, check: Evaluation?, bounded: Bool
) -> [String] {
  var notes: [String] = []
  if let gain = found.hullGain {
    notes.append(
      "two λ that are not neighbours are mixed: by the estimate that brings \(short(gain)) more per "
        + "user than mixing neighbours")
  }
  let refused = evaluation.refusals.map { short($0.lambda) }
  if !refused.isEmpty {
    notes.append("λ = \(refused.joined(separator: ", ")) has no support and was not searched")
  }
  guard let check else {
    if evaluation.kind == .estimate, evaluation.lambdas.count > 1 {
      notes.append(
        "λ was chosen on the same estimate that is reported here, which is a little hopeful"
          + (bounded ? "; the bound allows for that" : "; `check:` reports it from other users"))
    }
    return notes
  }
  if let sample = evaluation.sample, let other = check.sample {
    if sample == other {
      notes.append("the check is on the very users that the choice was made on: it checks nothing")
    } else if let share = other.share(in: sample), share > 0 {
      notes.append(
        "about \(short((share * 100).rounded()))% of the users of the check were also in the choice; "
          + "split the log so that none is")
    }
  } else if evaluation.kind == .estimate, check.kind == .estimate {
    notes.append("whether the check is on other users than the choice cannot be told")
  }
  return notes
}
