// Who picks and who values, what equal heads are worth, and what Huber seeks.

import Compute
import Foundation
import Testing

@Suite("Targets and heads")
struct TargetTests {
  @Test("The online network chooses, the target network values")
  func doubleQ() {
    let problem = SmallProblem()
    let trainer = ValueTrainer(
      TrainerTests.network(TrainerTests.free, heads: 3), states: problem.states,
      bootstrap: .greedy(keep: problem.keep),
      settings: ValueSettings(
        optimiser: .init(steps: 100, learningRate: 0.05, schedule: .constant, warmup: 0),
        target: .copy(every: 1000)), batchSize: 7, random: RandomStream(seed: 1, stage: "alpha"))
    for _ in 0..<30 { trainer.step(problem.batch) }
    let online = ReferenceNetwork(trainer.onlineNetwork)
    let target = ReferenceNetwork(trainer.targetNetwork)
    let report = trainer.step(problem.batch)
    let mix = trainer.alpha.map(Double.init)
    let mean = [Double](repeating: 1.0 / 3, count: 3)
    func loss(chooser: ReferenceNetwork, judge: ReferenceNetwork) -> Double {
      (0..<7).reduce(0.0) { sum, row in
        let batch = problem.batch
        let next = problem.input(batch.nextStates[row], batch.nextConditions[row])
        let start = Int(batch.nextStates[row]) * 4
        let choice = (0..<4).filter { problem.keep[start + $0] == 1 }.max {
          chooser.values(next, mix: mean)[$0] < chooser.values(next, mix: mean)[$1]
        }!
        let target =
          Double(batch.rewards[row]) + Double(batch.discounts[row])
          * judge.values(next, mix: mix)[choice]
        let input = problem.input(batch.states[row], batch.conditions[row])
        let q = online.values(input, mix: mix)[Int(batch.actions[row])]
        return sum + (q - target) * (q - target)
      } / 7
    }
    #expect(abs(report.loss - loss(chooser: online, judge: target)) < 1e-4)
    #expect(abs(report.loss - loss(chooser: online, judge: online)) > 1e-3)
    #expect(abs(report.loss - loss(chooser: target, judge: target)) > 1e-3)
  }

  @Test("Heads that are equal give the loss of one head")
  func equalHeads() {
    let problem = SmallProblem()
    let one = TrainerTests.network(TrainerTests.free, heads: 1)
    let trunk = 4 * 17 + 17 + 17 * 5 + 5
    let weights = Array(one.parameters[trunk..<(trunk + 20)])
    let biases = Array(one.parameters[(trunk + 20)...])
    let many = HeadNetwork(
      shape: .init(inputs: 4, hidden: [17, 5], heads: 3, basis: TrainerTests.free),
      parameters: Array(one.parameters[0..<trunk]) + weights + weights + weights + biases + biases
        + biases)!
    let losses = [one, many].map { network in
      ValueTrainer(
        network, states: problem.states, bootstrap: .greedy(keep: nil),
        settings: ValueSettings(optimiser: .init(steps: 10)), batchSize: 7,
        random: RandomStream(seed: 1, stage: "alpha")
      ).step(problem.batch).loss
    }
    #expect(abs(losses[0] - losses[1]) < 1e-5)
  }

  @Test("Huber seeks something else than the mean: 10 with probability 0.1 becomes 0.111")
  func huberIsBiased() {
    func fitted(_ loss: Loss) -> Float {
      var random = RandomStream(seed: 1, stage: "skewed")
      let shape = HeadNetwork.Shape(inputs: 1, hidden: [4], heads: 1, basis: .free(1))
      let trainer = ValueTrainer(
        HeadNetwork(shape: shape, random: &random), states: StateMatrix([0], width: 1),
        bootstrap: .none,
        settings: ValueSettings(
          optimiser: .init(
            steps: 3000, learningRate: 0.02, schedule: .cosine(to: 1e-5), warmup: 0), loss: loss),
        batchSize: 10, random: random)
      var batch = TransitionBatch(count: 10, conditions: 0)
      batch.rewards[3] = 10
      for _ in 0..<3000 { trainer.step(batch) }
      return trainer.network.values(StateMatrix([0], width: 1))[0]
    }
    #expect(abs(fitted(.squared) - 1) < 0.01)
    #expect(abs(fitted(.huber) - 1 / 9) < 0.01)
  }
}
