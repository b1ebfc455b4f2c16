// Steps of the fast trainers against plain loops and finite differences.

import Compute
import Foundation
import Testing

/// A small problem: 6 states of 3 columns, one conditioning column, 4 levels.
struct SmallProblem {
  let states: StateMatrix
  var batch: TransitionBatch
  var keep: [UInt8]
  static let levels = 4

  init(rows: Int = 7, seed: UInt64 = 1) {
    var random = RandomStream(seed: seed, stage: "problem")
    states = StateMatrix((0..<18).map { _ in Float(random.normal()) }, width: 3)
    batch = TransitionBatch(count: rows, conditions: 1, levels: Self.levels)
    for row in 0..<rows {
      batch.states[row] = Int32(random.below(6))
      batch.nextStates[row] = Int32(random.below(6))
      batch.conditions[row] = random.uniformFloat()
      batch.nextConditions[row] = batch.conditions[row]
      batch.actions[row] = Int32(random.below(Self.levels))
      batch.rewards[row] = Float(random.normal())
      batch.discounts[row] = row == 0 ? 0 : 0.9
      batch.nextActions[row] = Int32(random.below(Self.levels))
      for level in 0..<Self.levels {
        batch.nextProbabilities[row * Self.levels + level] = [0.1, 0.2, 0.3, 0.4][level]
      }
    }
    keep = (0..<24).map { _ in random.uniform() < 0.5 ? 1 : 0 }
    for state in 0..<6 { keep[state * Self.levels + state % Self.levels] = 1 }
  }

  func input(_ state: Int32, _ condition: Float) -> [Double] {
    (0..<3).map { Double(states.values[Int(state) * 3 + $0]) } + [Double(condition)]
  }

  /// y of every row by the reference network.
  func targets(_ network: ReferenceNetwork, mix: [Double], bootstrap: Bootstrap) -> [Double] {
    let mean = [Double](repeating: 1 / Double(mix.count), count: mix.count)
    return (0..<batch.count).map { row in
      guard batch.discounts[row] != 0 else { return Double(batch.rewards[row]) }
      let next = input(batch.nextStates[row], batch.nextConditions[row])
      let mixed = network.values(next, mix: mix)
      let value: Double
      switch bootstrap {
      case .greedy(let keep):
        let online = network.values(next, mix: mean)
        let start = Int(batch.nextStates[row]) * Self.levels
        let allowed = (0..<Self.levels).filter { level in
          keep.map { $0[start + level] == 1 } ?? true
        }
        value = mixed[allowed.max { online[$0] < online[$1] }!]
      case .action: value = mixed[Int(batch.nextActions[row])]
      case .distribution:
        value = (0..<Self.levels).reduce(0.0) { $0 + [0.1, 0.2, 0.3, 0.4][$1] * mixed[$1] }
      case .none: value = 0
      }
      return Double(batch.rewards[row]) + Double(batch.discounts[row]) * value
    }
  }
}

@Suite("Value and classifier steps")
struct TrainerTests {
  static let free = OutputBasis.free(4)
  static let smooth = OutputBasis.legendre(values: [1, 2, 3, 4], functions: 3)

  static func network(_ basis: OutputBasis, heads: Int) -> HeadNetwork {
    var random = RandomStream(seed: 5, stage: "network")
    return HeadNetwork(
      shape: .init(inputs: 4, hidden: [17, 5], heads: heads, basis: basis), random: &random)
  }

  @Test(
    "Gradients of every bootstrap, loss and basis agree with finite differences of plain loops",
    arguments: [
      (Bootstrap.none, Loss.squared, TrainerTests.free), (.action, .squared, TrainerTests.smooth),
      (.distribution, .huber, TrainerTests.free), (.greedy(keep: nil), .squared, smooth),
      (.greedy(keep: SmallProblem().keep), .huber, TrainerTests.smooth),
    ])
  func gradients(_ bootstrap: Bootstrap, _ loss: Loss, _ basis: OutputBasis) {
    let problem = SmallProblem()
    let network = Self.network(basis, heads: 3)
    let trainer = ValueTrainer(
      network, states: problem.states, bootstrap: bootstrap,
      settings: ValueSettings(optimiser: .init(steps: 10), loss: loss), batchSize: 7,
      random: RandomStream(seed: 1, stage: "alpha"))
    let report = trainer.step(problem.batch)
    let mix = trainer.alpha.map(Double.init)
    let start = ReferenceNetwork(network)
    let targets = problem.targets(start, mix: mix, bootstrap: bootstrap)
    func value(_ network: ReferenceNetwork) -> Double {
      (0..<problem.batch.count).reduce(0.0) { sum, row in
        let input = problem.input(problem.batch.states[row], problem.batch.conditions[row])
        let q = network.values(input, mix: mix)[Int(problem.batch.actions[row])]
        let residual = abs(q - targets[row])
        switch loss {
        case .squared: return sum + residual * residual
        case .huber:
          return sum + (residual <= 1 ? 0.5 * residual * residual : residual - 0.5)
        }
      } / Double(problem.batch.count)
    }
    #expect(abs(report.loss - value(start)) < 1e-5)
    let expected = finiteDifferences(start, value)
    let largest = expected.map(abs).max() ?? 0
    #expect(largest > 0.01)
    for (got, want) in zip(trainer.gradient, expected) {
      #expect(abs(Double(got) - want) < 1e-5 + 1e-4 * largest)
    }
  }

