// The spread by hand, its caveats, and work that is stopped.

import Compute
import Data
import Estimation
import Testing

/// One decision for each of `n` users with two levels given in turn; level 1 brings 0 or 2 in turn.
private func coin(_ n: Int, population: Int? = nil) -> SmallLog {
  let users = (0..<n).map { user in
    let action = user % 2
    return [
      [
        Step(
          state: 0, action: action, outcome: action == 1 ? Double(user / 2 % 2) * 2 : 5,
          cost: Double(action), terminated: true)
      ]
    ]
  }
  return SmallLog(users: users, stateCount: 1, levels: 2, population: population)
}

private func uniform(_ log: SmallLog) -> BehaviourModel {
  let n = log.dataset.count
  return BehaviourModel(
    known: [Float](repeating: 0.5, count: n), all: [Float](repeating: 0.5, count: 2 * n))
}

@Test("the spread follows from each user's influence, by hand")
func spreadByHand() throws {
  let log = coin(400)
  let value = try log.evaluate(log.constant(1), behaviour: uniform(log))
  // ψ = 1 for users with level 0 and 1 + 2·(r − 1) = −1 or 3 for the others: variance 2.
  #expect(abs(value.outcomes[0].value - 1) < 0.05)
  #expect(abs((value.outcomes[0].spread ?? 0) - 1.96 * (2.0 / 400).squareRoot()) < 0.002)
  // The cost of level 1 is 1 whatever happens.
  #expect((value.costs[0].spread ?? 1) < 0.01)
  #expect(value.supportShare == [1])
  #expect(value.standing == .interval)
}

@Test("users without a row widen or narrow the spread as zeros do")
func spreadOfPopulation() throws {
  let log = coin(400, population: 800)
  let value = try log.evaluate(log.constant(1), behaviour: uniform(log))
  // Half the ψ are 0: mean 0.5, mean square (1 + 2)/2, variance 1.25.
  #expect(abs(value.outcomes[0].value - 0.5) < 0.03)
  #expect(abs((value.outcomes[0].spread ?? 0) - 1.96 * (1.25 / 800).squareRoot()) < 0.002)
}

@Test("behaviour's own outcome is measured in the log with the users' standard error")
func behaviourMeasured() throws {
  let log = coin(400)
  let value = try log.evaluate(log.constant(1), settings: smallSettings(steps: 10))
  // 5 for half the users, 0 and 2 for a quarter each: mean 3, mean square 13.5.
  #expect(abs((value.behaviourOutcome?.value ?? 0) - 3) < 1e-12)
  let error = (4.5 * 400 / 399 / 400).squareRoot()
  #expect(abs((value.behaviourOutcome?.spread ?? 0) - 1.959_963_984_540_054 * error) < 1e-9)
}

@Test("the doubly robust value mends a critic that was hardly trained")
func doublyRobust() throws {
  let log = coin(400)
  let settings = smallSettings(steps: 1)
  let rough = try log.evaluate(log.constant(1), behaviour: uniform(log), settings: settings)
  let mended = try log.evaluate(
    log.constant(1), behaviour: uniform(log), by: .doublyRobust(.marginal))
  #expect(mended.estimator == "dr")
  #expect(mended.standing == .interval)
  #expect(abs(rough.outcomes[0].value - 1) > 0.2)
  #expect(abs(mended.outcomes[0].value - 1) < 0.03)
  // The critic's bounds are the corrected ones, drawn out to what it says.
  #expect(rough.outcomes[0].interval?.contains(rough.outcomes[0].value) == true)
  #expect(rough.outcomes[0].interval?.contains(mended.outcomes[0].value) == true)
  #expect(rough.notes.contains { $0.contains("outcome lies outside the bounds") })
}

@Test("the log's own totals are discounted as the estimate is, by hand")
func behaviourDiscounted() throws {
  // Two users: 1 now, 1 three units later; and 4 now. At γ = ½ that is 1 + 1/8 and 4.
  let log = SmallLog(
    users: [
      [
        [Step(state: 0, outcome: 1, cost: 2, gap: 3), Step(state: 0, outcome: 1, terminated: true)]
      ],
      [[Step(state: 0, outcome: 4, terminated: true)]],
    ], stateCount: 1)
  var settings = smallSettings(steps: 10)
  settings.gamma = 0.5
  let value = try log.evaluate(log.constant(0), settings: settings)
  #expect(abs((value.behaviourOutcome?.value ?? 0) - (1.125 + 4) / 2) < 1e-12)
  #expect(value.behaviourCost?.value == 1)
  #expect(value.notes.contains { $0.hasPrefix("figures are discounted") })
}

