// A budget that has to hold with a confidence: bounds by hand for two λ with a known covariance, and
// over many worlds, how often the true cost breaks the budget.

import Allocation
import Compute
import Data
import Estimation
import Testing

/// Costs 6 and 2 with standard errors 0.3 and 0.2.
private func evaluation(
  _ correlation: Double, standing: Standing = .interval, costs: [Double] = [6, 2],
  users names: Range<Int> = 0..<100
) -> Evaluation {
  let covariance = 0.06 * correlation
  return Evaluation(
    policyName: "p", estimator: "dr", kind: .estimate, outcomeName: "visits", lambdas: [0, 0.1],
    outcomes: [Estimate(5), Estimate(3)],
    costs: [Estimate(costs[0], spread: 0.588), Estimate(costs[1], spread: 0.392)],
    costUncertainty: Uncertainty(
      centres: costs, covariance: [0.09, covariance, covariance, 0.04]), users: names.count,
    population: 100, sample: UserSample(names: names.map { "user \($0)" }), standing: standing)
}

/// Φ⁻¹(0.9).
private let z = 1.2815515655446004

@Test("with errors that go together the bound of every λ is its own, and the share follows from it")
func simultaneousTogether() throws {
  let choice = try search(evaluation(1), budget: .perUser(4.4), confidence: 0.9)
  let (dear, cheap) = (6 + z * 0.3, 2 + z * 0.2)
  #expect(abs(choice.components[0].share - (4.4 - cheap) / (dear - cheap)) < 0.003)
  #expect(abs((choice.reported.bound ?? 0) - 4.4) < 1e-6)
  #expect(choice.holds == .certain)
}

@Test("with independent errors both bounds hold at once, each with √0.9")
func simultaneousIndependent() throws {
  let choice = try search(evaluation(0), budget: .perUser(4.4), confidence: 0.9)
  // Φ⁻¹(√0.9) = 1.6322.
  let (dear, cheap) = (6 + 1.6322 * 0.3, 2 + 1.6322 * 0.2)
  #expect(abs(choice.components[0].share - (4.4 - cheap) / (dear - cheap)) < 0.003)
}

@Test("on a check the bound is the mixture's own: a line and z·√(wᵀΣw)")
func checkedByHand() throws {
  // Half and half: Σ gives 0.25·0.09 + 0.25·0.04 + 2·0.25·0.03 = 0.0475.
  let budget = 4 + z * 0.0475.squareRoot()
  let choice = try search(
    evaluation(0.5), budget: .perUser(budget), confidence: 0.9,
    check: evaluation(0.5, costs: [6.2, 2.1], users: 100..<220))
  #expect(abs(choice.components[0].share - 0.5) < 1e-9)
  #expect(abs((choice.chosen.bound ?? 0) - budget) < 1e-9)
  #expect(abs(choice.cost.value - 4.15) < 1e-9)
  #expect(abs((choice.reported.bound ?? 0) - (budget + 0.15)) < 1e-9)
  #expect(choice.chosen.holds == .certain && choice.holds == .likely)
  #expect(choice.chosen.cost.value == 4)
  #expect(!choice.notes.contains { $0.contains("hopeful") })
}

@Test("a confidence without earned intervals is nominal, and never certain")
func nominal() throws {
  let choice = try search(
    evaluation(1, standing: .spread(["fit"])), budget: .perUser(4.4), confidence: 0.9)
  #expect(choice.holds == .likely)
  #expect(choice.notes.contains { $0.contains("nominal") })
}

@Test("what can be met as estimated but not with confidence is neither infeasible nor met")
func unsure() throws {
  // The cheap policy costs 2, at most 2 + 1.2816 · 0.2 = 2.256.
  let choice = try search(evaluation(1), budget: .perUser(2.1), confidence: 0.9)
  #expect(choice.status == .unsure)
  #expect(choice.components == [.init(share: 1, lambda: 0.1)])
  #expect(abs((choice.reported.bound ?? 0) - 2.256) < 0.01)
  #expect(choice.holds == .likely)
  let poor = try search(evaluation(1), budget: .perUser(1.9), confidence: 0.9)
  #expect(poor.status == .infeasible(cheapest: 2))
  let rich = try search(evaluation(1), budget: .perUser(6.5), confidence: 0.9)
  #expect(rich.status == .slack)
  let close = try search(evaluation(1), budget: .perUser(6.2), confidence: 0.9)
  #expect(close.status == .binding)
}

@Test("a confidence needs to know how far the cost may be off; the truth is known")
func withoutBounds() throws {
  var value = evaluation(1, standing: .unknown(["no propensities"]))
  value.costUncertainty = nil
  value.costs = [Estimate(6), Estimate(2)]
  #expect(throws: SearchError.boundsNotKnown(estimator: "dr", reasons: ["no propensities"])) {
    try search(value, budget: .perUser(4), confidence: 0.9)
  }
  #expect(throws: SearchError.unusableConfidence(1)) {
    try search(value, budget: .perUser(4), confidence: 1)
  }
  value.kind = .truth
  let choice = try search(value, budget: .perUser(4), confidence: 0.9)
  #expect(choice.components[0].share == 0.5 && choice.holds == .certain)
}

@Test("without a covariance bounds are taken from the intervals, as if errors never cancelled")
func fromIntervals() throws {
  var value = evaluation(1)
  value.costUncertainty = nil
  // Bonferroni over two: Φ⁻¹(0.95)/1.96 of each spread, 0.588 and 0.392.
  let factor = 1.6448536269514722 / 1.959963984540054
  let (dear, cheap) = (6 + factor * 0.588, 2 + factor * 0.392)
  let choice = try search(value, budget: .perUser(4.4), confidence: 0.9)
  #expect(abs(choice.components[0].share - (4.4 - cheap) / (dear - cheap)) < 1e-9)
}

