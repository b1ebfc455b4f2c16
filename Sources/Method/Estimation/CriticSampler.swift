// Where a critic's batches come from: a decision and a grid index, drawn independently, and what the evaluated
// policy does at s and at s′.

import Compute
import Data

struct CriticSampler {
  /// What a draw needs of a decision, together; reward in units of the target's scale.
  private struct Entry {
    var row: Int32
    /// 0 where nothing follows: any state will do.
    var next: Int32
    var action: Int32
    var reward: Float
    var discount: Float
  }

  private let entries: [Entry]
  private let table: PolicyTable
  private let conditioning: Conditioning
  /// (m, L) the levels of a policy that does not draw; those of a state and of the next lie together.
  private let levels: [UInt16]
  private var batch: TransitionBatch
  /// (B) what was drawn, its λ by index, and the policy's level there.
  private var drawn: [Entry]
  private var grids: [Int32]
  private var here: [Int32]
  private var draws: RandomStream

  init(
    _ target: CriticTarget, log: EvaluationLog, table: PolicyTable, conditioning: Conditioning,
    scale: Double, settings: CriticSettings, stage: String
  ) {
    let dataset = log.dataset
    entries = log.fitted.map { row in
      let index = Int(row)
      return Entry(
        row: row, next: max(0, dataset.next[index]), action: dataset.actions[index],
        reward: Float(target.values[index] / scale),
        discount: Float(log.discount(index, gamma: target.gamma)))
    }
    self.table = table
    self.conditioning = conditioning
    levels = table.isStochastic ? [] : table.levelsByState(dataset.stateCount)
    batch = TransitionBatch(
      count: settings.batchSize, conditions: conditioning.width,
      isGrouped: conditioning.lambdas != nil, levels: table.isStochastic ? table.levelCount : 0)
    drawn = [Entry](repeating: entries[0], count: settings.batchSize)
    grids = [Int32](repeating: 0, count: settings.batchSize)
    here = grids
    draws = RandomStream(seed: settings.seed, stage: stage)
  }

  mutating func next() -> TransitionBatch {
    let count = table.lambdas.count
    // Short loops, so that the processor can wait for many places of memory at a time.
    for slot in 0..<batch.count {
      drawn[slot] = entries[draws.below(entries.count)]
      grids[slot] = count > 1 ? Int32(draws.below(count)) : 0
    }
    if count > 1 { batch.groups = grids }
    for (slot, entry) in drawn.enumerated() {
      batch.states[slot] = entry.row
      batch.nextStates[slot] = entry.next
      batch.actions[slot] = entry.action
      batch.rewards[slot] = entry.reward
      batch.discounts[slot] = entry.discount
    }
    if table.isStochastic {
      for slot in drawn.indices { readProbabilities(slot) }
    } else {
      readLevels()
    }
    return batch
  }

  private mutating func readLevels() {
    let count = table.lambdas.count
    for (slot, entry) in drawn.enumerated() {
      here[slot] = Int32(levels[Int(entry.row) * count + Int(grids[slot])])
      batch.nextActions[slot] = Int32(levels[Int(entry.next) * count + Int(grids[slot])])
    }
    for slot in drawn.indices {
      conditioning.write(level: Int(here[slot]), to: &batch.conditions, slot)
      conditioning.write(level: Int(batch.nextActions[slot]), to: &batch.nextConditions, slot)
    }
  }

  private mutating func readProbabilities(_ slot: Int) {
    let entry = drawn[slot]
    let grid = Int(grids[slot])
    conditioning.write(state: Int(entry.row), grid: grid, to: &batch.conditions, slot)
    conditioning.write(state: Int(entry.next), grid: grid, to: &batch.nextConditions, slot)
    for level in 0..<table.levelCount {
      batch.nextProbabilities[slot * table.levelCount + level] = table.probability(
        level, state: Int(entry.next), grid: grid)
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
