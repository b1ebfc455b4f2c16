// How much more than expected a user has brought so far: the mean of the earlier temporal-difference errors
// of the log's own policy, drawn to zero while there are few. A trait that the log does not show makes it
// persist, so a summary that holds it stands in for one that holds the trait.

import Compute
import Data

enum PastSurprise {
  /// Earlier decisions that a mean has to outweigh.
  private static let prior = 3.0

  /// (m), mean 0 and variance 1. States that no decision belongs to take their predecessor's.
  static func values(_ log: EvaluationLog, summary: StateSummary, gamma: Double) -> [Double] {
    let dataset = log.dataset
    let errors = temporalDifferences(log, summary, gamma)
    var result = [Double](repeating: 0, count: dataset.stateCount)
    var previous = -1
    var sum = 0.0
    var count = 0.0
    for row in 0..<dataset.count {
      if previous < 0 || dataset.users[row] != dataset.users[previous] { (sum, count) = (0, 0) }
      result[row] = sum / (count + prior)
      sum += errors[row]
      count += 1
      previous = row
      let next = Int(dataset.next[row])
      if next >= dataset.count { result[next] = sum / (count + prior) }
    }
    let size = Double(max(result.count, 1))
    let mean = result.reduce(0, +) / size
    let variance = result.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / size
    guard variance > 1e-12 else { return [Double](repeating: 0, count: result.count) }
    return result.map { ($0 - mean) / variance.squareRoot() }
  }

  /// (n) r + V(s′) − V(s), where V is the log's own value, linear in the summary.
  private static func temporalDifferences(
    _ log: EvaluationLog, _ summary: StateSummary, _ gamma: Double
  ) -> [Double] {
    let dataset = log.dataset
    let width = summary.width
    var products = [OuterProducts](
      repeating: OuterProducts(size: width), count: summary.stratumCount)
    var sides = [[Double]](
      repeating: [Double](repeating: 0, count: width), count: summary.stratumCount)
    var own = SparseVector()
    var next = SparseVector()
    for row in log.fitted.map(Int.init) {
      let stratum = Int(summary.strata[row])
      summary.fill(&own, row)
      products[stratum].add(own, own)
      own.add(to: &sides[stratum], times: dataset.outcomes[row])
      let discount = log.discount(row, gamma: gamma)
      guard discount != 0 else { continue }
      summary.fill(&next, Int(dataset.next[row]))
      products[stratum].add(own, next, times: -discount)
    }
    let theta = products.indices.map { stratum -> [Double] in
      var system = products[stratum]
      system.addDiagonal([Double](repeating: 0.1, count: width))
      return LinearSystem.solve(system.matrix, sides[stratum], size: width)
        ?? [Double](repeating: 0, count: width)
    }
    func value(_ state: Int) -> Double {
      summary.fill(&own, state)
      return own.dot(theta[Int(summary.strata[state])])
    }
    var errors = [Double](repeating: 0, count: dataset.count)
    for row in log.fitted.map(Int.init) {
      let discount = log.discount(row, gamma: gamma)
      errors[row] =
        dataset.outcomes[row] - value(row)
        + (discount != 0 ? discount * value(Int(dataset.next[row])) : 0)
    }
    return errors
  }
}
