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
    /// By alternative summary, by λ.
    var tests: [[StateTest]]
  }

  var quantities: [Quantity]
  /// (L)
  var effectiveSize: [Double]
  /// What the state is taken to be.
  var contents: [String]

  init(
    _ shared: MarginalLog, _ table: PolicyTable, summaries all: Summaries,
    weights: ResidualWeights, progress: Progress
  ) throws {
    let grids = table.lambdas.count
    let alternatives = all.alternatives
    let parts = [all.main] + alternatives.map(\.summary)
    let summaries = parallelMap(parts.count) { SummaryLog(shared, parts[$0]) }
    contents = all.main.contents
    var fits: [MarginalFit] = []
    let total = summaries.count * grids
    while fits.count < total {
      try progress.advance("dr", fits.count, of: total, unit: "fits")
      let start = fits.count
      let count = min(2 * Threads.count, total - start)
      fits += try parallelMap(count) { job throws(EstimationError) in
        try MarginalFit(
          shared, summaries[(start + job) % summaries.count], table,
          grid: (start + job) / summaries.count, weights: weights)
      }
    }
    try progress.advance("dr", total, of: total, unit: "fits")
    let main = (0..<grids).map { fits[$0 * summaries.count] }
    effectiveSize = main.map(\.effectiveSize)
    let population = shared.log.population
    quantities = shared.targets.indices.map { target in
      let psi = main.map { $0.psi[target] }
      return Quantity(
        name: shared.targets[target].name,
        direct: main.map { mean($0.direct[target], over: population) },
        corrected: psi.map { mean($0, over: population) },
        covariance: covariance(psi, over: population),
        tests: alternatives.indices.map { alternative in
          (0..<grids).map { grid in
            StateTest(
              alternatives[alternative].name, psi[grid],
              fits[grid * summaries.count + alternative + 1].psi[target], over: population)
          }
        })
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

  /// More than chance explains (1%, two-sided), and more than the estimate's own error.
  var speaksAgainst: Bool {
    abs(difference) > 2.576 * standardError && abs(difference) > own
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
