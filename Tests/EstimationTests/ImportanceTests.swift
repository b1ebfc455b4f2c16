// Importance sampling against backward induction, on a log that holds every path as often as it is likely.

import Compute
import Data
import Estimation
import Testing

/// Spend always, in a bad mood only, never; and half of the time, more in a good mood.
private let policies: [LeavingProcess.Rule] = [
  { _, _ in [0, 1] }, { _, mood in mood == 0 ? [0, 1] : [1, 0] }, { _, _ in [1, 0] },
  { _, mood in mood == 0 ? [0.5, 0.5] : [0.25, 0.75] },
]
private let lambdas = [0, 0.25, 0.5, 1]

private func log(population: Int? = nil) -> SmallLog {
  SmallLog(
    users: LeavingProcess.paths.map { [$0] }, stateCount: 6, levels: 2, population: population)
}

private func result(
  _ estimator: ImportanceEstimator, _ log: SmallLog, _ table: PolicyTable,
  shares: [Double]? = nil, settings: ImportanceSettings = ImportanceSettings()
) throws -> ImportanceResult {
  try importance(
    estimator, table, shares: shares, from: log.dataset,
    behaviour: LeavingProcess.behaviour(log.dataset), settings: settings)
}

private func exact(_ policy: LeavingProcess.Rule, gamma: Double = 1) -> (
  outcome: Double, cost: Double
) {
  (
    LeavingProcess.value(gamma: gamma, LeavingProcess.outcome, under: policy),
    LeavingProcess.value(gamma: gamma, { Double($1) }, under: policy)
  )
}

@Test(
  "every λ's outcome and cost come out as backward induction gives them",
  arguments: ImportanceEstimator.allCases)
func importanceOfProcess(estimator: ImportanceEstimator) throws {
  let log = log()
  let table = LeavingProcess.table(log, lambdas: lambdas, policies)
  let value = try result(estimator, log, table)
  #expect(value.lambdas == lambdas)
  for (index, policy) in policies.enumerated() {
    let exact = exact(policy)
    #expect(abs((value.outcome(index) ?? .nan) - exact.outcome) < 1e-9)
    #expect(abs((value.cost(index) ?? .nan) - exact.cost) < 1e-9)
    #expect(abs(value.support[index].meanWeight - 1) < 1e-9)
  }
}

@Test("γ discounts by the time since the first decision", arguments: ImportanceEstimator.allCases)
func discountedImportance(estimator: ImportanceEstimator) throws {
  let log = log()
  let table = LeavingProcess.table(log, lambdas: lambdas, policies)
  var settings = ImportanceSettings()
  settings.gamma = 0.75
  let value = try result(estimator, log, table, settings: settings)
  for (index, policy) in policies.enumerated() {
    #expect(
      abs((value.outcome(index) ?? .nan) - exact(policy, gamma: 0.75).outcome) < 1e-9)
    // Decisions too, or a cost for each would divide money of later by visits of today.
    let decisions = (value.decisions[index] ?? []).reduce(0, +) / Double(value.population)
    let counted = LeavingProcess.value(gamma: 0.75, { _, _ in 1 }, under: policy)
    #expect(abs(decisions - counted) < 1e-9)
  }
}

@Test(
  "a mixture gives each user one policy for good: its value is the mean of theirs",
  arguments: ImportanceEstimator.allCases)
func mixtureForGood(estimator: ImportanceEstimator) throws {
  let log = log()
  let table = LeavingProcess.table(log, lambdas: [0, 1], [policies[0], policies[2]])
  let value = try result(estimator, log, table, shares: [0.25, 0.75])
  let (spend, save) = (exact(policies[0]), exact(policies[2]))
  #expect(value.lambdas == [0.75])
  #expect(!value.dependsOnLambda)
  #expect(
    abs((value.outcome(0) ?? .nan) - (0.25 * spend.outcome + 0.75 * save.outcome)) < 1e-9)
  #expect(abs((value.cost(0) ?? .nan) - 0.25 * spend.cost) < 1e-9)
  // Drawing anew at every decision is another policy, of another value.
  let stepwise = exact { _, _ in [0.75, 0.25] }
  #expect(abs(stepwise.outcome - (0.25 * spend.outcome + 0.75 * save.outcome)) > 0.01)
}

