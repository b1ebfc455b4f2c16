// `cql` and `greedy` on problems with one state, whose fixed points are found by hand.

import Compute
import Data
import Foundation
import Learning
import Testing

@Suite("Conservative and one-step learners")
struct BaselineTests {
  /// One state, each level given so often, one decision and then the end.
  static func bandit(rewards: [Double], counts: [Int], costs: [Double]? = nil) -> Dataset {
    let rows = rewards.indices.flatMap { level in
      (0..<counts[level]).map { _ in
        Transition(
          state: [1], action: level, reward: rewards[level], cost: costs?[level] ?? 0,
          terminated: true)
      }
    }
    return dataset(rows, levels: rewards.count)
  }

  /// The minimum over Q of Σ_a p_a (Q_a − r_a)² + α (log Σ_a exp Q_a − Σ_a p_a Q_a) has
  /// Q_a = r_a + α/2 · (1 − softmax_a(Q) / p_a); the damped iteration of that converges.
  static func fixedPoint(rewards: [Double], shares: [Double], alpha: Double) -> [Double] {
    var q = rewards
    for _ in 0..<10_000 {
      let total = q.reduce(0) { $0 + exp($1) }
      for a in q.indices {
        let wanted = rewards[a] + alpha / 2 * (1 - exp(q[a]) / total / shares[a])
        q[a] += 0.05 * (wanted - q[a])
      }
    }
    return q
  }

  @Test(
    "Values of a single state are the fixed point of the conservative loss", arguments: [0, 0.5, 2])
  func closedForm(alpha: Double) throws {
    let rewards = [1, 0.5, 0]
    var settings = small(.cql)
    settings.conservatism = alpha
    settings.steps = 3_000
    settings.batch = 400
    let policy = try learn(Self.bandit(rewards: rewards, counts: [10, 20, 70]), settings)
    let values = try policy.qValues(batch([[1]]), lambda: 0)
    let wanted = Self.fixedPoint(rewards: rewards, shares: [0.1, 0.2, 0.7], alpha: alpha)
    for (got, want) in zip(values, wanted) { #expect(abs(Double(got) - want) < 0.06) }
    #expect(policy.generative == nil && policy.name == "cql")
  }

  @Test("The strength means the same in any currency")
  func currency() throws {
    func values(_ unit: Double) throws -> [Float] {
      var settings = small(.cql)
      settings.steps = 200
      let data = Self.bandit(rewards: [unit, unit / 2, 0], counts: [10, 20, 70])
      return try learn(data, settings).qValues(batch([[1]]), lambda: 0)
    }
    for (large, one) in zip(try values(1024), try values(1)) { #expect(large == 1024 * one) }
  }

  @Test("Two levels given equally often: the difference d solves d + α tanh(d / 2) = r₁ − r₀")
  func byHand() {
    // Q_a = r_a + α/2 (1 − 2 softmax_a), and softmax₁ − softmax₀ = tanh(d / 2).
    let q = Self.fixedPoint(rewards: [0, 1], shares: [0.5, 0.5], alpha: 0.8)
    let d = q[1] - q[0]
    #expect(abs(d + 0.8 * tanh(d / 2) - 1) < 1e-9)
  }

  @Test("A level that the log hardly gave is not taken by a conservative learner alone")
  func unsupported() throws {
    let data = Self.bandit(rewards: [1, 0.9, 0], counts: [1, 90, 90])
    var settings = small(.cql)
    settings.conservatism = 0
    settings.steps = 2_000
    let bold = try learn(data, settings)
    settings.conservatism = 2
    let careful = try learn(data, settings)
    #expect(try chosen(bold.decisions(batch([[1]]), lambda: 0)) == [0])
    #expect(try chosen(careful.decisions(batch([[1]]), lambda: 0)) == [1])
  }

  @Test("One-step values are r − λc, whatever follows")
  func greedy() throws {
    // Level 1 pays at once; level 0 leads to where much is paid.
    let rows = (0..<20).flatMap { _ in
      [
        Transition(state: [0], action: 0, reward: 0, next: [1]),
        Transition(state: [0], action: 1, reward: 0.5, cost: 1, terminated: true),
        Transition(state: [1], action: 0, reward: 1, terminated: true),
        Transition(state: [1], action: 1, reward: 1, cost: 1, terminated: true),
      ]
    }
    let policy = try learn(dataset(rows, levels: 2), small(.greedy), lambdas: [0, 0.25, 1])
    for lambda in [0, 0.25, 1] {
      let values = try policy.qValues(batch([[0], [1]]), lambda: lambda)
      for (got, want) in zip(values, [0, 0.5 - lambda, 1, 1 - lambda]) {
        #expect(abs(Double(got) - want) < 0.06)
      }
    }
    #expect(try chosen(policy.decisions(batch([[0], [1]]), lambda: 0.25)) == [1, 0])
    #expect(try chosen(policy.decisions(batch([[0], [1]]), lambda: 1)) == [0, 0])
    #expect(policy.summary?.configuration.gamma == 0)
    #expect(try Policy(decoding: policy.encoded()) == policy)
  }

  @Test(
    "A state far from the others does not raise the alarm",
    arguments: [Configuration.Method.greedy, .bcq, .cql])
  func outliers(_ method: Configuration.Method) throws {
    // One state in a thousand lies √999 ≈ 32 deviations from the others. Level 1 pays 1, level 0 nothing.
    let rows = (0..<4_000).map { index in
      Transition(
        user: index, state: [index % 1_000 == 7 ? 1 : 0], action: index % 2,
        reward: Double(index % 2), terminated: true)
    }
    var settings = small(method)
    settings.gamma = 1
    settings.steps = 1
    let data = dataset(rows, levels: 2)
    // Before anything is learned a value is beyond the limit of 2 · 1 + 1, which only `cql` raises, by its strength.
    let untrained = try learn(data, settings).qValues(batch([[1]]), lambda: 0)
    #expect(max(abs(untrained[0]), abs(untrained[1])) > 3)
    settings.steps = 400
    let policy = try learn(data, settings)
    #expect(try chosen(policy.decisions(batch([[0]]), lambda: 0)) == [1])
  }

  @Test("A negative strength is refused")
  func refused() {
    var settings = small(.cql)
    settings.conservatism = -1
    #expect(throws: LearningError.self) { try settings.validate() }
  }
}
