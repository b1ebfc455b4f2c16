// The direct method and the doubly robust estimators on processes whose values are sums by hand: what ends, what is
// cut off, what lies far apart, who counts, and which of model and probabilities may be wrong.

import Compute
import Data
import Estimation
import Testing

private let methods: [EstimationMethod] = [
  .direct, .doublyRobust(.marginal), .doublyRobust(.trajectory),
]

/// The same episodes many times over, so that what holds coefficients to zero weighs little; every decision
/// had the probability `given`.
private struct Copies {
  var log: SmallLog
  var behaviour: BehaviourModel

  init(
    _ episodes: [[Step]], times: Int, stateCount: Int, levels: Int = 1, population: Int? = nil,
    given: Float = 1
  ) {
    log = SmallLog(
      users: (0..<times).flatMap { _ in episodes.map { [$0] } }, stateCount: stateCount,
      levels: levels, population: population)
    behaviour = BehaviourModel(known: [Float](repeating: given, count: log.dataset.count))
  }

  func value(
    _ method: EstimationMethod, level: Int32 = 0, gamma: Double = 1
  ) throws -> Evaluation {
    var settings = CriticSettings()
    settings.gamma = gamma
    return try log.evaluate(
      log.constant(level), behaviour: behaviour, by: method, settings: settings)
  }
}

@Test("closed forms raise γ to the gap, and termination ends the sum", arguments: methods)
private func gapAndEnd(method: EstimationMethod) throws {
  let chain = Copies(
    [
      [
        Step(state: 0, outcome: 1, cost: 1, gap: 2), Step(state: 1, outcome: 2, cost: 1),
        Step(state: 2, outcome: 4, cost: 1, terminated: true),
      ]
    ], times: 400, stateCount: 3)
  let value = try chain.value(method, gamma: 0.9)
  // 1 + 0.9²·(2 + 0.9·4) and 1 + 0.9²·(1 + 0.9).
  #expect(abs(value.outcomes[0].value - 5.536) < 0.01)
  #expect(abs(value.costs[0].value - 2.539) < 0.01)
}

@Test("closed forms go on from the state that a log was cut in", arguments: methods)
private func cutWithState(method: EstimationMethod) throws {
  // A cycle 1 → 0 → 1 that pays 1 in state 1: V(1) = 1/(1 − 0.9²), not the logged 1.
  let cycle = Copies(
    [[Step(state: 1, outcome: 1, cost: 2), Step(state: 0, truncated: true, following: 1)]],
    times: 500, stateCount: 2)
  let value = try cycle.value(method, gamma: 0.9)
  #expect(abs(value.outcomes[0].value - 1 / 0.19) < 0.02)
  #expect(abs(value.costs[0].value - 2 / 0.19) < 0.04)
}

@Test("closed forms leave out a decision that was cut off without a next state", arguments: methods)
private func cutWithoutState(method: EstimationMethod) throws {
  let half = Copies(
    [
      [Step(state: 0, outcome: 1), Step(state: 1, outcome: 1, terminated: true)],
      [Step(state: 0, outcome: 1), Step(state: 1, outcome: 9, truncated: true)],
    ], times: 300, stateCount: 2)
  let value = try half.value(method)
  #expect(abs(value.outcomes[0].value - 2) < 0.01)
  #expect(value.notes.contains { $0.hasPrefix("300 of 1200 decisions were cut off") })
}

@Test(
  "in closed form a coupon of 1 a day for 30 days costs 30, on the last day 1", arguments: methods)
private func month(method: EstimationMethod) throws {
  let month = (0..<30).map { Step(state: $0, outcome: 1, cost: 1, terminated: $0 == 29) }
  var log = Copies([month, [month[29]]], times: 100, stateCount: 30, population: 250)
  // A newcomer's only day is the month's last.
  log.log.dataset.times = log.log.dataset.states.map(Double.init)
  let value = try log.value(method)
  // 50 users without a row count with zero.
  let mean = (100 * 30.0 + 100) / 250
  #expect(abs(value.costs[0].value - mean) < 0.06)
  #expect(abs(value.outcomes[0].value - mean) < 0.06)
  #expect(abs((value.decisions?[0].value ?? 0) - mean) < 0.06)
}

/// Two decisions with two levels each, every history 150 times, earning more after level 1.
private func twoDays(_ earned: (Double, Double) -> Double) -> Copies {
  let episodes = (0..<4).map { number in
    let (first, second) = (number % 2, number / 2)
    return [
      Step(state: 0, action: first, outcome: earned(1, Double(first)), cost: Double(first)),
      Step(
        state: 1 + first, action: second, outcome: earned(Double(first), Double(second)),
        cost: Double(second), terminated: true),
    ]
  }
  return Copies(episodes, times: 150, stateCount: 3, levels: 2, given: 0.5)
}

@Test(
  "closed forms are linear: cents are a hundred times euros, V_r − λ·V_c is that of r − λc",
  arguments: methods)
