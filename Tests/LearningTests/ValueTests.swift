// What values a learner must find on processes that are solved by hand.

import Compute
import Data
import Learning
import Testing

@Suite("Values of small processes")
struct ValueTests {
  @Test("A chain of two states with 21 levels is worth 0.9 at its start, not 0.9 divided by 21")
  func gather() throws {
    let rows = (0..<21).flatMap { level in
      [
        Transition(state: [0], action: level, reward: 0, next: [1]),
        Transition(state: [1], action: level, reward: 1, terminated: true),
      ]
    }
    var settings = small()
    settings.gamma = 0.9
    let policy = try learn(dataset(rows, levels: 21), settings)
    let values = try policy.qValues(batch([[0], [1]]), lambda: 0)
    for level in 0..<21 {
      #expect(abs(values[level] - 0.9) < 0.05)
      #expect(abs(values[21 + level] - 1) < 0.05)
    }
  }

  /// Three states in a row, reward 1 at each; what follows the last is up to the test.
  static func line(
    end: Transition, gap: Float = 1, gamma: Double = 0.5
  ) throws -> [Float] {
    let rows = [
      Transition(state: [0], action: 0, reward: 1, next: [1], gap: gap),
      Transition(state: [1], action: 0, reward: 1, next: [2]), end,
    ]
    var settings = small()
    settings.gamma = gamma
    return try learn(dataset(rows, levels: 1), settings).qValues(
      batch([[0], [1], [2]]), lambda: 0)
  }

