import Allocation
import Estimation
import Testing

/// 6, 3 and 1 per user of 200 over 30 days, with 7, 5 and 2 visits each.
private func evaluation(days: Double? = 30) -> Evaluation {
  Evaluation(
    policyName: "p", estimator: "reme", kind: .estimate, outcomeName: "visits",
    lambdas: [0.1, 0.2, 0.3], outcomes: [Estimate(7), Estimate(5), Estimate(2)],
    costs: [Estimate(6), Estimate(3), Estimate(1)],
    decisions: [Estimate(7), Estimate(5), Estimate(2)], users: 150, population: 200, days: days)
}

/// What 5 per user is in other units, by hand.
private let same: [(Budget, Double)] = [
  (.perUser(5), 5),
  (.total(1000), 1000),  // 5 · 200 users
  (.total(2000, population: 400), 2000),
  (.perDay(100 / 3.0), 100 / 3.0),  // 5 · 200 / 30 days
  (.perDay(100, days: 10), 100),
  (.perDay(150, days: 20, population: 600), 150),
  (.perDecision(15 / 19.0), 15 / 19.0),  // 5 for 2/3 · 7 + 1/3 · 5 visits
]

@Test("every unit of a budget of 5 per user gives the same choice", arguments: same)
func units(budget: Budget, spending: Double) throws {
  let choice = try search(evaluation(), budget: budget)
  #expect(choice.components.map(\.lambda) == [0.1, 0.2])
  #expect(abs(choice.components[0].share - 2.0 / 3) < 1e-9)
  #expect(abs(choice.cost.value - 5) < 1e-9)
  #expect(abs(choice.spending.value - spending) < 1e-9)
}

@Test("the cheapest cost of a budget that cannot be met is told in the budget's unit")
func cheapestInUnit() throws {
  // 1 · 200 / 30 = 6.67 a day.
  let day = try search(evaluation(), budget: .perDay(5))
  guard case .infeasible(let cheapest) = day.status else {
    Issue.record("\(day.status)")
    return
  }
  #expect(abs(cheapest - 200 / 30.0) < 1e-9)
  #expect(try search(evaluation(), budget: .perDecision(0.4)).status == .infeasible(cheapest: 0.5))
}

@Test("a budget per day without days, for nobody or for no time is refused")
func unusableUnits() {
  #expect(throws: SearchError.daysNotKnown(estimator: "reme")) {
    try search(evaluation(days: nil), budget: .perDay(5))
  }
  #expect(throws: SearchError.unusableDays(0)) {
    try search(evaluation(), budget: .perDay(5, days: 0))
  }
  #expect(throws: SearchError.unusablePopulation(0)) {
    try search(evaluation(), budget: .total(5, population: 0))
  }
  #expect(SearchError.daysNotKnown(estimator: "reme").hint == "say `days:`")
}
