// The doubly robust estimator over a whole λ grid, with what speaks for and against its state: the same
// estimate under a coarser and a richer summary. Users are drawn once for all λ and summaries, so that
// differences are judged by their own, much smaller error.

import Compute
import Data

struct MarginalCurve: Sendable {
  /// One quantity over the grid.
  struct Quantity: Sendable {
    var name: String
    /// (L) mean of Σ V(first): the model's own answer.
    var direct: [Double]
    /// (L) mean of ψ: corrected by the log's own decisions.
    var corrected: [Double]
    /// (L, L) covariance of `corrected`.
    var covariance: [Double]
    /// By λ, by alternative summary.
    var tests: [[StateTest]]
  }

  var quantities: [Quantity]
  /// (L)
  var effectiveSize: [Double]
  /// (L) of the summary that the λ is judged by.
  var errors: [ErrorCorrelation]
  /// What the state is taken to be.
  var contents: [String]

  init(
    _ shared: MarginalLog, _ table: PolicyTable, _ plan: SummaryPlan, weights: ResidualWeights,
    progress: Progress
  ) throws {
    let alternatives = plan.groups.map(\.alternatives)
    let parts = plan.groups.indices.map { [plan.groups[$0].main] + alternatives[$0].map(\.summary) }
    let logs = try Self.logs(shared, parts)
    contents = plan.contents
    errors = plan.places.map { plan.groups[$0].errors }
    let jobs = table.lambdas.indices.flatMap { grid in
      parts[plan.places[grid]].indices.map { (grid: grid, part: $0) }
    }
    var done: [MarginalFit] = []
    var pace = Pace(most: 4)
    while done.count < jobs.count {
      try progress.advance("dr", done.count, of: jobs.count, unit: "fits")
      let start = done.count
      done += try parallelMap(min(pace.count * Threads.count, jobs.count - start)) {
        place in
        let job = jobs[start + place]
        return try MarginalFit(
          shared, logs[plan.places[job.grid]][job.part], table, grid: job.grid, weights: weights)
      }
      pace.adjust()
    }
    try progress.advance("dr", jobs.count, of: jobs.count, unit: "fits")
    // By λ: under the main summary, then under its alternatives.
    var fits = [[MarginalFit]](repeating: [], count: table.lambdas.count)
    for (job, fit) in zip(jobs, done) { fits[job.grid].append(fit) }
    let main = fits.map { $0[0] }
    effectiveSize = main.map(\.effectiveSize)
    let allowance = Self.allowance(
      plan.groups.map {
        SummaryFunctions($0.main, dataset: shared.log.dataset).width * $0.main.stratumCount
      }, plan.places, effectiveSize)
    let population = shared.log.population
    quantities = shared.targets.indices.map { target in
      let psi = main.map { $0.psi[target] }
      return Quantity(
        name: shared.targets[target].name,
        direct: main.map { mean($0.direct[target], over: population) },
        corrected: psi.map { mean($0, over: population) },
        covariance: scaled(covariance(psi, over: population), by: allowance),
        tests: fits.indices.map { grid in
          zip(alternatives[plan.places[grid]], fits[grid].dropFirst()).map { alternative, fit in
            StateTest(alternative.name, psi[grid], fit.psi[target], over: population)
          }
        })
    }
  }

  /// (L) what standard errors are multiplied by for the model's own error, which all users share and ψ does not
  /// show: √(1 + p/n), as for a prediction by least squares from n observations by p coefficients. Here n are the
  /// decisions that the correction rests on. It is no theorem for this estimator: without it the bounds of logs of
  /// 2,000 customers hold the truth too seldom, with it they do not (docs/coverage.md).
  private static func allowance(
    _ coefficients: [Int], _ places: [Int], _ effectiveSize: [Double]
  ) -> [Double] {
    zip(places, effectiveSize).map { group, size in
      (1 + Double(coefficients[group]) / max(size, 1)).squareRoot()
    }
  }

  /// By group, by summary.
  private static func logs(_ shared: MarginalLog, _ parts: [[StateSummary]]) throws
    -> [[SummaryLog]]
  {
    let all = parts.flatMap { $0 }
    let logs = try parallelMap(all.count) { try SummaryLog(shared, all[$0]) }
    var start = 0
    return parts.map { part in
      defer { start += part.count }
      return Array(logs[start..<start + part.count])
    }
  }
}

/// The same λ under another summary of the state.
struct StateTest: Sendable, Hashable {
  /// What the other summary is.
  var name: String
  /// Other estimate less this one.
  var difference: Double
  /// Standard error of the difference, from the same users under both.
  var standardError: Double
  /// Standard error of this estimate.
  var own: Double

  init(_ name: String, _ psi: [Double], _ other: [Double], over population: Int) {
    self.name = name
    let differences = zip(other, psi).map { $0 - $1 }
    difference = mean(differences, over: population)
    standardError = max(covariance([differences], over: population)[0], 0).squareRoot()
    own = max(covariance([psi], over: population)[0], 0).squareRoot()
  }

  /// More than chance explains, and more than the estimate's own error.
  func speaksAgainst(critical: Double) -> Bool {
    abs(difference) > critical * standardError && abs(difference) > own
  }
}

/// (L, L) covariances whose standard errors are multiplied by `factors` (L).
private func scaled(_ covariance: [Double], by factors: [Double]) -> [Double] {
  covariance.enumerated().map { place, value in
    value * factors[place / factors.count] * factors[place % factors.count]
  }
}

/// Mean over the population: those without a row count with zero.
func mean(_ values: [Double], over population: Int) -> Double {
  values.reduce(0, +) / Double(population)
}

/// (L, L) covariance of the means of `values` (L, users) over the population.
func covariance(_ values: [[Double]], over population: Int) -> [Double] {
  let count = values.count
  let size = Double(population)
  var result = [Double](repeating: 0, count: count * count)
  guard population > 1 else { return result }
  let means = values.map { mean($0, over: population) }
  for a in 0..<count {
    for b in 0...a {
      let products = zip(values[a], values[b]).reduce(0) { $0 + $1.0 * $1.1 }
      let value = (products / size - means[a] * means[b]) / (size - 1)
      result[a * count + b] = value
      result[b * count + a] = value
    }
  }
  return result
}
