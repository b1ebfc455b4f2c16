// What the policy that made the log brought and cost per user of the population, with bounds over users. Those
// without a decision count with zero.

import Data
import Foundation

struct LoggedMeans {
  let users: Int
  let outcome: Estimate
  let cost: Estimate

  /// With `gamma` as the discount of a time unit since an episode's first decision, as in an estimate.
  init(_ dataset: Dataset, population: Int, confidence: Double, gamma: Double) {
    let weights = Self.weights(dataset, gamma: gamma)
    func mean(_ values: [Double]) -> Estimate {
      var sums = [Double](repeating: 0, count: dataset.userNames.count)
      for (row, value) in values.enumerated() {
        sums[Int(dataset.users[row])] += weights.isEmpty ? value : weights[row] * value
      }
      let mean = sums.reduce(0, +) / Double(max(population, 1))
      guard population > 1 else { return Estimate(mean) }
      let error = max(covariance(sums, sums, population), 0).squareRoot()
      return Estimate(mean, spread: NormalDistribution.critical(confidence: confidence) * error)
    }
    users = Set(dataset.users).count
    outcome = mean(dataset.outcomes)
    cost = mean(dataset.costs)
  }

  /// (n) γ to the time since the episode's first decision; empty where all are 1.
  private static func weights(_ dataset: Dataset, gamma: Double) -> [Double] {
    guard gamma != 1 else { return [] }
    var weights = [Double](repeating: 1, count: dataset.count)
    for episode in dataset.episodes {
      for row in episode.dropFirst() {
        weights[row] = weights[row - 1] * pow(gamma, Double(dataset.gaps[row - 1]))
      }
    }
    return weights
  }
}
