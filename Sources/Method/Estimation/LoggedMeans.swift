// What the policy that made the log brought and cost per user of the population, with bounds over users. Those
// without a decision count with zero.

import Data

struct LoggedMeans {
  let users: Int
  let outcome: Estimate
  let cost: Estimate

  init(_ dataset: Dataset, population: Int, confidence: Double) {
    func mean(_ values: [Double]) -> Estimate {
      var sums = [Double](repeating: 0, count: dataset.userNames.count)
      for (row, value) in values.enumerated() { sums[Int(dataset.users[row])] += value }
      let mean = sums.reduce(0, +) / Double(max(population, 1))
      guard population > 1 else { return Estimate(mean) }
      let error = max(covariance(sums, sums, population), 0).squareRoot()
      return Estimate(mean, spread: NormalDistribution.critical(confidence: confidence) * error)
    }
    users = Set(dataset.users).count
    outcome = mean(dataset.outcomes)
    cost = mean(dataset.costs)
  }
}