@Test("where the log was cut, its totals stand beside no estimate")
func behaviourOfCutLog() throws {
  let users = (0..<40).map { user in
    [
      [
        Step(state: 0, outcome: 1),
        Step(state: 0, outcome: 1, terminated: user < 30, truncated: user >= 30),
      ]
    ]
  }
  let log = SmallLog(users: users, stateCount: 1)
  let value = try log.evaluate(log.constant(0), settings: smallSettings(steps: 10))
  #expect(value.behaviourOutcome == nil && value.behaviourCost == nil)
  #expect(value.notes.contains { $0.contains("no measure of what it brings") })
}

@Test("a cost below zero, which critics that were hardly trained may give, is told")
func costBelowZero() throws {
  let log = coin(400)
  var wereBelow: Set<Bool> = []
  for seed in 1...8 {
    var settings = smallSettings(steps: 1)
    settings.seed = UInt64(seed)
    let value = try log.evaluate(log.constant(0), behaviour: uniform(log), settings: settings)
    let isBelow = value.costs[0].value < 0
    wereBelow.insert(isBelow)
    #expect(value.notes.contains { $0.hasPrefix("the cost comes out below zero") } == isBelow)
  }
  #expect(wereBelow == [true, false])
}

@Test("without the log's probabilities there are no bounds, and a reason")
func unknownProbabilities() throws {
  let log = coin(40)
  let value = try log.evaluate(log.constant(1), settings: smallSettings(steps: 10))
  #expect(value.outcomes[0].interval == nil)
  #expect(value.standing == .unknown(["the log's own probabilities are not known"]))
}

@Test("a correction without the log's probabilities is refused, not silently left out")
func correctionNeedsProbabilities() throws {
  let log = coin(40)
  #expect(throws: EstimationError.probabilitiesNotKnown) {
    try log.evaluate(log.constant(1), by: .doublyRobust(.marginal))
  }
  #expect(try log.evaluate(log.constant(1), by: .direct).estimator == "dm")
}

@Test("a policy that the log never followed gets no number, and the reason")
func noAgreement() throws {
  var log = coin(400)
  log.dataset.actions = [Int32](repeating: 0, count: 400)
  var all = [Float](repeating: 0.001, count: 800)
  for row in 0..<400 { all[2 * row] = 0.999 }
  let behaviour = BehaviourModel(known: [Float](repeating: 0.999, count: 400), all: all)
  let value = try log.evaluate(
    log.constant(1), behaviour: behaviour, settings: smallSettings(steps: 10))
  #expect(value.lambdas.isEmpty && value.outcomes.isEmpty)
  #expect(value.refusals.map(\.reason) == ["no decision of the log agrees with the policy"])
  // Once in a while it did: still no number, because the log hardly took such decisions.
  log.dataset.actions[0] = 1
  let thin = try log.evaluate(
    log.constant(1), behaviour: behaviour, settings: smallSettings(steps: 10))
  #expect(thin.refusals.count == 1 && thin.refusals[0].reason.hasPrefix("only 0% of"))
}

@Test("few decisions in agreement leave a number without bounds, or a spread")
func fewAgree() throws {
  let none = try coin(40).evaluate(
    coin(40).constant(1), behaviour: uniform(coin(40)), by: .doublyRobust(.marginal))
  #expect(none.outcomes[0].interval == nil)
  let few = try coin(200).evaluate(
    coin(200).constant(1), behaviour: uniform(coin(200)), by: .doublyRobust(.marginal))
  guard case .spread(let reasons) = few.standing else {
    Issue.record("expected a spread")
    return
  }
  #expect(reasons.contains { $0.hasPrefix("in effect only 100 decisions") })
}

@Test("one user has no bounds, and a few users none that are an interval")
func fewUsers() throws {
  func value(users: Int, days: Int) throws -> Evaluation {
    let log = SmallLog(
      users: (0..<users).map { user in
        [
          (0..<days).map { day in
            Step(
              state: 0, action: (day + user) % 2, outcome: Double(day % 3), cost: 1,
              terminated: day == days - 1)
          }
        ]
      }, stateCount: 1, levels: 2)
    return try log.evaluate(
      log.constant(1), behaviour: uniform(log), by: .doublyRobust(.marginal))
  }
  let one = try value(users: 1, days: 600)
  #expect(one.outcomes[0].interval == nil)
  #expect(one.standing.reasons.contains("the log has one customer"))
  let ten = try value(users: 10, days: 60)
  #expect(ten.outcomes[0].interval != nil)
  #expect(ten.standing.reasons.contains("the log has only 10 customers"))
}

