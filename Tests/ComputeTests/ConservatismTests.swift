// The conservative part of a value loss against plain loops, and off by default.

import Compute
import Foundation
import Testing

@Suite("Conservative loss")
struct ConservatismTests {
  static func step(_ conservatism: Double?, basis: OutputBasis, heads: Int, loss: Loss = .squared)
    -> (trainer: ValueTrainer, network: HeadNetwork, report: StepReport)
  {
    let problem = SmallProblem()
    let network = TrainerTests.network(basis, heads: heads)
    var settings = ValueSettings(optimiser: .init(steps: 10), loss: loss)
    if let conservatism { settings.conservatism = conservatism }
    let trainer = ValueTrainer(
      network, states: problem.states, bootstrap: .greedy(keep: nil), settings: settings,
      batchSize: 7, random: RandomStream(seed: 1, stage: "alpha"))
    return (trainer, network, trainer.step(problem.batch))
  }

  @Test(
    "Its gradient reaches every level and agrees with finite differences of plain loops",
    arguments: [(TrainerTests.free, 1, Loss.squared), (TrainerTests.smooth, 3, .huber)])
  func gradients(_ basis: OutputBasis, _ heads: Int, _ loss: Loss) {
    let strength = 1.7
    let problem = SmallProblem()
    let (trainer, network, report) = Self.step(strength, basis: basis, heads: heads, loss: loss)
    let mix = trainer.alpha.map(Double.init)
    let start = ReferenceNetwork(network)
    let targets = problem.targets(start, mix: mix, bootstrap: .greedy(keep: nil))
    func value(_ network: ReferenceNetwork) -> Double {
      (0..<problem.batch.count).reduce(0.0) { sum, row in
        let input = problem.input(problem.batch.states[row], problem.batch.conditions[row])
        let values = network.values(input, mix: mix)
        let taken = values[Int(problem.batch.actions[row])]
        let residual = abs(taken - targets[row])
        let error =
          switch loss {
          case .squared: residual * residual
          case .huber: residual <= 1 ? 0.5 * residual * residual : residual - 0.5
          }
        return sum + error + strength * (log(values.reduce(0) { $0 + exp($1) }) - taken)
      } / Double(problem.batch.count)
    }
    #expect(abs(report.loss - value(start)) < 1e-5)
    let expected = finiteDifferences(start, value)
    let largest = expected.map(abs).max() ?? 0
    for (got, want) in zip(trainer.gradient, expected) {
      #expect(abs(Double(got) - want) < 1e-5 + 1e-4 * largest)
    }
  }

  @Test("At strength 0 a step has the same bits as without it")
  func off() {
    let plain = Self.step(nil, basis: TrainerTests.smooth, heads: 3)
    let zero = Self.step(0, basis: TrainerTests.smooth, heads: 3)
    #expect(plain.report == zero.report)
    #expect(plain.trainer.onlineNetwork == zero.trainer.onlineNetwork)
  }
}
