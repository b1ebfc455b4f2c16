// The rate's schedule, and what follows a step: shrinkage, averaging, the target's move.

import Compute
import Foundation
import Testing

@Suite("Optimiser")
struct OptimiserTests {
  @Test("The rate warms up linearly and decays along half a cosine")
  func schedule() {
    let settings = OptimiserSettings(
      steps: 1100, learningRate: 1e-3, schedule: .cosine(to: 1e-5), warmup: 100)
    #expect(abs(settings.rate(at: 0) - 1e-5) < 1e-12)
    #expect(abs(settings.rate(at: 99) - 1e-3) < 1e-12)
    #expect(abs(settings.rate(at: 600) - (1e-5 + 0.99e-3 / 2)) < 1e-12)
    #expect(abs(settings.rate(at: 1100) - 1e-5) < 1e-12)
  }

  static func regression(
    steps: Int, shrinkage: Double, averaging: Double = 0, target: TargetUpdate = .polyak(0.1)
  ) -> ValueTrainer {
    // The value is 2·x₀; x₁ and x₂ are noise.
    var random = RandomStream(seed: 3, stage: "regression")
    let rows = 400
    let states = StateMatrix((0..<(rows * 3)).map { _ in Float(random.normal()) }, width: 3)
    let shape = HeadNetwork.Shape(inputs: 3, hidden: [16], heads: 2, basis: .free(1))
    let trainer = ValueTrainer(
      HeadNetwork(shape: shape, random: &random), states: states, bootstrap: .none,
      settings: ValueSettings(
        optimiser: .init(
          steps: steps, learningRate: 1e-2, schedule: .cosine(to: 1e-4), warmup: 10,
          shrinkage: shrinkage, averaging: averaging), target: target), batchSize: 64,
      random: RandomStream(seed: 1, stage: "alpha"))
    var batch = TransitionBatch(count: 64, conditions: 0)
    for _ in 0..<steps {
      for row in 0..<64 {
        let state = random.below(rows)
        batch.states[row] = Int32(state)
        batch.rewards[row] = 2 * states.values[state * 3] + 0.5 * Float(random.normal())
      }
      trainer.step(batch)
    }
    return trainer
  }

  @Test("Group shrinkage removes the inputs that do not matter and keeps the one that does")
  func shrinkage() {
    let norms = Self.regression(steps: 600, shrinkage: 2).inputNorms()
    #expect(norms[0] > 0.1)
    #expect(norms[1] == 0 && norms[2] == 0)
    let plain = Self.regression(steps: 600, shrinkage: 0).inputNorms()
    #expect(plain[1] > 0.01 && plain[2] > 0.01)
  }

  @Test("Averaged weights are the mean of the last share of the steps")
  func averaging() {
    let whole = Self.regression(steps: 4, shrinkage: 0, averaging: 0.5)
    let last = (3...4).map { steps -> [Float] in
      // The rate depends on the number of steps: constant here because of the short warm-up.
      Self.regression(steps: steps, shrinkage: 0).onlineNetwork.parameters
    }
    for (index, value) in whole.network.parameters.enumerated() {
      #expect(abs(value - (last[0][index] + last[1][index]) / 2) < 1e-5)
    }
    #expect(whole.network != whole.onlineNetwork)
  }

  @Test("The target network moves towards the online one, and a hard copy is equal bit for bit")
  func targets() {
    let start = Self.regression(steps: 0, shrinkage: 0).targetNetwork
    let soft = Self.regression(steps: 50, shrinkage: 0)
    #expect(soft.targetNetwork != start && soft.targetNetwork != soft.onlineNetwork)
    func distance(_ a: HeadNetwork, _ b: HeadNetwork) -> Float {
      zip(a.parameters, b.parameters).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(
      distance(soft.targetNetwork, soft.onlineNetwork) < distance(start, soft.onlineNetwork))
    let hard = Self.regression(steps: 50, shrinkage: 0, target: .copy(every: 25))
    #expect(hard.targetNetwork == hard.onlineNetwork)
    let between = Self.regression(steps: 49, shrinkage: 0, target: .copy(every: 25))
    #expect(between.targetNetwork != between.onlineNetwork)
  }

  @Test("Heads that start equal stay equal, and heads from their own draws do not")
  func diversity() {
    var random = RandomStream(seed: 1, stage: "heads")
    let shape = HeadNetwork.Shape(inputs: 3, hidden: [16], heads: 2, basis: .free(2))
    let network = HeadNetwork(shape: shape, random: &random)
    let states = StateMatrix([1, 2, 3], width: 3)
    #expect(network.values(states, mix: [1, 0]) != network.values(states, mix: [0, 1]))
  }

  @Test("One and two threads train the same bits")
  func threads() {
    let before = Threads.count
    Threads.count = 1
    let one = Self.regression(steps: 40, shrinkage: 1).network
    Threads.count = 2
    let two = Self.regression(steps: 40, shrinkage: 1).network
    Threads.count = before
    #expect(one == two)
  }
}
