// How much more than expected a user has brought so far: the mean of the earlier temporal-difference errors
// of the log's own policy, drawn to zero while there are few. A trait that the log does not show makes it
// persist, so a summary that holds it stands in for one that holds the trait. What is expected allows for the
// coupon that was given: errors then have mean zero under every policy, and a policy that gives more than the log
// does not seem to meet users who surprise. The same errors say whether there is such a trait at all.

import Compute
import Data

struct PastSurprise: Sendable {
  /// (m), mean 0 and variance 1. States that no decision belongs to take their predecessor's.
  let values: [Double]
  let correlation: ErrorCorrelation

  /// Earlier decisions that a mean has to outweigh.
  private static let prior = 3.0

  init(_ log: EvaluationLog, summary: StateSummary, gamma: Double) throws(Cancelled) {
    let errors = try Self.temporalDifferences(log, summary, gamma)
    values = Self.means(errors, log.dataset)
    correlation = ErrorCorrelation(errors, log)
  }

  private static func means(_ errors: [Double], _ dataset: Dataset) -> [Double] {
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

  /// (n) r + γ^gap V(s′) − Q(s, a) of the log's own policy: V is linear in the summary, and Q − V in its products
  /// with functions of the level.
  private static func temporalDifferences(
    _ log: EvaluationLog, _ summary: StateSummary, _ gamma: Double
  ) throws(Cancelled) -> [Double] {
    let dataset = log.dataset
    var values = Regressions(width: summary.width, strata: summary.stratumCount, ridge: 0.1)
    var own = SparseVector()
    var next = SparseVector()
    for fitted in log.fitted {
      try log.poll(at: fitted)
      let row = Int(fitted)
      summary.fill(&own, row)
      let stratum = Int(summary.strata[row])
      values.add(own, own, target: dataset.outcomes[row], stratum)
      let discount = log.discount(row, gamma: gamma)
      guard discount != 0 else { continue }
      summary.fill(&next, Int(dataset.next[row]))
      values.products[stratum].add(own, next, times: -discount)
    }
    let theta = values.solved()
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
    let functions = SummaryFunctions(summary, dataset: dataset)
    var advantages = Regressions(
      width: functions.width, strata: summary.stratumCount, ridge: 0.5)
    for fitted in log.fitted {
      try log.poll(at: fitted)
      let row = Int(fitted)
      functions.fill(&own, row, level: functions.levels[Int(dataset.actions[row])])
      advantages.add(own, own, target: errors[row], Int(summary.strata[row]))
    }
    let beta = advantages.solved()
    for fitted in log.fitted {
      try log.poll(at: fitted)
      let row = Int(fitted)
      functions.fill(&own, row, level: functions.levels[Int(dataset.actions[row])])
      errors[row] -= own.dot(beta[Int(summary.strata[row])])
    }
    return errors
  }
}

/// Whether two errors of one user go together. Given a state that holds what matters, an error has mean zero
/// whatever came before it, so the product of two of a user's has too. It has not where users differ lastingly in
/// what the state lacks (then it is positive), or where what one decision brought changes the next in
/// a way that the state does not show.
struct ErrorCorrelation: Sendable, Hashable {
  /// Mean product of two errors of one user, over the errors' mean square.
  var value: Double
  /// `value` over its standard error, from the users' own sums of products.
  var score: Double

  /// Of the logs of `docs/coverage.md` with the customers' type in the state, where bounds cover, up to 0.009;
  /// without it, where they do not, 0.04 to 0.1 in size.
  static let most = 0.02

  /// - Parameter errors: (n)
  init(_ errors: [Double], _ log: EvaluationLog) {
    var sums = [Double](repeating: 0, count: log.userSlots)
    var squares = sums
    var counts = sums
    for row in log.fitted.map(Int.init) {
      let user = Int(log.dataset.users[row])
      sums[user] += errors[row]
      squares[user] += errors[row] * errors[row]
      counts[user] += 1
    }
    // (Σδ)² − Σδ²: all products of two different errors, twice.
    let products = zip(sums, squares).map { $0 * $0 - $1 }
    let pairs = counts.reduce(0) { $0 + $1 * ($1 - 1) }
    let total = products.reduce(0, +)
    let meanSquare = squares.reduce(0, +) / max(counts.reduce(0, +), 1)
    let deviation = products.reduce(0) { $0 + $1 * $1 }.squareRoot()
    value = pairs > 0 && meanSquare > 1e-12 ? total / pairs / meanSquare : 0
    score = deviation > 0 ? total / deviation : 0
  }

  func speaksAgainst(critical: Double) -> Bool {
    abs(value) > Self.most && abs(score) > critical
  }
}

/// One ridge regression for each stratum.
private struct Regressions {
  let width: Int
  let ridge: Double
  var products: [OuterProducts]
  var sides: [[Double]]

  init(width: Int, strata: Int, ridge: Double) {
    self.width = width
    self.ridge = ridge
    products = [OuterProducts](repeating: OuterProducts(size: width), count: strata)
    sides = [[Double]](repeating: [Double](repeating: 0, count: width), count: strata)
  }

  mutating func add(_ row: SparseVector, _ column: SparseVector, target: Double, _ stratum: Int) {
    products[stratum].add(row, column)
    row.add(to: &sides[stratum], times: target)
  }

  func solved() -> [[Double]] {
    let none = [Double](repeating: 0, count: width)
    let diagonal = [Double](repeating: ridge, count: width)
    return products.indices.map { stratum in
      var system = products[stratum]
      system.addDiagonal(diagonal)
      return LinearSystem.solve(system.matrix, sides[stratum], size: width) ?? none
    }
  }
}
