import Allocation
import Estimation
import Testing

private func line(_ name: String, _ estimator: String, _ values: [(Double, Double, Double)])
  -> Evaluation
{
  Evaluation(
    policyName: name, estimator: estimator, kind: .truth, outcomeName: "visits",
    lambdas: values.map(\.0), dependsOnLambda: values.count > 1,
    outcomes: values.map { Estimate($0.1) }, costs: values.map { Estimate($0.2) }, users: 1,
    population: 1)
}

private let learned = line("rbcq", "reme", [(0.2, 3, 1), (0, 6, 4)])
private let constant = line("constant", "rollout", [(0, 2, 2)])
private let dear = line("dear", "rollout", [(0, 9, 9)])

@Test("rows come by policy, estimator and λ")
func rowOrder() {
  let rows = compare([learned, dear, constant])
  #expect(rows.map(\.policyName) == ["constant", "dear", "rbcq", "rbcq"])
  #expect(rows.map(\.lambda) == [nil, nil, 0, 0.2])
  #expect(rows[2].outcomePerCost == 1.5)
}

@Test("outcome per cost is not made up where nothing is spent")
func nothingSpent() {
  #expect(compare([line("free", "rollout", [(0, 2, 0)])])[0].outcomePerCost == nil)
}

@Test("at one budget the best policy comes first and those that break it last")
func rowsAtBudget() throws {
  let rows = try compare([dear, constant, learned], budget: .perUser(2))
  #expect(rows.map(\.policyName) == ["rbcq", "constant", "dear"])
  // A third of the users at λ = 0: 1/3·6 + 2/3·3 = 4.
  #expect(abs(rows[0].outcome.value - 4) < 1e-12)
  #expect(rows[0].mixture.count == 2)
}

@Test("a frontier is monotone in λ and marks what a best mixture can use")
func frontier() throws {
  let noisy = line("p", "reme", [(0, 8, 10), (0.1, 7, 6), (0.2, 7.5, 7), (0.3, 2, 1)])
  let frontier = try Frontier(noisy)
  #expect(frontier.points.map(\.monotoneCost) == [10, 6.5, 6.5, 1])
  #expect(frontier.points.map(\.monotoneOutcome) == [8, 7.25, 7.25, 2])
  #expect(frontier.efficient == [3, 1, 0])
  #expect(frontier.points.map(\.isEfficient) == [true, true, false, true])
  #expect(!frontier.hasBands && frontier.region.isEmpty)
}