  @Test("A head's gradient is its share of the mixture, so the loss is not on the plain mean")
  func alphaReachesHeads() {
    let problem = SmallProblem()
    let trainer = ValueTrainer(
      Self.network(Self.free, heads: 3), states: problem.states, bootstrap: .action,
      settings: ValueSettings(optimiser: .init(steps: 10)), batchSize: 7,
      random: RandomStream(seed: 1, stage: "alpha"))
    trainer.step(problem.batch)
    let start = 4 * 17 + 17 + 17 * 5 + 5
    let heads = (0..<3).map { Array(trainer.gradient[(start + $0 * 20)..<(start + $0 * 20 + 20)]) }
    for index in 0..<20 where abs(heads[0][index]) > 1e-4 {
      let ratio = heads[1][index] / heads[0][index]
      #expect(abs(ratio - trainer.alpha[1] / trainer.alpha[0]) < 1e-3)
    }
    let first = trainer.alpha
    trainer.step(problem.batch)
    #expect(trainer.alpha != first)
  }

  @Test("A classifier's gradient agrees with finite differences, for levels and for probabilities")
  func classifier() {
    let problem = SmallProblem()
    var random = RandomStream(seed: 5, stage: "network")
    let network = HeadNetwork(
      shape: .init(inputs: 3, hidden: [9], heads: 1, basis: Self.free), random: &random)
    let soft: [Float] = (0..<24).map { [0.1, 0.2, 0.3, 0.4][$0 % 4] }
    let rows: [Int32] = [0, 3, 3, 5, 1]
    let levels: [Int32] = [0, 1, 2, 3, 0, 1]
    for target in [ClassifierTarget.levels(levels), .probabilities(soft)] {
      let trainer = ClassifierTrainer(
        network, states: problem.states, target: target, penalty: 0.3,
        settings: .init(steps: 10), batchSize: 5)
      let loss = trainer.step(rows)
      func value(_ network: ReferenceNetwork) -> Double {
        rows.reduce(0.0) { sum, row in
          let input = (0..<3).map { Double(problem.states.values[Int(row) * 3 + $0]) }
          let logits = network.values(input, mix: [1])
          let shift = log(logits.reduce(0.0) { $0 + exp($1) })
          var result = sum + 0.3 * logits.reduce(0.0) { $0 + $1 * $1 } / 4
          for level in 0..<4 {
            switch target {
            case .levels(let taken):
              if Int(taken[Int(row)]) == level { result -= logits[level] - shift }
            case .probabilities(let known):
              result -= Double(known[Int(row) * 4 + level]) * (logits[level] - shift)
            }
          }
          return result
        } / Double(rows.count)
      }
      let start = ReferenceNetwork(network)
      #expect(abs(loss - value(start)) < 1e-5)
      for (got, want) in zip(trainer.gradient, finiteDifferences(start, value)) {
        #expect(abs(Double(got) - want) < 1e-5)
      }
    }
  }

  @Test("Inference agrees with plain loops, for every condition of a grid and every row's own")
  func inference() {
    let problem = SmallProblem()
    let network = Self.network(Self.smooth, heads: 3)
    let reference = ReferenceNetwork(network)
    let conditions: [[Float]] = [[0.1], [0.7]]
    let mean = [Double](repeating: 1.0 / 3, count: 3)
    var rowConditions: [Float] = []
    for state in 0..<6 { rowConditions.append(conditions[state % 2][0]) }
    let own = network.values(problem.states, rowConditions: rowConditions)
    let greedy = network.greedy(problem.states, conditions: conditions, keep: problem.keep)
    for (number, condition) in conditions.enumerated() {
      let values = network.values(problem.states, condition: condition)
      for state in 0..<6 {
        let expected = reference.values(problem.input(Int32(state), condition[0]), mix: mean)
        for level in 0..<4 {
          #expect(abs(Double(values[state * 4 + level]) - expected[level]) < 1e-5)
          if state % 2 == number {
            #expect(abs(Double(own[state * 4 + level]) - expected[level]) < 1e-5)
          }
        }
        let allowed = (0..<4).filter { problem.keep[state * 4 + $0] == 1 }
        #expect(Int(greedy[number][state]) == allowed.max { expected[$0] < expected[$1] })
      }
    }
  }

  @Test("Log-softmax is shifted by the row's own maximum and survives large logits")
  func logSoftmax() {
    var values: [Float] = [1000, 1000, -1000, 0, 0, 0]
    logSoftmaxRows(&values, levels: 3)
    #expect(abs(values[0] + log(2)) < 1e-6)
    #expect(values[2] < -1990)
    #expect(abs(values[4] + log(3)) < 1e-6)
  }
}