/// Plain products, as the definition has them.
private func products(_ episode: [Step], _ policy: LeavingProcess.Rule) -> [Double] {
  var product = 1.0
  return episode.map { step in
    let given = Double(LeavingProcess.given(mood: step.state % 2)) / 4
    product *=
      policy(step.state / 2, step.state % 2)[step.action] / (step.action == 1 ? given : 1 - given)
    return product
  }
}

@Test("the standard error is that of the mean of the users' weighted returns")
func importanceError() throws {
  let log = log(population: 10_000)
  let table = LeavingProcess.table(log, [policies[3]])
  for (estimator, perDecision) in [(ImportanceEstimator.ips, false), (.pdis, true)] {
    let parts = LeavingProcess.paths.map { episode in
      let products = products(episode, policies[3])
      return episode.indices.reduce(0.0) {
        $0 + (perDecision ? products[$1] : products[products.count - 1]) * episode[$1].outcome
      }
    }
    let mean = parts.reduce(0, +) / 10_000
    let squares =
      parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      + Double(10_000 - parts.count) * mean * mean
    let value = try result(estimator, log, table)
    #expect(abs((value.outcome(0) ?? .nan) - mean) < 1e-9)
    let error = (squares / 9_999 / 10_000).squareRoot()
    #expect(abs((value.outcomeError(0) ?? .nan) - error) < 1e-9)
  }
}

@Test("a weighted mean's error is that of its linearisation, by hand")
func normalisedError() throws {
  // Weights 2, 2, 0, 0 and 2, 0 …: two levels by turns, half of the users get level 1.
  let users = (0..<80).map { user in
    [[Step(state: 0, action: user % 2, outcome: Double(user % 8), terminated: true)]]
  }
  let log = SmallLog(users: users, stateCount: 1, levels: 2)
  let behaviour = BehaviourModel(known: [Float](repeating: 0.5, count: 80))
  let value = try importance(
    .snips, log.constant(1), from: log.dataset, behaviour: behaviour)
  // Level 1 brings 1, 3, 5, 7: mean 4, and R = Σ2y/Σ2 = 4. ψ = R + (w/w̄)(y − R) with w̄ = 1: 4 for
  // level 0 and 4 + 2(y − 4) for level 1, so the deviations are 0 and ±2, ±6: mean square (4 + 36)/4.
  #expect(abs((value.outcome(0) ?? .nan) - 4) < 1e-12)
  let error: Double = 10.0 / 79
  #expect(abs((value.outcomeError(0) ?? .nan) - error.squareRoot()) < 1e-12)
  #expect(abs(value.support[0].effectiveUsers - 40) < 1e-9)
  let sums = try importance(.ips, log.constant(1), from: log.dataset, behaviour: behaviour)
  // 0 for half, 2, 6, 10, 14 for the others: mean 4, mean square 336/8.
  let larger: Double = (42.0 - 16) / 79
  #expect(abs((sums.outcomeError(0) ?? .nan) - larger.squareRoot()) < 1e-12)
}

