// A process small enough to write down whole: three days, a mood x ∈ {0, 1}, two actions. Action 1 costs
// 1 and makes a good mood likely (3/4 instead of 1/4); a day brings x + a/2. The log holds every path once, weighted exactly
// by its probability under uniform behaviour, so a right estimator errs only by its fit.

import Compute
import Data
import Estimation
import Testing

private let days = 3

private func good(_ action: Int) -> Double { action == 1 ? 0.75 : 0.25 }

private func paths() -> [[[Step]]] {
  var users: [[[Step]]] = []
  func extend(_ steps: [Step], day: Int, mood: Int) {
    for action in 0..<2 {
      let isLast = day == days - 1
      let step = Step(
        state: day * 2 + mood, action: action, outcome: Double(mood) + 0.5 * Double(action),
        cost: Double(action), terminated: isLast)
      if isLast {
        users.append([steps + [step]])
        continue
      }
      for slot in 0..<4 {
        extend(
          steps + [step], day: day + 1, mood: Double(slot) < 4 * good(action) ? 1 : 0)
      }
    }
  }
  extend([], day: 0, mood: 0)
  extend([], day: 0, mood: 1)
  return users
}

/// What each λ does: spend always, in a bad mood, in a good mood on the first days, never.
private let policies: [(lambda: Double, act: @Sendable (_ day: Int, _ mood: Int) -> Int)] = [
  (0, { _, _ in 1 }), (0.25, { _, mood in 1 - mood }),
  (0.5, { day, mood in day < 2 ? mood : 0 }), (1, { _, _ in 0 }),
]

/// Backward induction; both moods are equally likely on the first day.
private func exact(
  _ act: (Int, Int) -> [Double], earning: (_ mood: Int, _ action: Int) -> Double
) -> Double {
  var following = [0.0, 0.0]
  for day in (0..<days).reversed() {
    following = [0, 1].map { mood in
      var value = 0.0
      for (action, share) in act(day, mood).enumerated() {
        let next = good(action) * following[1] + (1 - good(action)) * following[0]
        value += share * (earning(mood, action) + next)
      }
      return value
    }
  }
  return (following[0] + following[1]) / 2
}

private func oneHot(_ action: Int) -> [Double] { action == 1 ? [0, 1] : [1, 0] }

private func table(_ log: SmallLog) -> PolicyTable {
  PolicyTable(
    name: "by mood", lambdas: policies.map(\.lambda),
    decisions: policies.map { policy in
      .levels(
        (0..<log.dataset.stateCount).map {
          Int32(policy.act(log.state($0) / 2, log.state($0) % 2))
        })
    }, levelCount: 2)
}

private let uniform = [Double](repeating: 0.5, count: 2)

@Test("every λ's outcome and cost come out as backward induction gives them", arguments: [1, 4])
func tabularProcess(heads: Int) throws {
  let log = SmallLog(users: paths(), stateCount: 6, levels: 2)
  var settings = smallSettings(steps: 4000)
  settings.heads = heads
  let value = try log.evaluate(table(log), settings: settings)
  #expect(value.estimator == (heads == 1 ? "fqe" : "reme"))
  for (index, policy) in policies.enumerated() {
    let act = { oneHot(policy.act($0, $1)) }
    let outcome = exact(act) { Double($0) + 0.5 * Double($1) }
    let cost = exact(act) { Double($1) }
    #expect(abs(value.outcomes[index].value - outcome) < 0.04)
    #expect(abs(value.costs[index].value - cost) < 0.04)
  }
  let behaviour = exact({ _, _ in uniform }, earning: { Double($0) + 0.5 * Double($1) })
  #expect(abs((value.behaviourOutcome?.value ?? 0) - behaviour) < 1e-9)
}

@Test("a policy that draws its action is valued by its probabilities")
func stochasticPolicy() throws {
  let log = SmallLog(users: paths(), stateCount: 6, levels: 2, ordered: false)
  let rows = log.dataset.stateCount
  let mixed = PolicyTable(
    name: "mostly 1", lambdas: [0], dependsOnLambda: false,
    decisions: [.probabilities((0..<rows).flatMap { _ in [Float(0.2), 0.8] })], levelCount: 2)
  let value = try log.evaluate(mixed, settings: smallSettings(steps: 3000))
  let outcome = exact({ _, _ in [0.2, 0.8] }, earning: { Double($0) + 0.5 * Double($1) })
  #expect(abs(value.outcomes[0].value - outcome) < 0.04)
  #expect(abs(value.costs[0].value - 2.4) < 0.04)
}

