// Where batches come from. A copy shares the decisions, so that trainings side by side cost no memory.

import Compute
import Data

/// Draws batches: a row and an integer index into the λ grid, independently; one λ at s and s′.
struct Sampler {
  /// What a draw needs of a decision, together: a row of a large log is one cache miss, not six.
  private struct Entry {
    var reward: Double
    var cost: Double
    var row: Int32
    var next: Int32
    var action: Int32
    var discount: Float
  }

  private var batch: TransitionBatch
  private var drawn: [Entry] = []
  private let entries: [Entry]
  private let lambdas: [Double]
  private var random: RandomStream

  init(_ problem: TrainingProblem, rows: [Int32], stage: String) {
    let dataset = problem.data.dataset
    entries = rows.map { row in
      let index = Int(row)
      return Entry(
        reward: problem.rewards[index] / problem.scale, cost: problem.costs[index] / problem.scale,
        row: row, next: dataset.next[index], action: dataset.actions[index],
        discount: problem.discounts[index])
    }
    lambdas = problem.data.lambdas.values
    random = RandomStream(seed: problem.settings.seed, stage: stage)
    drawn = entries.isEmpty ? [] : Array(repeating: entries[0], count: problem.settings.batch)
    batch = TransitionBatch(count: problem.settings.batch, conditions: 0, isGrouped: true)
  }

  mutating func next() -> TransitionBatch {
    // Short loops, so that the processor can wait for many places of memory at a time.
    for slot in 0..<batch.count {
      drawn[slot] = entries[random.below(entries.count)]
      batch.groups[slot] = Int32(random.below(lambdas.count))
    }
    for (slot, entry) in drawn.enumerated() {
      batch.states[slot] = entry.row
      batch.nextStates[slot] = entry.next
      batch.actions[slot] = entry.action
      batch.rewards[slot] = Float(entry.reward - lambdas[Int(batch.groups[slot])] * entry.cost)
      batch.discounts[slot] = entry.discount
    }
    return batch
  }
}
