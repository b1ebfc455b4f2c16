// Where batches come from. A copy shares the decisions, so that trainings side by side cost no memory.

import Compute
import Data

/// Draws batches: a row and an integer index into the λ grid, independently; the row's λ at s and s′.
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
  private let entries: [Entry]
  private let lambdas: [Double]
  private let scaled: [Float]
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
    let scaler = LambdaScaler(problem.data.lambdas)
    scaled = lambdas.map { scaler($0) }
    random = RandomStream(seed: problem.settings.seed, stage: stage)
    batch = TransitionBatch(count: problem.settings.batch, conditions: 1)
  }

  mutating func next() -> TransitionBatch {
    for index in 0..<batch.count {
      let entry = entries[random.below(entries.count)]
      let grid = random.below(lambdas.count)
      batch.states[index] = entry.row
      batch.nextStates[index] = entry.next
      batch.actions[index] = entry.action
      batch.rewards[index] = Float(entry.reward - lambdas[grid] * entry.cost)
      batch.discounts[index] = entry.discount
      batch.conditions[index] = scaled[grid]
      batch.nextConditions[index] = scaled[grid]
    }
    return batch
  }
}