  @Test("Termination cuts the future off")
  func terminated() throws {
    let end = Transition(state: [2], action: 0, reward: 1, next: [2], terminated: true)
    let values = try Self.line(end: end)
    for (got, want) in zip(values, [1.75, 1.5, 1] as [Float]) { #expect(abs(got - want) < 0.05) }
  }

  @Test("Truncation with a known next state does not cut the future off")
  func truncated() throws {
    // The last state leads back to itself: 1 / (1 − 0.5) = 2 everywhere.
    let end = Transition(state: [2], action: 0, reward: 1, next: [2])
    let values = try Self.line(end: end)
    for got in values { #expect(abs(got - 2) < 0.1) }
  }

  @Test("A truncated decision without a next state teaches nothing")
  func excluded() throws {
    let rows = [
      Transition(state: [0], action: 0, reward: 1, terminated: true),
      Transition(state: [0], action: 0, reward: 100),
    ]
    let policy = try learn(dataset(rows, levels: 1), small())
    #expect(policy.summary?.excluded == 1)
    // The large reward is in the guard's and the scale's view, not in the values'.
    #expect(abs(try policy.qValues(batch([[0]]), lambda: 0)[0] - 1) < 1)
    let nothing = dataset([rows[1]], levels: 1)
    #expect(throws: LearningError.nothingToLearnFrom(decisions: 1)) {
      try learn(nothing, small())
    }
  }

  @Test("A gap of two periods discounts twice")
  func gap() throws {
    let end = Transition(state: [2], action: 0, reward: 1, terminated: true)
    let values = try Self.line(end: end, gap: 2)
    for (got, want) in zip(values, [1.375, 1.5, 1] as [Float]) { #expect(abs(got - want) < 0.05) }
  }

  @Test("With a constant reward, no discount and a finite horizon, V(d) = days left")
  func horizon() throws {
    let days = 6
    let rows = (0..<days).map { day in
      Transition(
        state: [Float(day)], action: 0, reward: 1, next: day < days - 1 ? [Float(day + 1)] : nil,
        terminated: day == days - 1)
    }
    var data = dataset(rows, levels: 1)
    data.episodes = [0..<days]
    var settings = small()
    settings.gamma = 1
    settings.steps = 3_000
    let policy = try learn(data, settings)
    let values = try policy.qValues(batch((0..<days).map { [Float($0)] }), lambda: 0)
    for day in 0..<days { #expect(abs(values[day] - Float(days - day)) < 0.2) }
  }

  @Test("A user who comes every second day is worth 1 / (1 − γ²)")
  func absentDays() throws {
    let rows = [Transition(state: [1], action: 0, reward: 1, next: [1], gap: 2)]
    var settings = small()
    settings.gamma = 0.8
    let policy = try learn(dataset(rows, levels: 1), settings)
    #expect(abs(try policy.qValues(batch([[1]]), lambda: 0)[0] - 1 / 0.36) < 0.1)
  }

  @Test("λ prices cost once: a one-step value is r − λc at every index of a grid of 21")
  func lambdaGrid() throws {
    let rows = [
      Transition(state: [0], action: 0, reward: 1, cost: 0, terminated: true),
      Transition(state: [0], action: 1, reward: 1, cost: 2, terminated: true),
    ]
    let grid = (0..<21).map { Double($0) / 20 }
    let policy = try learn(dataset(rows, levels: 2), small(), lambdas: grid)
    for lambda in grid {
      let values = try policy.qValues(batch([[0]]), lambda: lambda)
      #expect(abs(values[0] - 1) < 0.06)
      #expect(abs(values[1] - Float(1 - 2 * lambda)) < 0.06)
    }
    #expect(throws: PolicyError.lambdaOutOfRange(1.5, low: 0, high: 1)) {
      try policy.decisions(batch([[0]]), lambda: 1.5)
    }
  }

  @Test("Two prices with different optima learn different policies, through a bootstrap as well")
  func sameLambdaAtBothEnds() throws {
    // At [0] nothing is decided; at [1] level 1 earns 1 and costs 1.
    let rows = [
      Transition(state: [0], action: 0, reward: 0, next: [1]),
      Transition(state: [0], action: 1, reward: 0, next: [1]),
      Transition(state: [1], action: 0, reward: 0, terminated: true),
      Transition(state: [1], action: 1, reward: 1, cost: 1, terminated: true),
    ]
    var settings = small()
    settings.gamma = 1
    let policy = try learn(dataset(rows, levels: 2), settings, lambdas: [0, 2])
    #expect(chosen(try policy.decisions(batch([[1]]), lambda: 0)) == [1])
    #expect(chosen(try policy.decisions(batch([[1]]), lambda: 2)) == [0])
    // The optimum of the same price follows: 1 at λ = 0, and 0 at λ = 2.
    #expect(abs(try policy.qValues(batch([[0]]), lambda: 0)[0] - 1) < 0.1)
    #expect(abs(try policy.qValues(batch([[0]]), lambda: 2)[0]) < 0.1)
  }

  @Test("Cost in cents gives the same policy when λ is divided by a hundred")
  func currency() throws {
    var rows: [Transition] = []
    for step in 0..<40 {
      let x = Float(step % 10) / 10
      for level in 0..<3 {
        rows.append(
          Transition(
            state: [x], action: level, reward: Double(level) * Double(x), cost: 0.3 * Double(level),
            terminated: true))
      }
    }
    let euros = dataset(rows, levels: 3)
    var cents = euros
    cents.costs = euros.costs.map { $0 * 100 }
    let lambdas = [0.0, 1, 2]
    let states = batch((0..<10).map { [Float($0) / 10] })
    let first = try learn(euros, small(), lambdas: lambdas)
    let second = try learn(cents, small(), lambdas: lambdas.map { $0 / 100 })
    for lambda in lambdas {
      #expect(
        try first.decisions(states, lambda: lambda)
          == second.decisions(states, lambda: lambda / 100))
    }
    // And all in cents, rewards too: values are a hundred times as large.
    var all = cents
    all.rewards = euros.rewards.map { $0 * 100 }
    let third = try learn(all, small(), lambdas: lambdas)
    #expect(
      try first.decisions(states, lambda: 1) == third.decisions(states, lambda: 1))
    let small = try first.qValues(states, lambda: 1)
    let large = try third.qValues(states, lambda: 1)
    for (a, b) in zip(small, large) { #expect(abs(100 * a - b) < 1) }
  }

  @Test("A column times a thousand gives the same policy after a refit")
  func rescaled() throws {
    let rows = (0..<60).map { index in
      let x = Float(index % 20) / 20
      return Transition(
        state: [x, 7], action: index % 3, reward: Double(index % 3) * Double(x - 0.5),
        terminated: true)
    }
    let plain = try learn(dataset(rows, levels: 3), small())
    let scaled = try learn(
      dataset(
        rows.map { row in
          var row = row
          row.state[0] *= 1024
          return row
        }, levels: 3), small())
    let xs = (0..<20).map { Float($0) / 20 }
    #expect(
      try plain.decisions(batch(xs.map { [$0, 7] }), lambda: 0)
        == scaled.decisions(batch(xs.map { [$0 * 1024, 7] }), lambda: 0))
    // The constant column stays 0 and harmless, whatever it is later.
    #expect(
      try plain.qValues(batch([[0.5, 7]]), lambda: 0)
        == plain.qValues(batch([[0.5, 1e6]]), lambda: 0))
  }

  @Test("A learning rate of 1 raises the alarm, which names the step and what to try")
  func divergence() throws {
    let rows = (0..<20).map { index in
      Transition(state: [Float(index)], action: index % 2, reward: -1, next: [Float(index + 1)])
    }
    var settings = small()
    settings.hidden = [64, 64]
    settings.learningRate = 1
    settings.finalLearningRate = nil
    settings.warmup = 0
    settings.gamma = 0.99
    let data = dataset(rows, levels: 2)
    #expect {
      try learn(data, settings)
    } throws: { error in
      guard
        case LearningError.diverged(let step, let value, let limit, let advice)? =
          error as? LearningError
      else { return false }
      return step >= 1 && !(value <= limit) && advice.contains("learning rate")
    }
  }

  @Test("A cancelled run stops with the steps that it finished")
  func cancelled() throws {
    let rows = [Transition(state: [0], action: 0, reward: 1, terminated: true)]
    let data = GeneralizedDataset(
      dataset: dataset(rows, levels: 1), lambdas: LambdaGrid([0]))
    #expect(throws: Cancelled.self) {
      try Policy.learn(
        from: data, configuration: small(), progress: Progress(isCancelled: { true }))
    }
  }
}