private func linear(method: EstimationMethod) throws {
  let parts = try twoDays { 3 * $0 + $1 }.value(method, level: 1)
  let whole = try twoDays { 3 * $0 + $1 - 0.4 * $1 }.value(method, level: 1)
  let cents = try twoDays { 300 * $0 + 100 * $1 }.value(method, level: 1)
  let (outcome, cost) = (parts.outcomes[0].value, parts.costs[0].value)
  // Level 1 on both days: 3 + 1 and 3 + 1.
  #expect(abs(outcome - 8) < 0.05)
  #expect(abs(whole.outcomes[0].value - (outcome - 0.4 * cost)) < 1e-9)
  #expect(abs(cents.outcomes[0].value - 100 * outcome) < 1e-7)
}

// MARK: Right when the model or the probabilities are

/// Eight ordered levels in turn, of which only the sixth brings 1, whatever the state; `given` is what the
/// log says that its probabilities were.
private func sixthOfEight(given: Float) -> Copies {
  Copies(
    (0..<8).map {
      [Step(state: 0, action: $0, outcome: $0 == 5 ? 1 : 0, cost: 1, terminated: true)]
    }, times: 250, stateCount: 1, levels: 8, given: given)
}

@Test("right probabilities mend a model that is wrong")
func wrongModel() throws {
  let log = sixthOfEight(given: 1 / 8)
  // A cubic through eight points gives the sixth 193/462 of itself: the diagonal of the hat matrix.
  let share = 193.0 / 462
  #expect(abs(try log.value(.direct, level: 5).outcomes[0].value - share) < 0.005)
  for method in methods.dropFirst() {
    #expect(abs(try log.value(method, level: 5).outcomes[0].value - 1) < 0.005)
  }
  // With neither right nothing does: ρ is twice what it should be.
  let neither = sixthOfEight(given: 1 / 16)
  let value = try neither.value(.doublyRobust(.marginal), level: 5).outcomes[0].value
  #expect(abs(value - (share + 2 * (1 - share))) < 0.01)
}

@Test("a right model needs no right probabilities, and leaves no error", arguments: methods)
private func wrongProbabilities(method: EstimationMethod) throws {
  var log = twoDays { 3 * $0 + $1 }
  let right = try log.value(method, level: 1)
  let count = log.log.dataset.count
  log.behaviour = BehaviourModel(known: [Float](repeating: 0.25, count: count))
  let wrong = try log.value(method, level: 1)
  #expect(abs(wrong.outcomes[0].value - 8) < 0.05)
  #expect((right.outcomes[0].spread ?? 1) < 0.01 && (wrong.outcomes[0].spread ?? 1) < 0.03)
  // Importance sampling has no model: its products of two ratios are four times too large.
  let table = log.log.constant(1)
  let weighted = try importance(.ips, table, from: log.log.dataset, behaviour: log.behaviour)
  #expect(abs((weighted.outcome(0) ?? 0) - 4 * 8) < 1e-9)
}

@Test(
  "where the model knows nothing, weights of whole episodes are per-decision importance sampling")
func noModel() throws {
  // Three customers come at times at which nobody else does, so without them Q is 0 there. Only they bring
  // anything; 800 others fill the log.
  let actions = [[1, 1, 0], [1, 1, 1], [0, 1, 1]]
  let worth: [[Double]] = [[3, 5, 7], [1, 0, 2], [9, 9, 9]]
  var episodes: [[Step]] = []
  var times: [Double] = []
  for user in 0..<803 {
    let isOther = user >= 3
    let start = Double(3 * (isOther ? 3 + user % 10 : user))
    times += [start, start + 1, start + 2]
    episodes.append(
      (0..<3).map { number in
        Step(
          state: 0, action: isOther ? (user >> number) & 1 : actions[user][number],
          outcome: isOther ? 0 : worth[user][number], cost: 1, terminated: number == 2)
      })
  }
  var log = Copies(episodes, times: 1, stateCount: 1, levels: 2, given: 0.5)
  log.log.dataset.times = times
  let value = try log.value(.doublyRobust(.trajectory), level: 1).outcomes[0].value
  // 2·3 + 4·5 and 2·1 + 8·2; the third was given the other level first.
  #expect(abs(value - (26 + 18) / 803) < 1e-9)
  let weighted = try importance(
    .pdis, log.log.constant(1), from: log.log.dataset, behaviour: log.behaviour)
  #expect(abs(value - (weighted.outcome(0) ?? .nan)) < 1e-9)
}

@Test("every method says that a log with unknown probabilities may hide what it was decided by")
func hiddenReasons() throws {
  let log = twoDays { $0 + $1 }
  for method in [EstimationMethod.direct, .critics] {
    let value = try log.log.evaluate(
      log.log.constant(1), by: method, settings: smallSettings(steps: 5))
    #expect(value.notes.contains { $0.contains("looked at nothing that the log does not show") })
    #expect(value.standing != .interval)
  }
}