@Test("λ prices the learner's reward only: V_r − λ·V_c is the value of r − λc")
func twoCriticsAgree() throws {
  var log = SmallLog(users: paths(), stateCount: 6, levels: 2)
  let settings = smallSettings(steps: 4000)
  let parts = try log.evaluate(table(log), settings: settings)
  log.dataset.outcomes = zip(log.dataset.outcomes, log.dataset.costs).map { $0 - 0.5 * $1 }
  let whole = try log.evaluate(table(log), settings: settings)
  for index in policies.indices {
    let combined = parts.outcomes[index].value - 0.5 * parts.costs[index].value
    #expect(abs(combined - whole.outcomes[index].value) < 0.05)
  }
}

@Test("the same seed gives the same bits on one thread and on two; another seed does not")
func reproducible() throws {
  let log = SmallLog(users: paths(), stateCount: 6, levels: 2)
  let settings = smallSettings(steps: 120)
  let threads = Threads.count
  defer { Threads.count = threads }
  Threads.count = 1
  let one = try log.evaluate(table(log), settings: settings)
  Threads.count = 2
  let two = try log.evaluate(table(log), settings: settings)
  #expect(one.outcomes == two.outcomes)
  #expect(one.costs == two.costs)
  var other = settings
  other.seed = 2
  #expect(try log.evaluate(table(log), settings: other).outcomes != one.outcomes)
}

@Test("decisions are counted when a budget per visit is to be searched")
func countsDecisions() throws {
  let log = SmallLog(users: paths(), stateCount: 6, levels: 2)
  let value = try log.evaluate(log.constant(1), settings: smallSettings(steps: 10))
  #expect(abs((value.decisions?[0].value ?? 0) - 3) < 0.05)
}

@Test("λ at which the policy decides alike get one answer")
func equalPolicies() throws {
  let log = SmallLog(users: paths(), stateCount: 6, levels: 2)
  var twice = table(log)
  twice.lambdas = [0, 0.25, 0.5, 1, 2]
  twice.decisions.append(twice.decisions[3])
  let behaviour = BehaviourModel(known: [Float](repeating: 0.5, count: log.dataset.count))
  let value = try log.evaluate(
    twice, behaviour: behaviour, settings: smallSettings(steps: 200))
  #expect(value.lambdas == twice.lambdas)
  #expect(value.outcomes[3] == value.outcomes[4])
  #expect(value.outcomes[2] != value.outcomes[3])
  #expect(value.outcomeUncertainty?.covariance.count == 25)
  let pair = [Evaluation.Part(index: 3, share: 0.5), Evaluation.Part(index: 4, share: 0.5)]
  let single = value.outcome(of: [Evaluation.Part(index: 3, share: 1)])
  #expect(abs((value.outcome(of: pair).spread ?? 0) - (single.spread ?? 1)) < 1e-9)
}

/// The log eight times over, so that what holds coefficients to zero weighs little.
private func largeLog() -> SmallLog {
  SmallLog(users: (0..<8).flatMap { _ in paths() }, stateCount: 6, levels: 2)
}

private func behaviour(_ log: SmallLog) -> BehaviourModel {
  let count = log.dataset.count
  return BehaviourModel(
    known: [Float](repeating: 0.5, count: count), all: [Float](repeating: 0.5, count: 2 * count))
}

@Test(
  "the closed forms give what backward induction gives, at every λ",
  arguments: [
    EstimationMethod.direct, .doublyRobust(.marginal), .doublyRobust(.trajectory),
  ])