@Test("per visit, the bound is of the ratio: cost from above, visits from below")
func ratioBound() throws {
  var value = evaluation(1)
  value.costUncertainty = nil
  value.decisions = [Estimate(6, spread: 0.3), Estimate(4, spread: 0.2)]
  // Each bound with 95%, both λ at once: Φ⁻¹(1 − 0.05/2) = 1.96, so the whole intervals.
  let choice = try search(value, budget: .perDecision(0.8), confidence: 0.9)
  let (dear, cheap) = (6.588 - 0.8 * 5.7, 2.392 - 0.8 * 3.8)
  let share = -cheap / (dear - cheap)
  #expect(abs(choice.components[0].share - share) < 1e-9)
  #expect(abs((choice.reported.bound ?? 0) - 0.8) < 1e-9)
}

@Test("a λ without bounds is not searched with a confidence, and no mixture with it has a bound")
func withoutBoundsAtOne() throws {
  var value = evaluation(1)
  value.costUncertainty?.widening = [.infinity, 0]
  value.outcomeUncertainty = Uncertainty(
    centres: [5, 3], covariance: [0.04, 0, 0, 0.04], widening: [.infinity, 0])
  value.costs[0] = Estimate(6)
  value.outcomes[0] = Estimate(5)
  // Only the cheap policy can be held against the budget: 2, at most 2 + 1.2816 · 0.2.
  let choice = try search(value, budget: .perUser(4), confidence: 0.9)
  #expect(choice.components == [.init(share: 1, lambda: 0.1)])
  #expect(abs((choice.reported.bound ?? 0) - 2.256) < 0.01)
  #expect(choice.notes.contains("λ = 0 has no bounds and was not searched"))
  // Without one the mixture is chosen as estimated, and nothing is said of its bound.
  let hopeful = try search(value, budget: .perUser(4))
  #expect(hopeful.components.first?.share == 0.5)
  #expect(hopeful.reported.bound == nil && hopeful.reported.cost.interval == nil)
  let frontier = try Frontier(value)
  #expect(frontier.points[0].costBand == nil && frontier.points[1].costBand != nil)
  #expect(frontier.region.map(\.count) == [4])
}

// MARK: Over many worlds

/// True costs 6, 4, 2; estimates off by correlated normal errors of 0.3.
private func world(_ random: inout RandomStream, users: Range<Int>) -> Evaluation {
  let shared = random.normal()
  let costs = [6.0, 4, 2].map { $0 + 0.3 * (0.8 * shared + 0.6 * random.normal()) }
  return Evaluation(
    policyName: "p", estimator: "dr", kind: .estimate, outcomeName: "visits",
    lambdas: [0, 0.1, 0.2], outcomes: [Estimate(8), Estimate(6.5), Estimate(3)],
    costs: costs.map { Estimate($0, spread: 0.588) },
    costUncertainty: Uncertainty(
      centres: costs,
      covariance: (0..<9).map { $0 / 3 == $0 % 3 ? 0.09 : 0.64 * 0.09 }), users: 100,
    population: 100, sample: UserSample(names: users.map { "user \($0)" }), standing: .interval)
}

private func truth(_ choice: Choice) -> Double {
  choice.components.reduce(0) { $0 + $1.share * (6 - 20 * $1.lambda) }
}

@Test("with 90% confidence the true cost breaks the budget in a tenth of worlds at most")
func coverage() throws {
  var random = RandomStream(seed: 1, stage: "worlds")
  var (plain, careful, checked) = (0, 0, 0)
  let worlds = 250
  for _ in 0..<worlds {
    let (first, second) = (world(&random, users: 0..<9), world(&random, users: 9..<19))
    let budget = Budget.perUser(4.5)
    if truth(try search(first, budget: budget)) > 4.5 { plain += 1 }
    if truth(try search(first, budget: budget, confidence: 0.9)) > 4.5 { careful += 1 }
    let choice = try search(first, budget: budget, confidence: 0.9, check: second)
    if choice.holds == .certain, truth(choice) > 4.5 { checked += 1 }
  }
  // Without a confidence about half of them do.
  #expect(plain > worlds * 2 / 5 && plain < worlds * 3 / 5)
  #expect(careful <= worlds / 10)
  #expect(checked <= worlds / 10)
}

@Test("a choice is worth what its own λ are worth: a mixture the worse of its two")
func standingOfTheChoice() throws {
  var value = evaluation(1, standing: .spread(["reacts"]))
  value.standings = [.spread(["reacts"]), .interval]
  let cheap = try search(value, budget: .perUser(3), mix: false, confidence: 0.9)
  #expect(cheap.lambda == 0.1)
  #expect(cheap.reported.standing == .interval && cheap.holds == .certain)
  #expect(!cheap.notes.contains { $0.contains("nominal") })
  let mixed = try search(value, budget: .perUser(4.4), confidence: 0.9)
  #expect(mixed.components.count == 2)
  #expect(mixed.reported.standing == .spread(["reacts"]) && mixed.holds == .likely)
  #expect(mixed.notes.contains { $0.contains("nominal") })
  let frontier = try Frontier(value)
  #expect(frontier.points.map(\.standing) == value.standings)
  #expect(frontier.standing == .spread(["reacts"]))
  let rows = compare([value])
  #expect(rows.map(\.standing) == value.standings)
}
