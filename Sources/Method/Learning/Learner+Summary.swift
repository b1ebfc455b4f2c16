// What is kept of a run for display, computed from the deployed network.

import Compute
import Data

extension TrainingProblem {
  func summary(
    _ run: ValueRun, fit: GenerativeModel.Fit?, keep: [UInt8]?, tuning: Tuner.Outcome?,
    policy: Policy
  ) throws -> TrainingSummary {
    let dataset = data.dataset
    let range = try valueRange(policy, keep)
    return TrainingSummary(
      configuration: settings, steps: settings.steps, losses: run.losses,
      imitation: fit?.curve ?? [], imitationStep: fit?.bestStep ?? 0,
      supportShare: supportShare(keep), inputs: inputs(run), lowestValue: range.lowest,
      highestValue: range.highest, decisions: dataset.count,
      excluded: dataset.count - rows.count, users: Set(dataset.users).count,
      histories: dataset.histories, digest: data.trainingDigest.description, trials: tuning?.trials,
      heldOutUsers: tuning?.users, trialLosses: tuning?.losses)
  }

  private func supportShare(_ keep: [UInt8]?) -> Double {
    guard let keep else { return 1 }
    let cells = data.dataset.count * data.dataset.levels.count
    var kept = 0
    for flag in keep[0..<cells] where flag != 0 { kept += 1 }
    return Double(kept) / Double(cells)
  }

  /// The state columns with their weight, and which of them shrinkage left: those of `readable` where held-out users
  /// have said which, and whose weight is at least `weakest` times the strongest. As the rate decays so does the
  /// shrinkage, and a removed column keeps a trace of noise.
  func inputs(_ run: ValueRun, weakest: Double = 0.01) -> [TrainingSummary.Input] {
    let deployed = run.network.inputNorms()
    let lastNorms = run.lastNorms
    var inputs = encoder.sourceNames.map {
      TrainingSummary.Input(column: $0, weight: 0, survived: false)
    }
    for (column, source) in encoder.sources.enumerated() {
      inputs[source].weight += Double(deployed[column]) * Double(deployed[column])
      if lastNorms[column] > 0 { inputs[source].survived = true }
    }
    for index in inputs.indices { inputs[index].weight = inputs[index].weight.squareRoot() }
    let strongest = inputs.reduce(0) { max($0, $1.weight) }
    for index in inputs.indices where settings.shrinkage > 0 {
      if inputs[index].weight < weakest * strongest { inputs[index].survived = false }
      if let readable, !readable.contains(index) { inputs[index].survived = false }
    }
    return inputs
  }

  /// Over every λ and up to 2,000 decisions' states, evenly spaced.
  private func valueRange(_ policy: Policy, _ keep: [UInt8]?) throws
    -> (lowest: Double, highest: Double)
  {
    guard case .value(let network, _) = policy.rule else { return (0, 0) }
    let levels = data.dataset.levels.count
    let pace = max(1, data.dataset.count / 2000)
    let sample = Array(stride(from: 0, to: data.dataset.count, by: pace))
    let picked = states.rows(sample)
    var lowest = Float.infinity
    var highest = -Float.infinity
    for condition in try policy.conditions(policy.lambdas?.values ?? []) {
      let values = network.values(picked, condition: condition)
      for (index, row) in sample.enumerated() {
        for level in 0..<levels where keep.map({ $0[row * levels + level] != 0 }) ?? true {
          lowest = min(lowest, values[index * levels + level])
          highest = max(highest, values[index * levels + level])
        }
      }
    }
    return (Double(lowest) * scale, Double(highest) * scale)
  }
}
