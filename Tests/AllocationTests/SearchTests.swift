import Allocation
import Estimation
import Testing

/// Four λ with costs 10, 6, 3, 1 and outcomes 8, 7, 5, 2 per user of 200.
private func evaluation(
  costs: [Double] = [10, 6, 3, 1], outcomes: [Double] = [8, 7, 5, 2], spread: Double? = nil,
  decisions: [Double]? = nil, kind: Evaluation.Kind = .estimate
) -> Evaluation {
  Evaluation(
    policyName: "p", estimator: "reme", kind: kind, outcomeName: "visits",
    lambdas: (0..<costs.count).map { Double($0) / 10 },
    outcomes: outcomes.map { Estimate($0, spread: spread) },
    costs: costs.map { Estimate($0, spread: spread) },
    decisions: decisions.map { $0.map { Estimate($0) } },
    behaviourOutcome: Estimate(4), users: 150, population: 200)
}

@Test("a budget between two λ is met exactly by the share (B − C₂)/(C₁ − C₂)")
func mixtureByHand() throws {
  let choice = try search(evaluation(), budget: .perUser(5))
  // (5 − 3)/(6 − 3) = 2/3 of the users at λ = 0.1.
  #expect(choice.components.map(\.lambda) == [0.1, 0.2])
  #expect(abs(choice.components[0].share - 2.0 / 3) < 1e-12)
  #expect(abs(choice.cost.value - 5) < 1e-12)
  #expect(abs(choice.outcome.value - (2.0 / 3 * 7 + 1.0 / 3 * 5)) < 1e-12)
  #expect(abs(choice.lambda - (2.0 / 3 * 0.1 + 1.0 / 3 * 0.2)) < 1e-12)
  #expect(choice.status == .binding)
  #expect(abs((choice.gainOverBehaviour ?? 0) - (19.0 / 3 - 4)) < 1e-12)
}

@Test("a total is divided by the whole population, users without a visit included")
func totalBudget() throws {
  let choice = try search(evaluation(), budget: .total(1000))
  #expect(abs(choice.cost.value - 5) < 1e-12)
  #expect(abs(choice.spending.value - 1000) < 1e-9)
}

@Test("a budget per decision holds for the ratio of the mixture")
func perDecision() throws {
  let value = evaluation(decisions: [8, 7, 5, 2])
  // Cost per visit is 1.25, 0.857, 0.6, 0.5: 0.7 lies between λ = 0.1 and 0.2.
  let choice = try search(value, budget: .perDecision(0.7))
  #expect(choice.components.map(\.lambda) == [0.1, 0.2])
  #expect(abs(choice.cost.value / choice.outcome.value - 0.7) < 1e-9)
  #expect(abs(choice.spending.value - 0.7) < 1e-9)
  #expect(throws: SearchError.decisionsNotEstimated(estimator: "reme")) {
    try search(evaluation(), budget: .perDecision(0.7))
  }
}

@Test("without mixing the smallest λ within the budget is chosen")
func singlePolicy() throws {
  let choice = try search(evaluation(), budget: .perUser(5), mix: false)
  #expect(choice.components == [.init(share: 1, lambda: 0.2)])
  #expect(choice.cost.value == 3)
}

@Test("a budget above the dearest policy is slack, one below the cheapest is infeasible")
func slackAndInfeasible() throws {
  let rich = try search(evaluation(), budget: .perUser(11))
  #expect(rich.status == .slack)
  #expect(rich.components == [.init(share: 1, lambda: 0)])
  let poor = try search(evaluation(), budget: .perUser(0.5))
  #expect(poor.status == .infeasible(cheapest: 1))
  #expect(poor.components == [.init(share: 1, lambda: 0.3)])
  #expect(poor.holds == .no)
  let total = try search(evaluation(), budget: .total(100))
  #expect(total.status == .infeasible(cheapest: 200))
}

@Test("an evaluation without support is refused with its reason, a refused λ is named")
func withoutSupport() throws {
  var empty = evaluation()
  empty.lambdas = []
  empty.outcomes = []
  empty.costs = []
  empty.refusals = [Refusal(lambda: 0.1, reason: "no decision of the log agrees")]
  let error = SearchError.noSupport(
    policy: "p", estimator: "reme", reason: "no decision of the log agrees")
  #expect(throws: error) { try search(empty, budget: .perUser(5)) }
  #expect(throws: error) { try Frontier(empty) }
  #expect(error.description.hasSuffix("by `reme`: no decision of the log agrees"))
  var partly = evaluation()
  partly.refusals = [Refusal(lambda: 0.05, reason: "thin")]
  let choice = try search(partly, budget: .perUser(5))
  #expect(choice.notes.contains("λ = 0.05 has no support and was not searched"))
}