func closedForms(method: EstimationMethod) throws {
  let log = largeLog()
  let value = try log.evaluate(table(log), behaviour: behaviour(log), by: method)
  for (index, policy) in policies.enumerated() {
    let act = { oneHot(policy.act($0, $1)) }
    let outcome = exact(act) { Double($0) + 0.5 * Double($1) }
    let cost = exact(act) { Double($1) }
    #expect(abs(value.outcomes[index].value - outcome) < 0.02)
    #expect(abs(value.costs[index].value - cost) < 0.02)
    #expect(value.outcomes[index].interval?.contains(outcome) == true)
    #expect(abs((value.decisions?[index].value ?? 0) - 3) < 0.02)
  }
}

@Test("a state without what matters biases the model, and the trajectory's weights mend it")
func hiddenMood() throws {
  // Spending earns something in a good mood only, and the policy spends then; the state is the day alone.
  var log = largeLog()
  var choices = table(log).selecting([2])
  choices.movedInputs = MovedInputs(shares: [0], columns: [[]])
  for row in 0..<log.dataset.count {
    log.dataset.outcomes[row] = Double((log.state(row) % 2) * Int(log.dataset.actions[row]))
  }
  log.dataset.states = log.dataset.states.map { Float(Int($0) / 2) }
  let outcome = exact({ oneHot(policies[2].act($0, $1)) }) { Double($0 * $1) }
  let model = try log.evaluate(choices, behaviour: behaviour(log), by: .direct)
  let mended = try log.evaluate(
    choices, behaviour: behaviour(log), by: .doublyRobust(.trajectory))
  #expect(abs(model.outcomes[0].value - outcome) > 0.1)
  #expect(abs(mended.outcomes[0].value - outcome) < 0.02)
}

/// The log's mood in a column of its own beside the day; the policy reads it at the middle two λ.
private func split(_ log: SmallLog) -> (log: SmallLog, choices: PolicyTable) {
  var split = log
  split.dataset.stateNames = ["day", "mood"]
  split.dataset.stateKinds = [.number, .number]
  split.dataset.states = log.dataset.states.flatMap { [Float(Int($0) / 2), Float(Int($0) % 2)] }
  var choices = table(log)
  choices.movedInputs = MovedInputs(
    shares: [0, 0.5, 0.5, 0], columns: [[], ["mood"], ["mood"], []])
  return (split, choices)
}

@Test("a λ at which the policy reads nothing that it moves is judged as if it were alone")
func ownTabulation() throws {
  let log = largeLog()
  let (split, choices) = split(log)
  let all = try split.evaluate(choices, behaviour: behaviour(log), by: .doublyRobust(.marginal))
  for index in [0, 3] {
    let alone = try split.evaluate(
      choices.selecting([index]), behaviour: behaviour(log), by: .doublyRobust(.marginal))
    #expect(all.outcomes[index] == alone.outcomes[0] && all.costs[index] == alone.costs[0])
    #expect(all.standings[index] == alone.standing)
    #expect(!alone.standing.reasons.contains { $0.contains("react") })
  }
  for index in [1, 2] {
    #expect(
      all.standings[index].reasons.contains(
        "50% of the policy's decisions follow inputs that its own coupons change (mood)"))
    // Tabulated, so that it is right where it reacts.
    let outcome = exact({ oneHot(policies[index].act($0, $1)) }) { Double($0) + 0.5 * Double($1) }
    #expect(abs(all.outcomes[index].value - outcome) < 0.02)
  }
  #expect(
    all.standing.reasons.contains(
      "50% of the policy's decisions follow inputs that its own coupons change (mood) at λ from 0.25 to 0.5"
    ))
  #expect(
    all.state == [
      "the time of the decision", "what was known at a customer's first decision",
      "mood at the λ that read it",
    ])
}

@Test("a value that was hardly ever met counts as the next smaller one")
func rareValues() throws {
  let log = largeLog()
  let (split, choices) = split(log)
  var rare = split
  let row = try #require((0..<log.dataset.count).first { log.state($0) == 5 })
  rare.dataset.states[2 * row + 1] = 7
  func value(_ log: SmallLog) throws -> Evaluation {
    try log.evaluate(choices, behaviour: behaviour(log), by: .doublyRobust(.marginal))
  }
  let (usual, other) = (try value(split), try value(rare))
  for (one, two) in zip(usual.outcomes + usual.costs, other.outcomes + other.costs) {
    #expect(abs(one.value - two.value) < 1e-4)
  }
}