@Test("four decisions by hand")
func fourDecisions() throws {
  // Chances of what was given 1/2, 1/4, 1/4, 1/8; the policy draws level 1 with 3/4, level 0 with 1/4.
  let actions = [1, 0, 1, 1]
  let outcomes = [2.0, 6, 1, 4]
  let log = SmallLog(
    users: (0..<4).map {
      [[Step(state: 0, action: actions[$0], outcome: outcomes[$0], terminated: true)]]
    }, stateCount: 1, levels: 2, population: 5)
  let table = LeavingProcess.table(log, [{ _, _ in [0.25, 0.75] }])
  var settings = ImportanceSettings()
  settings.leastSupport = 2
  func outcome(_ estimator: ImportanceEstimator, clip: Double? = nil) throws -> Double? {
    settings.clip = clip
    return try importance(
      estimator, table, from: log.dataset,
      behaviour: BehaviourModel(known: [0.5, 0.25, 0.25, 0.125]), settings: settings
    ).outcome(0)
  }
  // Weights 3/2, 1, 3, 6, which sum to 11.5; times outcomes 3, 6, 3, 24: 36. Five users in all.
  #expect(abs((try outcome(.ips) ?? .nan) - 36.0 / 5) < 1e-12)
  #expect(abs((try outcome(.pdis) ?? .nan) - 36.0 / 5) < 1e-12)
  #expect(abs((try outcome(.snips) ?? .nan) - 36.0 / 11.5 * 4 / 5) < 1e-12)
  #expect(abs((try outcome(.wis) ?? .nan) - 36.0 / 11.5 * 4 / 5) < 1e-12)
  // Cut at 2: 3/2, 1, 2, 2 bring 3, 6, 2, 8.
  #expect(abs((try outcome(.ips, clip: 2) ?? .nan) - 19.0 / 5) < 1e-12)
  #expect(abs((try outcome(.snips, clip: 2) ?? .nan) - 19.0 / 6.5 * 4 / 5) < 1e-12)
}

@Test("users without a row bring nothing, and a user's episodes are added up")
func importanceOfPopulation() throws {
  let paths = LeavingProcess.paths
  // Every path twice, as two episodes of one user.
  let twice = SmallLog(
    users: paths.map { [$0, $0] }, stateCount: 6, levels: 2, population: 2 * paths.count)
  let table = LeavingProcess.table(twice, [policies[1]])
  for estimator in ImportanceEstimator.allCases {
    let value = try result(estimator, twice, table)
    // Two episodes for each user with rows, who are half of all.
    #expect(abs((value.outcome(0) ?? .nan) - exact(policies[1]).outcome) < 1e-9)
    #expect(abs((value.cost(0) ?? .nan) - exact(policies[1]).cost) < 1e-9)
    // The two episodes of a user are alike and no two witnesses.
    let once = try result(estimator, log(), LeavingProcess.table(log(), [policies[1]]))
    #expect(abs(value.support[0].effectiveUsers - once.support[0].effectiveUsers) < 1e-6)
  }
}

@Test("the log's own policy has weights of exactly 1 and its own logged value")
func onPolicy() throws {
  let log = log()
  let table = LeavingProcess.table(
    log, [{ _, mood in mood == 0 ? [0.5, 0.5] : [0.75, 0.25] }])
  let logged = log.dataset.outcomes.reduce(0, +) / Double(log.dataset.populationSize)
  for estimator in ImportanceEstimator.allCases {
    let value = try result(estimator, log, table)
    #expect(value.support[0].effectiveUsers == Double(LeavingProcess.paths.count))
    #expect(value.support[0].meanWeight == 1)
    #expect(abs((value.outcome(0) ?? .nan) - logged) < 1e-12)
  }
}

@Test("with one decision for each user all weights are the decision's, and the pairs agree")
func oneDecision() throws {
  let users = LeavingProcess.paths.prefix(600).map { path -> [[Step]] in
    var step = path[0]
    step.terminated = true
    return [[step]]
  }
  let log = SmallLog(users: users, stateCount: 6, levels: 2)
  let table = LeavingProcess.table(log, lambdas: lambdas, policies)
  let values = try ImportanceEstimator.allCases.map { try result($0, log, table) }
  for index in lambdas.indices {
    #expect(values[0].outcomes[index] == values[2].outcomes[index])
    #expect(values[1].outcomes[index] == values[3].outcomes[index])
  }
}

@Test("the number of threads moves no bit")
func importanceIsReproducible() throws {
  let log = log()
  let table = LeavingProcess.table(log, lambdas: lambdas, policies)
  let threads = Threads.count
  defer { Threads.count = threads }
  for estimator in ImportanceEstimator.allCases {
    Threads.count = 1
    let one = try result(estimator, log, table)
    Threads.count = 2
    let two = try result(estimator, log, table)
    #expect(one.outcomes == two.outcomes)
    #expect(one.costs == two.costs)
  }
}
