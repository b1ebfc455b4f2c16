// The target of a critic on chains whose values are sums by hand.

import Compute
import Data
import Estimation
import Testing

private func isNear(_ a: Double, _ b: Double, within share: Double = 0.01) -> Bool {
  abs(a - b) <= share * max(1, abs(b))
}

@Test("γ is raised to the gap and termination ends the sum")
func gapAndTermination() throws {
  let episode = [
    Step(state: 0, outcome: 1, cost: 1, gap: 2), Step(state: 1, outcome: 2, cost: 1),
    Step(state: 2, outcome: 4, cost: 1, terminated: true),
  ]
  let log = SmallLog(users: [[episode]], stateCount: 3)
  var settings = smallSettings()
  settings.gamma = 0.9
  let value = try log.evaluate(log.constant(0), settings: settings)
  // 1 + 0.9²·(2 + 0.9·4) and 1 + 0.9²·(1 + 0.9).
  #expect(isNear(value.outcomes[0].value, 1 + 0.81 * (2 + 0.9 * 4)))
  #expect(isNear(value.costs[0].value, 1 + 0.81 * 1.9))
}

@Test("a log that was cut goes on from the state that it was cut in")
func truncationBootstraps() throws {
  // A cycle 0 → 1 → 0 that pays 1 in state 0: V(0) = 1/(1 − 0.9²), not the logged 1.
  let episode = [
    Step(state: 0, outcome: 1, cost: 1),
    Step(state: 1, truncated: true, following: 0),
  ]
  let log = SmallLog(users: [[episode]], stateCount: 2)
  var settings = smallSettings(steps: 3000)
  settings.gamma = 0.9
  let value = try log.evaluate(log.constant(0), settings: settings)
  #expect(isNear(value.outcomes[0].value, 1 / (1 - 0.81), within: 0.02))
  #expect(isNear(value.costs[0].value, 1 / (1 - 0.81), within: 0.02))
}

@Test("a decision that was cut off without a next state is left out and reported")
func truncationWithoutState() throws {
  let whole = [Step(state: 0, outcome: 1), Step(state: 1, outcome: 1, terminated: true)]
  let cut = [Step(state: 0, outcome: 1), Step(state: 1, outcome: 9, truncated: true)]
  let log = SmallLog(users: [[whole], [cut]], stateCount: 2)
  let value = try log.evaluate(log.constant(0))
  #expect(isNear(value.outcomes[0].value, 2))
  #expect(value.notes.contains { $0.hasPrefix("1 of 4 decisions were cut off") })
}

@Test("without an end and without a discount there is no value")
func endless() {
  let episode = [Step(state: 0, outcome: 1), Step(state: 0, truncated: true, following: 0)]
  let log = SmallLog(users: [[episode]], stateCount: 1)
  #expect(throws: EstimationError.endless(name: "outcome")) {
    try log.evaluate(log.constant(0))
  }
}

@Test("a visit and a coupon of 1 a day for 30 days cost 30, and a start on the last day 1")
func finiteHorizon() throws {
  let month = (0..<30).map { Step(state: $0, outcome: 1, cost: 1, terminated: $0 == 29) }
  let log = SmallLog(users: [[month], [[month[29]]]], stateCount: 30)
  let value = try log.evaluate(log.constant(0), settings: smallSettings(steps: 3000))
  #expect(isNear(value.costs[0].value, (30.0 + 1) / 2))
  #expect(isNear(value.outcomes[0].value, (30.0 + 1) / 2))
  // Outcomes that are all 1 count decisions.
  #expect(value.decisions == value.outcomes)
}

@Test("users without a row count, and a user's second episode is added")
func population() throws {
  let one = [Step(state: 0, outcome: 1, cost: 2, terminated: true)]
  let users = Array(repeating: [one], count: 97) + [[one, one]]
  let log = SmallLog(users: users, stateCount: 1, population: 100)
  let value = try log.evaluate(log.constant(0))
  #expect(value.users == 98)
  #expect(value.population == 100)
  #expect(isNear(value.outcomes[0].value, 0.99, within: 0.003))
  #expect(isNear(value.costs[0].value, 1.98, within: 0.003))
  #expect(abs((value.behaviourCost?.value ?? 0) - 1.98) < 1e-12)
}

@Test("the value is the mean over first decisions, wherever the rows stand")
func initialStates() throws {
  let short = [Step(state: 2, outcome: 3, terminated: true)]
  let long = [
    Step(state: 0, outcome: 1), Step(state: 1, outcome: 1),
    Step(state: 2, outcome: 3, terminated: true),
  ]
  let one = SmallLog(users: [[short], [long], [long]], stateCount: 3)
  let other = SmallLog(users: [[long], [short], [long]], stateCount: 3)
  let first = try one.evaluate(one.constant(0)).outcomes[0].value
  let second = try other.evaluate(other.constant(0)).outcomes[0].value
  #expect(isNear(first, (3.0 + 5 + 5) / 3))
  #expect(isNear(second, (3.0 + 5 + 5) / 3))
}

@Test("Huber's loss does not estimate a mean: 10 with probability 0.1")
func huberIsBiased() throws {
  let users = (0..<10).map { [[Step(state: 0, outcome: $0 == 0 ? 10 : 0, terminated: true)]] }
  let log = SmallLog(users: users, stateCount: 1)
  var settings = smallSettings(steps: 3000)
  let squared = try log.evaluate(log.constant(0), settings: settings)
  #expect(abs(squared.outcomes[0].value - 1) < 0.05)
  settings.loss = .huber
  let huber = try log.evaluate(log.constant(0), settings: settings)
  // 0.9·x = 0.1 at the minimum.
  #expect(abs(huber.outcomes[0].value - 1.0 / 9) < 0.02)
}

@Test("money in cents costs a hundred times as much, to the last digits")
func unitsOfMoney() throws {
  let euros = (0..<4).map { user in
    [
      [
        Step(state: 0, outcome: 1, cost: 0.25 * Double(user)),
        Step(state: 1, outcome: 1, cost: 1.5, terminated: true),
      ]
    ]
  }
  var cents = euros
  for user in cents.indices {
    for step in 0..<2 { cents[user][0][step].cost *= 100 }
  }
  let one = SmallLog(users: euros, stateCount: 2)
  let other = SmallLog(users: cents, stateCount: 2)
  let first = try one.evaluate(one.constant(0)).costs[0].value
  let second = try other.evaluate(other.constant(0)).costs[0].value
  #expect(abs(second / first - 100) < 1e-3)
  #expect(isNear(first, 0.375 + 1.5))
}
