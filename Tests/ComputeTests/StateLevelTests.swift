// Values in two parts, the state's own level and what an action changes, and networks told in other units.

import Compute
import Foundation
import Testing

@Suite("A level of the state's own")
struct StateLevelTests {
  static func level() -> HeadNetwork {
    var random = RandomStream(seed: 9, stage: "level")
    return HeadNetwork(
      shape: .init(inputs: 4, hidden: [6], heads: 1, basis: .free(1)), random: &random)
  }

  static func trainer(
    _ problem: SmallProblem, _ bootstrap: Bootstrap = .greedy(keep: SmallProblem().keep),
    loss: Loss = .squared, mixesHeads: Bool = true
  ) -> ValueTrainer {
    ValueTrainer(
      TrainerTests.network(TrainerTests.smooth.centred, heads: 3), level: level(),
      states: problem.states, bootstrap: bootstrap,
      settings: ValueSettings(
        optimiser: .init(steps: 10), loss: loss, mixesHeads: mixesHeads), batchSize: 7,
      random: RandomStream(seed: 1, stage: "alpha"))
  }

  @Test(
    "Gradients of both parts agree with finite differences of plain loops",
    arguments: [
      (Bootstrap.none, Loss.squared), (.action, .huber), (.distribution, .squared),
      (.greedy(keep: SmallProblem().keep), .squared),
    ])
  func gradients(_ bootstrap: Bootstrap, _ loss: Loss) {
    let problem = SmallProblem()
    let batch = problem.batch
    let trainer = Self.trainer(problem, bootstrap, loss: loss)
    let report = trainer.step(batch)
    let mix = trainer.alpha.map(Double.init)
    let network = ReferenceNetwork(
      TrainerTests.network(TrainerTests.smooth.centred, heads: 3))
    let level = ReferenceNetwork(Self.level())
    var targets = problem.targets(network, mix: mix, bootstrap: bootstrap)
    for row in targets.indices where bootstrap != .none && batch.discounts[row] != 0 {
      let next = problem.input(batch.nextStates[row], batch.nextConditions[row])
      targets[row] += Double(batch.discounts[row]) * level.values(next, mix: [1])[0]
    }
    func value(_ network: ReferenceNetwork, _ level: ReferenceNetwork) -> Double {
      (0..<batch.count).reduce(0.0) { sum, row in
        let input = problem.input(batch.states[row], batch.conditions[row])
        let q =
          network.values(input, mix: mix)[Int(batch.actions[row])]
          + level.values(input, mix: [1])[0]
        let residual = abs(q - targets[row])
        switch loss {
        case .squared: return sum + residual * residual
        case .huber:
          return sum + (residual <= 1 ? 0.5 * residual * residual : residual - 0.5)
        }
      } / Double(batch.count)
    }
    #expect(abs(report.loss - value(network, level)) < 1e-5)
    let parts = [
      (trainer.gradient, finiteDifferences(network) { value($0, level) }),
      (trainer.levelGradient, finiteDifferences(level) { value(network, $0) }),
    ]
    for (got, want) in parts {
      let largest = want.map(abs).max() ?? 0
      #expect(got.count == want.count && largest > 0.01)
      for (got, want) in zip(got, want) {
        #expect(abs(Double(got) - want) < 1e-5 + 1e-4 * largest)
      }
    }
  }

  @Test("Shards one after the other and side by side give the same bits")
  func serial() {
    let problem = SmallProblem()
    let (one, other) = (Self.trainer(problem), Self.trainer(problem))
    one.isSerial = true
    for _ in 0..<6 { #expect(one.step(problem.batch) == other.step(problem.batch)) }
    #expect(one.network == other.network)
    #expect(one.levelNetwork == other.levelNetwork)
    #expect(one.levelNetwork != Self.level())
  }

  @Test("A loss that is only looked at is the next step's, and changes nothing")
  func look() {
    let problem = SmallProblem()
    let (one, other) = (
      Self.trainer(problem, mixesHeads: false), Self.trainer(problem, mixesHeads: false)
    )
    for _ in 0..<6 {
      _ = one.loss(of: SmallProblem(rows: 5, seed: 3).batch)
      let loss = one.loss(of: problem.batch)
      let report = one.step(problem.batch)
      #expect(report == other.step(problem.batch))
      #expect(report.loss == loss)
    }
    #expect(one.network == other.network)
    #expect(one.levelNetwork == other.levelNetwork)
  }

  @Test("Centred functions sum to zero over the levels, and a constant is none of them")
  func centred() {
    let bases: [(OutputBasis, Int)] = [
      (.legendre(values: [1, 2, 3, 4, 5], functions: 4), 3),
      (.legendre(values: [0, 1, 10], functions: 2), 1), (.free(3), 3),
    ]
    for (basis, functions) in bases {
      let centred = basis.centred
      #expect(centred.functions == functions && centred.levels == basis.levels)
      for function in 0..<functions {
        let values = (0..<basis.levels).map { centred.matrix[$0 * functions + function] }
        #expect(abs(values.reduce(0, +)) < 1e-6)
        #expect(values.contains { abs($0) > 0.3 })
      }
    }
    // P₁ of 0, 1, 10 is −1, −0.8, 1: its mean is −4/15.
    let centred = OutputBasis.legendre(values: [0, 1, 10], functions: 2).centred
    for (got, want) in zip(centred.matrix, [-11.0 / 15, -8.0 / 15, 19.0 / 15]) {
      #expect(abs(Double(got) - want) < 1e-6)
    }
    // Nothing is left of a constant alone.
    let constant = OutputBasis.legendre(values: [1, 2], functions: 1)
    #expect(constant.centred == constant)
  }

  @Test("An input told in another unit gives the same values")
  func reading() {
    let network = TrainerTests.network(TrainerTests.smooth, heads: 3)
    let states = SmallProblem().states
    let moved = network.reading(input: 3, factor: 2.5, shift: -0.75)
    for z in [Float(-1), 0, 0.4] {
      let want = network.values(states, condition: [2.5 * z - 0.75])
      for (got, want) in zip(moved.values(states, condition: [z]), want) {
        #expect(abs(got - want) < 1e-5)
      }
    }
  }
}