@Test("spending stops where more brings nothing")
func saturated() throws {
  let flat = evaluation(costs: [10, 6, 3, 1], outcomes: [7, 7, 5, 2])
  let choice = try search(flat, budget: .perUser(8))
  #expect(choice.status == .slack)
  #expect(choice.components == [.init(share: 1, lambda: 0.1)])
}

@Test(
  "a noisy curve still brackets the budget and the verified cost holds it",
  arguments: [1.5, 2.5, 3.2, 4, 5.5, 6.4, 7, 9.5])
func noisyCurve(budget: Double) throws {
  let noisy = evaluation(
    costs: [10, 6, 7, 3, 3.5, 1], outcomes: [8, 7.2, 7.1, 5, 5.2, 2])
  let choice = try search(noisy, budget: .perUser(budget))
  #expect(choice.cost.value <= budget + 1e-9)
  #expect(choice.status == .binding)
  let single = try search(noisy, budget: .perUser(budget), mix: false)
  #expect(single.cost.value <= budget + 1e-9)
  #expect(choice.outcome.value >= single.outcome.value - 1e-9)
}

@Test("an estimate within the budget is taken where the smoothed curve stays above it")
func belowTheCurve() throws {
  // Isotonic: 1, 0.5, 0.5. At 0.45 only λ = 0.1 is within it: 0.45 = 1/12 · 1 + 11/12 · 0.4.
  let value = evaluation(costs: [1, 0.4, 0.6], outcomes: [8, 5, 2])
  let choice = try search(value, budget: .perUser(0.45))
  #expect(choice.status == .binding)
  #expect(choice.components.map(\.lambda) == [0, 0.1])
  #expect(abs(choice.components[0].share - 1.0 / 12) < 1e-12)
  let single = try search(value, budget: .perUser(0.45), mix: false)
  #expect(single.components == [.init(share: 1, lambda: 0.1)] && single.status == .binding)
  let none = try search(value, budget: .perUser(0.35))
  #expect(none.status == .infeasible(cheapest: 0.4) && none.components.map(\.lambda) == [0.1])
}

@Test("distant λ are mixed when that beats the neighbours, and the choice says so")
func hullBeatsNeighbours() throws {
  // At 5 the neighbours (6, 4) and (3, 3.5) give 3.83, the ends (10, 10) and (3, 3.5) give 5.36.
  let dented = evaluation(costs: [10, 6, 3, 1], outcomes: [10, 4, 3.5, 1])
  let choice = try search(dented, budget: .perUser(5))
  #expect(choice.components.map(\.lambda) == [0, 0.2])
  #expect(abs(choice.outcome.value - (2.0 / 7 * 10 + 5.0 / 7 * 3.5)) < 1e-12)
  #expect(choice.notes.contains { $0.contains("not neighbours") })
}

@Test("a mixture's spread uses the covariance when there is one")
func mixtureSpread() throws {
  var value = evaluation(costs: [6, 2], outcomes: [4, 2], spread: 1.96)
  let parts = [Evaluation.Part(index: 0, share: 0.5), Evaluation.Part(index: 1, share: 0.5)]
  #expect(abs((value.cost(of: parts).spread ?? 0) - 1.96) < 1e-12)
  value.costUncertainty = Uncertainty(centres: [6, 2], covariance: [1, 0, 0, 1])
  #expect(abs((value.cost(of: parts).spread ?? 0) - 1.959963984540054 * 0.5.squareRoot()) < 1e-12)
  let byHand = try value.value(of: [.init(share: 0.5, lambda: 0), .init(share: 0.5, lambda: 0.1)])
  #expect(byHand.cost == value.cost(of: parts))
  #expect(throws: SearchError.lambdaNotEvaluated(0.05, evaluated: [0, 0.1])) {
    try value.value(of: [.init(share: 1, lambda: 0.05)])
  }
}

@Test("a policy without λ fits or does not")
func policyWithoutLambda() throws {
  let constant = Evaluation(
    policyName: "constant", estimator: "rollout", kind: .truth, outcomeName: "visits",
    lambdas: [0], dependsOnLambda: false, outcomes: [Estimate(3)], costs: [Estimate(2)],
    users: 10, population: 10)
  #expect(try search(constant, budget: .perUser(2)).status == .slack)
  #expect(try search(constant, budget: .perUser(2)).holds == .certain)
  #expect(try search(constant, budget: .perUser(1.9)).status == .infeasible(cheapest: 2))
  #expect(constant.index(of: 0.7) == 0)
}

@Test("unusable budgets and estimates are refused with their values")
func refusals() {
  #expect(throws: SearchError.unusableBudget(-1)) {
    try search(evaluation(), budget: .perUser(-1))
  }
  #expect(throws: SearchError.estimateNotFinite(lambda: 0.1)) {
    try search(evaluation(costs: [10, .nan, 3, 1]), budget: .perUser(3))
  }
}
