// Where a critic's batches come from: a decision and a grid index, drawn independently, and what the evaluated
// policy does at s and at s′.

import Compute
import Data

struct CriticSampler {
  private var source: TransitionSampler
  private let table: PolicyTable
  private let conditioning: Conditioning
  /// (m, L) the levels of a policy that does not draw; those of a state and of the next lie together.
  private let levels: [UInt16]
  private var batch: TransitionBatch
  /// (B) the policy's level at s.
  private var here: [Int32]

  init(
    _ target: CriticTarget, log: EvaluationLog, table: PolicyTable, conditioning: Conditioning,
    scale: Double, settings: CriticSettings, stage: String
  ) {
    let dataset = log.dataset
    source = TransitionSampler(
      log.fitted.lazy.map { row in
        let index = Int(row)
        // Where nothing follows any state will do.
        return TransitionSampler.Entry(
          reward: target.values[index] / scale, row: row, next: max(0, dataset.next[index]),
          action: dataset.actions[index],
          discount: Float(log.discount(index, gamma: target.gamma)))
      }, prices: [Double](repeating: 0, count: table.lambdas.count), drawsAlways: false,
      batchSize: settings.batchSize, random: RandomStream(seed: settings.seed, stage: stage))
    self.table = table
    self.conditioning = conditioning
    levels = table.isStochastic ? [] : table.levelsByState(dataset.stateCount)
    batch = TransitionBatch(
      count: settings.batchSize, conditions: conditioning.width,
      isGrouped: conditioning.lambdas != nil, levels: table.isStochastic ? table.levelCount : 0)
    here = [Int32](repeating: 0, count: settings.batchSize)
  }

  mutating func next() -> TransitionBatch {
    source.fill(&batch)
    if table.isStochastic {
      for slot in 0..<batch.count { readProbabilities(slot) }
    } else {
      readLevels()
    }
    return batch
  }

  /// The λ of a slot, by index.
  private func grid(_ slot: Int) -> Int { batch.groups.isEmpty ? 0 : Int(batch.groups[slot]) }

  private mutating func readLevels() {
    let count = table.lambdas.count
    for slot in 0..<batch.count {
      let grid = grid(slot)
      here[slot] = Int32(levels[Int(batch.states[slot]) * count + grid])
      batch.nextActions[slot] = Int32(levels[Int(batch.nextStates[slot]) * count + grid])
    }
    for slot in 0..<batch.count {
      conditioning.write(level: Int(here[slot]), to: &batch.conditions, slot)
      conditioning.write(level: Int(batch.nextActions[slot]), to: &batch.nextConditions, slot)
    }
  }

  private mutating func readProbabilities(_ slot: Int) {
    let grid = grid(slot)
    let next = Int(batch.nextStates[slot])
    conditioning.write(
      state: Int(batch.states[slot]), grid: grid, to: &batch.conditions, slot)
    conditioning.write(state: next, grid: grid, to: &batch.nextConditions, slot)
    for level in 0..<table.levelCount {
      batch.nextProbabilities[slot * table.levelCount + level] = table.probability(
        level, state: next, grid: grid)
    }
  }
}

extension PolicyTable {
  /// (m, L) the levels in the first m states.
  fileprivate func levelsByState(_ count: Int) -> [UInt16] {
    var result = [UInt16](repeating: 0, count: count * lambdas.count)
    for (grid, decided) in decisions.enumerated() {
      guard case .levels(let levels) = decided else { continue }
      for state in 0..<count { result[state * lambdas.count + grid] = UInt16(levels[state]) }
    }
    return result
  }
}
