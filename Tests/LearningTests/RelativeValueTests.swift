// Values beyond the log's own policy and beyond the state's own level: other numbers, the same choices.

import Compute
import Data
import Learning
import Testing

@Suite("Relative values")
struct RelativeValueTests {
  /// One decision that follows another for ever: what it earns, costs and leads to, by state and level.
  static let rewards = [[1, 0.5], [0, 2]]
  static let costs = [[0, 0.5], [0, 1]]
  static let next = [[0, 1], [0, 1]]
  static let gamma = 0.8

  static let log = dataset(
    (0..<2).flatMap { state in
      (0..<2).map { level in
        Transition(
          state: [Float(state)], action: level, reward: rewards[state][level],
          cost: costs[state][level], next: [Float(next[state][level])])
      }
    }, levels: 2)

  /// Q of level 1 less Q of level 0, by state, by value iteration.
  static func differences(lambda: Double) -> [Double] {
    var values = [0.0, 0]
    var q = [[0.0, 0], [0, 0]]
    for _ in 0..<200 {
      for state in 0..<2 {
        for level in 0..<2 {
          q[state][level] =
            rewards[state][level] - lambda * costs[state][level]
            + gamma * values[next[state][level]]
        }
      }
      values = q.map { max($0[0], $0[1]) }
    }
    return q.map { $0[1] - $0[0] }
  }

  @Test(
    "Shaping and a level of the state's own leave the choices and the levels' differences as they are",
    arguments: [(false, false), (false, true), (true, false), (true, true)])
  func unchanged(_ shaping: Bool, _ dueling: Bool) throws {
    var settings = small()
    settings.gamma = Self.gamma
    settings.shaping = shaping
    settings.dueling = dueling
    let policy = try learn(Self.log, settings, lambdas: [0, 1])
    let states = batch([[0], [1]])
    for lambda in [0.0, 1] {
      let exact = Self.differences(lambda: lambda)
      #expect(
        chosen(try policy.decisions(states, lambda: lambda)) == exact.map { $0 > 0 ? 1 : 0 })
      let values = try policy.qValues(states, lambda: lambda).map(Double.init)
      for state in 0..<2 {
        let got = values[2 * state + 1] - values[2 * state]
        #expect(abs(got - exact[state]) < 0.25, "\(got), exactly \(exact[state])")
        if dueling { #expect(abs(values[2 * state + 1] + values[2 * state]) < 1e-4) }
      }
    }
  }

  @Test("A potential is what the log's own policy goes on to earn and to spend")
  func potential() throws {
    // Both levels are given equally often. Gaps, costs and an end, at γ = ½.
    let rows = [
      Transition(state: [0], action: 0, reward: 1, cost: 0, next: [1]),
      Transition(state: [0], action: 1, reward: 0, cost: 1, next: [1], gap: 2),
      Transition(state: [1], action: 0, reward: 2, cost: 1, next: [2]),
      Transition(state: [1], action: 1, reward: 0, cost: 1, next: [2]),
      Transition(state: [2], action: 0, reward: 1, cost: 0, terminated: true),
      Transition(state: [2], action: 1, reward: 3, cost: 2, terminated: true),
    ]
    var settings = small()
    settings.gamma = 0.5
    let problem = try TrainingProblem(
      GeneralizedDataset(dataset: dataset(rows, levels: 2), lambdas: LambdaGrid([0])), settings)
    let potential = try Potential.fit(problem, stage: "test", progress: Progress())
    // From the end: 2; 1 + ½·2; ½(1 + ½·2) + ½(0 + ¼·2). Costs: 1; 1 + ½; ½(0 + ¾) + ½(1 + ⅜).
    let earned = [1.25, 1.25, 2, 2, 2, 2]
    let spent = [1.0625, 1.0625, 1.5, 1.5, 1, 1]
    for row in rows.indices {
      #expect(abs(potential.rewards[row] - earned[row]) < 0.1, "\(potential.rewards[row])")
      #expect(abs(potential.costs[row] - spent[row]) < 0.1, "\(potential.costs[row])")
    }
  }
}
