// What a reader of an estimate must know, in words: what it rests on, what was left out, and what it
// assumes. An estimate from a log is worth as much as these lines allow.

import Data

struct Caveats {
  var log: EvaluationLog
  var table: PolicyTable
  var behaviour: BehaviourModel?
  var trust: Trust?
  /// For outcome and cost, the entries whose value lies outside the bounds of its correction.
  var strays: [[Int]]
  /// By λ.
  var costs: [Double]
  var gamma: Double
  /// The number is that of trained critics, which more steps bring closer to what they are to estimate.
  var isTrained: Bool

  var notes: [String] {
    discountNote(gamma) + exclusions + probabilities + agreement + alarms + belowZero + assumption
  }

  private var exclusions: [String] {
    guard log.excluded > 0 else { return [] }
    return [
      "\(log.excluded) of \(log.dataset.count) decisions were cut off without a known next state and "
        + "were not fitted"
        + (log.isWhole
          ? ""
          : "; what the log's own policy brought until then is no measure of what it brings: "
            + "estimate `behaviour` of the log to compare")
    ]
  }

  private var probabilities: [String] {
    guard let behaviour, !behaviour.isKnown else { return [] }
    let floor = (Double(behaviour.floor) * 10_000).rounded() / 10_000
    return ["the log's own probabilities were estimated, and kept at \(floor) or more"]
  }

  private var agreement: [String] {
    guard let trust, behaviour != nil else { return [] }
    let unbounded = table.lambdas.indices.filter { !trust.isBounded[$0] }
    guard !unbounded.isEmpty else { return [] }
    return [
      "hardly any decision of the log agrees with the policy\(place(unbounded)): the number there rests on "
        + "the model alone and has no bounds"
    ]
  }

  private var alarms: [String] {
    zip(["outcome", "cost"], strays).compactMap { name, entries in
      guard !entries.isEmpty else { return nil }
      return
        "the \(name) lies outside the bounds of its doubly robust correction\(place(entries)); they "
        + "were drawn out to it"
        + (isTrained ? ". Critics that were trained for too few `steps` do that" : "")
    }
  }

  private var belowZero: [String] {
    let entries = costs.indices.filter { costs[$0] < -1e-9 }
    guard !entries.isEmpty else { return [] }
    return ["the cost comes out below zero\(place(entries)), which no cost is: take it for none"]
  }

  private var assumption: [String] {
    guard behaviour?.isKnown != true else { return [] }
    return [
      "the estimate assumes that the log's own policy looked at nothing that the log does not show"
    ]
  }

  /// The λ of an entry to four decimals.
  private func lambda(_ index: Int) -> String {
    "\((table.lambdas[index] * 10_000).rounded() / 10_000)"
  }

  private func place(_ entries: [Int]) -> String {
    table.dependsOnLambda ? " at λ = " + entries.map(lambda).joined(separator: ", ") : ""
  }
}

/// From which probability on a decision counts as one that the log took: 0.01, or half an even share where
/// there are more than fifty levels.
func leastProbability(levels: Int) -> Double { min(0.01, 0.5 / Double(max(levels, 1))) }

/// By λ, the share of the policy's decisions in the log's states that behaviour took with a probability
/// of at least `leastProbability`. Where only the probability of the given level is known it is the mean of
/// ρ = π/b over the decisions, whose expectation is the share of the policy's decisions that behaviour could take, and
/// three standard errors more, so that chance makes no gap.
func supportShare(
  _ table: PolicyTable, _ dataset: Dataset, _ behaviour: BehaviourModel
) -> [Double]? {
  guard dataset.count > 0 else { return nil }
  guard let all = behaviour.all else {
    return table.lambdas.indices.map { grid in
      let ratios = dataset.actions.indices.map { row in
        Double(table.probability(Int(dataset.actions[row]), state: row, grid: grid))
          / Double(behaviour.given[row])
      }
      let n = Double(ratios.count)
      let mean = ratios.reduce(0, +) / n
      let variance = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
      return min(1, mean + 3 * (variance / n).squareRoot())
    }
  }
  let levels = table.levelCount
  let least = Float(leastProbability(levels: levels))
  return table.lambdas.indices.map { grid in
    var sum = 0.0
    for row in 0..<dataset.count {
      switch table.decisions[grid] {
      case .levels(let chosen):
        if all[row * levels + Int(chosen[row])] >= least { sum += 1 }
      case .probabilities(let values):
        for level in 0..<levels where all[row * levels + level] >= least {
          sum += Double(values[row * levels + level])
        }
      }
    }
    return sum / Double(dataset.count)
  }
}

/// What a discount means for the figures.
func discountNote(_ gamma: Double) -> [String] {
  guard gamma != 1 else { return [] }
  return ["figures are discounted: what happens a time unit later counts \(short(gamma)) as much"]
}
