// Fits the values of a policy, for every λ of a grid at once: REME, and fitted Q-evaluation with one
// head. A batch draws decisions and grid indices independently, and the target is
//
//   y = r + γ^gap · (1 − terminated) · Σ_k α_k Σ_a π_λ(a | s′) Q′_k(s′, a, λ)
//
// with raw r: λ enters only because the policy depends on it. It is the policy's action and never a
// maximum. Outcome and cost have a critic each, trained side by side.

import Compute
import Data

/// One quantity to be fitted.
struct CriticTarget: Sendable {
  /// "outcome", "cost", "decisions".
  var name: String
  /// (n) what each decision earned.
  var values: [Double]
  var gamma: Double
}

@safe final class CriticTrainer: @unchecked Sendable {
  /// What a draw needs of a decision, together; reward in units of the target's scale.
  private struct Entry {
    var row: Int32
    var next: Int32
    var action: Int32
    var reward: Float
    var discount: Float
  }

  let target: CriticTarget
  private let log: EvaluationLog
  private let table: PolicyTable
  private let conditioning: Conditioning
  private let settings: CriticSettings
  private let trainer: ValueTrainer
  private let scale: Double
  /// Beyond this size a value is no estimate any more.
  private let plausible: Double
  private let entries: [Entry]
  private var batch: TransitionBatch
  /// (B) index into the grid.
  private var grids: [Int32]
  private var draws: RandomStream
  private(set) var failure: EstimationError?

  init(
    _ target: CriticTarget, log: EvaluationLog, table: PolicyTable, settings: CriticSettings
  ) {
    self.target = target
    self.log = log
    self.table = table
    self.settings = settings
    let dataset = log.dataset
    conditioning = Conditioning(table, levels: dataset.levels, ordered: dataset.levelsAreOrdered)
    let returns = log.returns(of: target.values, gamma: target.gamma)
    // Huber's bend is at a residual of 1 in the target's own unit, as published.
    let scale = settings.loss == .huber ? 1 : returns.scale
    self.scale = scale
    let largest = target.values.reduce(0) { max($0, abs($1)) }
    plausible = 100 * max(returns.largest, largest, returns.scale)
    entries = log.fitted.map { row in
      let index = Int(row)
      return Entry(
        row: row, next: max(0, dataset.next[index]), action: dataset.actions[index],
        reward: Float(target.values[index] / scale),
        discount: Float(log.discount(index, gamma: target.gamma)))
    }
    let stage = "critic." + target.name
    var start = RandomStream(seed: settings.seed, stage: stage + ".start")
    let basis =
      dataset.levelsAreOrdered
      ? OutputBasis.legendre(values: dataset.levels.map(\.value), functions: settings.functions)
      : OutputBasis.free(dataset.levels.count)
    let shape = HeadNetwork.Shape(
      inputs: log.states.width + conditioning.width, hidden: settings.hidden,
      heads: settings.heads, basis: basis)
    trainer = ValueTrainer(
      HeadNetwork(shape: shape, random: &start), states: log.states,
      bootstrap: table.isStochastic ? .distribution : .action, settings: settings.training,
      batchSize: settings.batchSize,
      random: RandomStream(seed: settings.seed, stage: stage + ".heads"))
    batch = TransitionBatch(
      count: settings.batchSize, conditions: conditioning.width,
      levels: table.isStochastic ? table.levelCount : 0)
    grids = [Int32](repeating: 0, count: settings.batchSize)
    draws = RandomStream(seed: settings.seed, stage: stage + ".batches")
  }

  /// Takes up to `count` steps; stops at the first that leaves the plausible range.
  func run(steps count: Int) {
    for _ in 0..<count where failure == nil {
      fill()
      let report = trainer.step(batch)
      let largest = Double(max(abs(report.lowest), abs(report.highest))) * scale
      guard report.isFinite, largest <= plausible else {
        failure = .diverged(
          name: target.name, step: trainer.completedSteps, largest: largest, plausible: plausible)
        return
      }
    }
  }

  private func fill() {
    for slot in 0..<batch.count {
      let entry = entries[draws.below(entries.count)]
      grids[slot] = table.lambdas.count > 1 ? Int32(draws.below(table.lambdas.count)) : 0
      batch.states[slot] = entry.row
      // Where nothing follows any state will do.
      batch.nextStates[slot] = entry.next
      batch.actions[slot] = entry.action
      batch.rewards[slot] = entry.reward
      batch.discounts[slot] = entry.discount
    }
    conditioning.write(states: batch.states, grids: grids, to: &batch.conditions)
    conditioning.write(states: batch.nextStates, grids: grids, to: &batch.nextConditions)
    for slot in 0..<batch.count {
      let next = Int(batch.nextStates[slot])
      switch table.decisions[Int(grids[slot])] {
      case .levels(let levels):
        if table.isStochastic {
          setProbabilities(slot) { Int(levels[next]) == $0 ? 1 : 0 }
        } else {
          batch.nextActions[slot] = levels[next]
        }
      case .probabilities(let values):
        setProbabilities(slot) { values[next * table.levelCount + $0] }
      }
    }
  }

  private func setProbabilities(_ slot: Int, _ probability: (Int) -> Float) {
    for level in 0..<table.levelCount {
      batch.nextProbabilities[slot * table.levelCount + level] = probability(level)
    }
  }

  /// The fitted critic: averaged weights, mean of the heads.
  var critic: Critic {
    Critic(
      name: target.name, network: trainer.network, scale: scale, gamma: target.gamma,
      values: target.values,
      log: log, table: table, conditioning: conditioning)
  }
}
