// Where importance sampling must not answer, or must not break: no support, long episodes, cut weights, users
// of different length, rows in a wrong order.

import Data
import Estimation
import Foundation
import Learning
import Testing

private func even(_ log: SmallLog, _ chance: Float = 0.5) -> BehaviourModel {
  BehaviourModel(known: [Float](repeating: chance, count: log.dataset.count))
}

/// `n` users with one decision each; every other one gets level 1, which brings 1.
private func coin(_ n: Int) -> SmallLog {
  SmallLog(
    users: (0..<n).map { user in
      [[Step(state: 0, action: user % 2, outcome: Double(user % 2), terminated: true)]]
    }, stateCount: 1, levels: 3)
}

@Test(
  "a policy whose coupon was never given has no number, at any estimator",
  arguments: ImportanceEstimator.allCases)
func noAgreementAtAll(estimator: ImportanceEstimator) throws {
  let log = coin(400)
  let value = try importance(estimator, log.constant(2), from: log.dataset, behaviour: even(log))
  #expect(value.outcome(0) == nil)
  #expect(value.cost(0) == nil)
  #expect(value.outcomeError(0) == nil)
  #expect(value.support[0].refusal == .noAgreement)
}

@Test("below the least number of effective users there is no number; at it there is")
func leastSupport() throws {
  let log = coin(60)
  var settings = ImportanceSettings()
  settings.leastSupport = 30
  let enough = try importance(
    .ips, log.constant(1), from: log.dataset, behaviour: even(log), settings: settings)
  #expect(abs((enough.outcome(0) ?? .nan) - 1) < 1e-12)
  settings.leastSupport = 31
  let few = try importance(
    .ips, log.constant(1), from: log.dataset, behaviour: even(log), settings: settings)
  #expect(few.outcome(0) == nil)
  guard case .tooFewUsers(let effective, least: 31)? = few.support[0].refusal else {
    Issue.record("refused as \(String(describing: few.support[0].refusal))")
    return
  }
  #expect(abs(effective - 30) < 1e-9)
}

@Test(
  "users who agree but stand for less than half of what the policy would do are no support",
  arguments: ImportanceEstimator.allCases)
func missesMost(estimator: ImportanceEstimator) throws {
  // Half of 400 users got level 1; with a chance of 0.95 each weighs 1/0.95, and the mean over all is 0.526. Where
  // half of them got level 2 instead, it is 0.263.
  let log = coin(400)
  let above = try importance(
    estimator, log.constant(1), from: log.dataset, behaviour: even(log, 0.95))
  #expect(above.support[0].refusal == nil)
  var fewer = log
  for row in stride(from: 1, to: 400, by: 4) { fewer.dataset.actions[row] = 2 }
  let below = try importance(
    estimator, fewer.constant(1), from: fewer.dataset, behaviour: even(fewer, 0.95))
  #expect(below.outcome(0) == nil)
  guard case .missesMost(let share)? = below.support[0].refusal else {
    Issue.record("refused as \(String(describing: below.support[0].refusal))")
    return
  }
  #expect(abs(share - 0.25 / 0.95) < 1e-6)
}

@Test("one heavy user among many is no support, however many rows there are")
func oneHeavyUser() throws {
  let log = coin(400)
  var given = [Float](repeating: 0.5, count: 400)
  given[1] = 1e-6
  let value = try importance(
    .snips, log.constant(1), from: log.dataset, behaviour: BehaviourModel(known: given))
  #expect(value.outcome(0) == nil)
  #expect(value.support[0].agreeing == 200)
  #expect(value.support[0].effectiveUsers < 1.01)
}

@Test("a probability of nothing for what was done is an error, not an infinity")
func impossibleDecision() throws {
  let log = coin(40)
  var given = [Float](repeating: 0.5, count: 40)
  given[7] = 0
  #expect(throws: EstimationError.impossibleDecision(user: "u7", probability: 0)) {
    try importance(
      .ips, log.constant(1), from: log.dataset, behaviour: BehaviourModel(known: given))
  }
}

/// `n` users of 1,000 decisions in turn; `agreeing` of them always get level 1.
private func thousand(_ n: Int, agreeing: Int) -> SmallLog {
  SmallLog(
    users: (0..<n).map { user in
      [
        (0..<1000).map { number in
          Step(
            state: 0, action: user < agreeing || number < 3 ? 1 : 0, outcome: 1, cost: 0.5,
            terminated: number == 999)
        }
      ]
    }, stateCount: 1, levels: 2)
}

@Test(
  "1,000 decisions give neither infinities nor NaN: weights of 2¹⁰⁰⁰ cancel or are refused",
  arguments: ImportanceEstimator.allCases)
