import Allocation
import Data
import Estimation
import Testing

private func evaluation(
  lambdas: [Double] = [0, 0.1], costs: [Double] = [6, 2], outcomes: [Double] = [5, 3],
  users: Range<Int> = 0..<200, name: String = "p"
) -> Evaluation {
  Evaluation(
    policyName: name, estimator: "dr", kind: .estimate, outcomeName: "visits", lambdas: lambdas,
    outcomes: outcomes.map { Estimate($0) }, costs: costs.map { Estimate($0) },
    behaviourOutcome: Estimate(users.lowerBound == 0 ? 2 : 2.5), users: users.count,
    population: 200, sample: UserSample(names: users.map { "user \($0)" }))
}

@Test("the choice is made on one evaluation and read from the other, at the same λ and shares")
func checkOnOthers() throws {
  let choice = try search(
    evaluation(), budget: .perUser(4),
    check: evaluation(
      lambdas: [0, 0.05, 0.1], costs: [7, 4, 2.5], outcomes: [5.5, 4, 2], users: 200..<400))
  #expect(choice.components.map(\.share) == [0.5, 0.5])
  #expect(choice.chosen.cost.value == 4 && choice.chosen.outcome.value == 4)
  #expect(choice.cost.value == 4.75 && choice.outcome.value == 3.75)
  #expect(choice.holds == .no)
  #expect(choice.gainOverBehaviour == 1.25)
  #expect(choice.notes.isEmpty)
}

@Test("a check on the same users, or on some of them, is called that")
func sharedUsers() throws {
  let same = try search(evaluation(), budget: .perUser(4), check: evaluation())
  #expect(same.notes.contains { $0.contains("very users") })
  // 50 of the check's 200 users.
  let some = try search(
    evaluation(), budget: .perUser(4), check: evaluation(users: 150..<350))
  #expect(some.notes.contains { $0.hasPrefix("about 25% of the users of the check") })
  var unknown = evaluation()
  unknown.sample = nil
  let blind = try search(evaluation(), budget: .perUser(4), check: unknown)
  #expect(blind.notes.contains { $0.contains("cannot be told") })
}

@Test("a check without the chosen λ, or of another policy, is refused and says what to do")
func unusableChecks() throws {
  let coarse = evaluation(lambdas: [0, 0.2], users: 200..<400)
  let error = SearchError.checkLacksLambda([0.1], evaluated: [0, 0.2], refused: nil)
  #expect(throws: error) { try search(evaluation(), budget: .perUser(4), check: coarse) }
  #expect(error.hint?.contains("λ: [0.1]") == true)
  var refused = coarse
  refused.refusals = [Refusal(lambda: 0.1, reason: "nobody did that")]
  #expect(
    throws: SearchError.checkLacksLambda([0.1], evaluated: [0, 0.2], refused: "nobody did that")
  ) {
    try search(evaluation(), budget: .perUser(4), check: refused)
  }
  #expect(throws: SearchError.checkOfAnotherPolicy("p", "q")) {
    try search(evaluation(), budget: .perUser(4), check: evaluation(name: "q"))
  }
}
