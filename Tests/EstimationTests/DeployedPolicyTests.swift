// What is judged is what is deployed: the best of the supported levels. A learner that knows of a level that pays, and
// is not allowed to give it because the log hardly ever did, is not to be credited with it.

import Data
import Estimation
import Learning
import Testing

/// One decision for each of 800 customers in one of two moods. In each the log gives one level 18 times in 20,
/// which brings 0.1, and another once, which brings 1.
private func habits() -> Dataset {
  let log = SmallLog(
    users: (0..<800).map { user in
      let mood = user % 2
      let (usual, paying) = mood == 0 ? (0, 2) : (2, 0)
      let action = [18: 1, 19: paying][user / 2 % 20] ?? usual
      return [
        [
          Step(
            state: mood, action: action, outcome: action == paying ? 1 : 0.1, cost: 0,
            terminated: true)
        ]
      ]
    }, stateCount: 2, levels: 3, ordered: false)
  return log.dataset
}

private func learned(_ log: Dataset, threshold: Double) throws -> Policy {
  var settings = Configuration(method: .rbcq)
  settings.heads = 2
  settings.hidden = [16]
  settings.steps = 600
  settings.batch = 64
  settings.learningRate = 1e-2
  settings.threshold = threshold
  settings.shrinkage = 0
  settings.choices = []
  settings.shaping = false
  settings.dueling = false
  settings.generative.hidden = [16]
  settings.generative.steps = 300
  settings.generative.learningRate = 5e-3
  return try Policy.learn(
    from: GeneralizedDataset(dataset: log, lambdas: LambdaGrid([0])), configuration: settings)
}

@Test("a policy is judged with its support filter: not by levels that it would have liked to give")
func filteredPolicy() throws {
  let log = habits()
  for (threshold, worth) in [(0.3, 0.1), (0, 1)] {
    let policy = try learned(log, threshold: threshold)
    let values = [
      try dm(policy, on: log).outcomes, try dr(policy, on: log).outcomes,
      try importance(.snips, policy, on: log).outcomes,
    ]
    for value in values { #expect(abs(value[0].value - worth) < 0.02, "threshold \(threshold)") }
  }
}