func thousandDecisions(estimator: ImportanceEstimator) throws {
  let log = thousand(60, agreeing: 30)
  let table = log.constant(1)
  // 2¹⁰⁰⁰ is a number, 4¹⁰⁰⁰ is not.
  for (chance, isNumber) in [(Float(0.5), true), (0.25, estimator == .snips || estimator == .wis)] {
    let value = try importance(
      estimator, table, from: log.dataset, behaviour: even(log, chance))
    #expect(abs(value.support[0].effectiveUsers - 30) < 1e-6)
    guard isNumber else {
      #expect(value.outcome(0) == nil)
      #expect(value.support[0].refusal == .beyondNumbers)
      continue
    }
    let outcome = try #require(value.outcome(0))
    #expect(outcome.isFinite)
    if estimator == .snips || estimator == .wis { #expect(abs(outcome - 1000) < 1e-6) }
  }
  let few = thousand(60, agreeing: 5)
  let refused = try importance(
    estimator, few.constant(1), from: few.dataset, behaviour: even(few))
  #expect(refused.outcome(0) == nil)
}

@Test(
  "on its own policy 1,000 decisions weigh exactly 1", arguments: ImportanceEstimator.allCases)
func thousandOnPolicy(estimator: ImportanceEstimator) throws {
  let log = thousand(40, agreeing: 20)
  let fair = PolicyTable(
    name: "fair", lambdas: [0], dependsOnLambda: false,
    decisions: [.probabilities([Float](repeating: 0.5, count: 2 * log.dataset.stateCount))],
    levelCount: 2)
  let value = try importance(estimator, fair, from: log.dataset, behaviour: even(log))
  #expect(value.support[0].effectiveUsers == 40)
  #expect(value.outcome(0) == 1000)
  #expect(value.cost(0) == 500)
}

@Test("a coupon of 1 a day for 30 days costs 30: money is not discounted")
func thirtyDays() throws {
  let month = (0..<30).map { Step(state: $0, outcome: 1, cost: 1, terminated: $0 == 29) }
  let log = SmallLog(
    users: Array(repeating: [month], count: 98), stateCount: 30, population: 100)
  for estimator in ImportanceEstimator.allCases {
    let value = try importance(
      estimator, log.constant(0), from: log.dataset, behaviour: even(log, 1))
    // Two of a hundred users have no row.
    #expect(abs((value.cost(0) ?? .nan) - 29.4) < 1e-12)
  }
}

@Test("an episode that has ended keeps its weight in the mean of later decisions")
func endedEpisodes() throws {
  // Users 0–39 get level 1 and leave at once; 40–79 get level 0; 80–119 get level 1 twice, and 120–159
  // level 1 and then 0. Everybody's chance of either level is 1/2, so the weights are 2, then 4.
  func step(_ action: Int, _ outcome: Double, end: Bool) -> Step {
    Step(state: 0, action: action, outcome: outcome, terminated: end)
  }
  let log = SmallLog(
    users: (0..<160).map { user in
      switch user / 40 {
      case 0: [[step(1, 10, end: true)]]
      case 1: [[step(0, 10, end: true)]]
      case 2: [[step(1, 10, end: false), step(1, 6, end: true)]]
      default: [[step(1, 4, end: false), step(0, 6, end: true)]]
      }
    }, stateCount: 1, levels: 2)
  let value = try importance(.wis, log.constant(1), from: log.dataset, behaviour: even(log))
  // The first decision: 80 users of weight 2 bring 10, 40 bring 4: 8. The second: 40 of weight 4 bring 6, and
  // 40 who left keep weight 2: 4·6/(4 + 2) = 4. Without those who left it would be 6.
  #expect(abs((value.outcome(0) ?? .nan) - 12) < 1e-9)
  // Whole episodes: (2·10 + 4·16)/(2 + 4).
  let whole = try importance(.snips, log.constant(1), from: log.dataset, behaviour: even(log))
  #expect(abs((whole.outcome(0) ?? .nan) - 14) < 1e-9)
  // Sums: (40·2·10 + 40·4·16)/160 and (80·2·10 + 40·2·4 + 40·4·6)/160.
  let ips = try importance(.ips, log.constant(1), from: log.dataset, behaviour: even(log))
  #expect(abs((ips.outcome(0) ?? .nan) - 21) < 1e-9)
  let pdis = try importance(.pdis, log.constant(1), from: log.dataset, behaviour: even(log))
  #expect(abs((pdis.outcome(0) ?? .nan) - 18) < 1e-9)
  // Kish at the end: (40·2 + 40·4)²/(40·4 + 40·16).
  #expect(abs(whole.support[0].effectiveUsers - 240.0 * 240 / 800) < 1e-9)
}

@Test("what the policy would have brought after its users' last logged decision is not made up")
func cutEpisodes() throws {
  let cut = [Step(state: 0, outcome: 1), Step(state: 0, outcome: 1, truncated: true, following: 0)]
  let log = SmallLog(users: Array(repeating: [cut], count: 30), stateCount: 1)
  for estimator in ImportanceEstimator.allCases {
    let value = try importance(
      estimator, log.constant(0), from: log.dataset, behaviour: even(log, 1))
    #expect(abs((value.outcome(0) ?? .nan) - 2) < 1e-12)
  }
}

@Test("a clip cuts the product, biases the sum, and says how often")
func clipping() throws {
  let log = coin(400)
  var settings = ImportanceSettings()
  settings.clip = 1.5
  let value = try importance(
    .ips, log.constant(1), from: log.dataset, behaviour: even(log), settings: settings)
  // Half of the users weigh 1.5 instead of 2.
  #expect(abs((value.outcome(0) ?? .nan) - 0.75) < 1e-12)
  #expect(value.support[0].clipped == 200)
  // Equal weights stay equal, so a weighted mean does not move.
  let mean = try importance(
    .snips, log.constant(1), from: log.dataset, behaviour: even(log), settings: settings)
  #expect(abs((mean.outcome(0) ?? .nan) - 1) < 1e-12)
}

@Test("a level that the log could not give shows in the mean weight")
func missingSupport() throws {
  // In state 1 only level 0 is ever given; the policy gives level 1 everywhere.
  let users = (0..<400).map { user in
    [
      [
        Step(
          state: user % 2, action: user % 2 == 0 ? user / 2 % 2 : 0, outcome: 1, terminated: true)
      ]
    ]
  }
  let log = SmallLog(users: users, stateCount: 2, levels: 2)
  let given = (0..<400).map { Float($0 % 2 == 0 ? 0.5 : 1) }
  let value = try importance(
    .ips, log.constant(1), from: log.dataset, behaviour: BehaviourModel(known: given))
  let support = value.support[0]
  // A quarter of the users with weight 2: mean 1/2, deviations 3/2 and −1/2.
  #expect(abs(support.meanWeight - 0.5) < 1e-12)
  #expect(abs(support.meanWeightError - (0.75 / 400).squareRoot()) < 1e-12)
}

@Test("money in cents costs a hundred times as much, to the last digits")
func importanceOfCents() throws {
  let log = coin(200)
  var cents = log
  cents.dataset.costs = log.dataset.actions.map { Double($0) * 37 }
  var euros = log
  euros.dataset.costs = log.dataset.actions.map { Double($0) * 0.37 }
  for estimator in ImportanceEstimator.allCases {
    let first = try importance(
      estimator, euros.constant(1), from: euros.dataset, behaviour: even(log))
    let second = try importance(
      estimator, cents.constant(1), from: cents.dataset, behaviour: even(log))
    #expect(abs((second.cost(0) ?? .nan) / (first.cost(0) ?? .nan) - 100) < 1e-9)
  }
}

@Test("rows in any order make the same log and the same numbers")
func wrongOrder() throws {
  var rows: [(user: Int, day: Int, coupon: Int)] = []
  for user in 0..<180 {
    for day in 0..<(1 + user % 3) { rows.append((user, day, (user / (day + 1)) % 2)) }
  }
  func value(_ rows: [(user: Int, day: Int, coupon: Int)]) throws -> Double? {
    let table = Table(
      names: ["user", "day", "coupon", "visit", "cost", "chance"],
      columns: [
        .text(TextColumn(rows.map { "u\($0.user)" })), .number(rows.map { Double($0.day) }),
        .number(rows.map { Double($0.coupon) }),
        .number(rows.map { Double(10 * $0.user + $0.day) }), .number(rows.map { _ in 1 }),
        .number(rows.map { _ in 0.5 }),
      ])
    let log = try Dataset(
      table: table,
      roles: DatasetRoles(
        user: "user", time: "day", state: ["day"], action: "coupon", reward: "visit", cost: "cost",
        propensities: .logged("chance"), end: .terminated))
    return try importance(
      .wis, try Policy.constant("1", levels: log.levels), on: log
    ).outcomes.first?.value
  }
  let first = try #require(try value(rows))
  let second = try #require(try value(rows.reversed()))
  #expect(abs(first - second) < 1e-9)
}

@Test("settings out of range are refused by name")
func importanceSettingsAreChecked() {
  let log = coin(40)
  var settings = ImportanceSettings()
  settings.leastSupport = 0
  #expect(throws: EstimationError.outOfRange(name: "least_support", value: 0, range: 2...1e9)) {
    try importance(
      .ips, log.constant(1), from: log.dataset, behaviour: even(log), settings: settings)
  }
}