@Test(
  "where the log could not give the policy's coupon bounds are no interval, however its probabilities are told"
)
func couldNotBeGiven() throws {
  // One in four users could only be given level 0; the others got both in turn.
  var log = coin(800)
  var all = [Float](repeating: 0.5, count: 1600)
  for user in 0..<800 {
    log.dataset.actions[user] = user % 4 == 0 ? 0 : Int32(user / 4 % 2)
    if user % 4 == 0 { (all[2 * user], all[2 * user + 1]) = (1, 0) }
  }
  let given = log.dataset.actions.enumerated().map { all[2 * $0 + Int($1)] }
  for behaviour in [BehaviourModel(known: given, all: all), BehaviourModel(known: given)] {
    let value = try log.evaluate(
      log.constant(1), behaviour: behaviour, by: .doublyRobust(.marginal))
    guard case .spread(let reasons) = value.standing else {
      Issue.record("expected a spread, found \(value.standing)")
      continue
    }
    #expect(reasons.contains { $0.contains("of the policy's decisions leave the log") })
  }
}

@Test("a correction by a few users products of ratios is left out: the number is the model's")
func hardlyAnyAgrees() throws {
  // Ten days of two levels in turn. Of 64 users only the last keeps to level 1, weighs 2¹⁰, and is the one
  // who earns anything on the last day.
  let users = (0..<64).map { user in
    [
      (0..<10).map { day in
        let keeps = user == 63 || (user >> (day % 6)) & 1 == 1 && day < 6
        return Step(
          state: day, action: keeps ? 1 : 0, outcome: user == 63 && day == 9 ? 3 : 0, cost: 1,
          terminated: day == 9)
      }
    ]
  }
  let log = SmallLog(users: users, stateCount: 10, levels: 2)
  func value(_ method: EstimationMethod) throws -> Evaluation {
    try log.evaluate(log.constant(1), behaviour: uniform(log), by: method)
  }
  let (model, mended) = (try value(.direct), try value(.doublyRobust(.trajectory)))
  #expect(mended.outcomes[0].value == model.outcomes[0].value)
  #expect(mended.outcomes[0].interval == nil)
  #expect(mended.notes.contains { $0.contains("rests on the model alone") })
}

@Test("guessed probabilities are kept above a floor")
func probabilityFloor() {
  let model = BehaviourModel(guessed: [0.999, 0.001, 0.5, 0.5], actions: [1, 0], levels: 2)
  #expect(model.given == [0.01, 0.5])
  #expect(!model.isKnown)
}

@Test("work that is cancelled stops and says how far it came")
func cancellation() {
  let log = coin(40)
  #expect(throws: Cancelled(completed: 0, total: 2)) {
    try log.evaluate(log.constant(1), progress: Progress(isCancelled: { true }))
  }
}

@Test("settings out of range are refused by name")
func settingsAreChecked() {
  let log = coin(40)
  var settings = smallSettings()
  settings.polyak = 0
  #expect(throws: EstimationError.outOfRange(name: "polyak", value: 0, range: 1e-6...1)) {
    try log.evaluate(log.constant(1), settings: settings)
  }
}

@Test("values that run away are stopped, not reported")
func divergence() {
  // A user who never leaves earns without end; another's end makes the log look finite.
  let forever = [Step(state: 0, outcome: 1, truncated: true, following: 0)]
  let once = [Step(state: 1, outcome: 1, terminated: true)]
  let log = SmallLog(users: [[forever], [once]], stateCount: 2)
  var settings = smallSettings(steps: 3000)
  settings.polyak = 1
  settings.learningRate = 0.01
  #expect {
    try log.evaluate(log.constant(0), settings: settings)
  } throws: { error in
    guard case EstimationError.diverged(name: "outcome", _, _, plausible: 100) = error else {
      return false
    }
    return true
  }
}

/// Two decisions for each of 800 users, with two levels in turn. Each earns 0 or 2: the same both times, or drawn
/// anew, as `lasting` says.
private func twice(lasting: Bool) -> SmallLog {
  let users = (0..<800).map { user in
    [0, 1].map { day in
      let good = lasting || day == 0 ? user / 4 % 2 : user / 8 % 2
      let action = day == 0 ? user % 2 : user / 2 % 2
      return Step(
        state: day, action: action, outcome: Double(2 * good), cost: Double(action),
        terminated: day == 1)
    }
  }
  return SmallLog(users: users.map { [$0] }, stateCount: 2, levels: 2)
}

@Test("a trait that the state lacks shows in errors that go together, and leaves a spread")
func lastingTrait() throws {
  // Errors are ±1 on both days: their product is always 1, or 1 as often as −1.
  let lasting = twice(lasting: true)
  let value = try lasting.evaluate(
    lasting.constant(1), behaviour: uniform(lasting), by: .doublyRobust(.marginal))
  #expect(value.standing.reasons.contains { $0.contains("once does so again (correlation 1)") })
  #expect(value.standings == [value.standing])
  let fresh = twice(lasting: false)
  let other = try fresh.evaluate(
    fresh.constant(1), behaviour: uniform(fresh), by: .doublyRobust(.marginal))
  #expect(other.standing == .interval)
}
