// A learner's batches: decisions whose rewards are priced by λ, the same λ at s and at s′.

import Compute
import Data

struct Sampler {
  private var source: TransitionSampler
  private let size: Int

  init(_ problem: TrainingProblem, rows: [Int32], stage: String) {
    let dataset = problem.data.dataset
    size = problem.settings.batch
    source = TransitionSampler(
      rows.lazy.map { row in
        let index = Int(row)
        return TransitionSampler.Entry(
          reward: problem.rewards[index] / problem.scale,
          cost: problem.costs[index] / problem.scale, row: row, next: dataset.next[index],
          action: dataset.actions[index], discount: problem.discounts[index])
      }, prices: problem.data.lambdas.values, drawsAlways: true, batchSize: size,
      random: RandomStream(seed: problem.settings.seed, stage: stage))
  }

  mutating func next() -> TransitionBatch {
    var batch = TransitionBatch(count: size, conditions: 0, isGrouped: true)
    fill(&batch)
    return batch
  }

  mutating func fill(_ batch: inout TransitionBatch) { source.fill(&batch) }
}
