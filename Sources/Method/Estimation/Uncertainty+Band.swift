// The critical value of a simultaneous band (a studentised maximum): the quantile of max over λ of |Z|, or
// of Z for one side, where Z are the standardised errors with the curve's own correlation. Estimates at
// neighbouring λ share their users, so this is far less than Bonferroni asks. Montiel Olea and
// Plagborg-Møller (2019) call it the sup-t band.

import Compute
import Foundation

extension Uncertainty {
  /// How many standard errors hold at every λ at once, drawn with a fixed seed: the same curve always
  /// gets the same number. Never less than the quantile for one λ.
  public func bandCritical(confidence: Double, sides: Int) -> Double {
    let single =
      sides == 2
      ? NormalDistribution.critical(confidence: confidence)
      : NormalDistribution.quantile(confidence)
    let root = correlationRoot()
    let count = root.count
    guard count > 1 else { return single }
    let draws = 20_000
    var random = RandomStream(seed: 1, stage: "band")
    var largest = [Double](repeating: 0, count: draws)
    var normals = [Double](repeating: 0, count: count)
    for draw in 0..<draws {
      for index in 0..<count { normals[index] = random.normal() }
      var most = -Double.infinity
      for row in root {
        var value = 0.0
        for (index, factor) in row.enumerated() { value += factor * normals[index] }
        most = max(most, sides == 2 ? abs(value) : value)
      }
      largest[draw] = most
    }
    largest.sort()
    let place = Int((confidence * Double(draws)).rounded(.up)) - 1
    return max(single, largest[min(max(place, 0), draws - 1)])
  }

  /// Rows of the lower triangular root of the correlation matrix, of the entries that have an error at
  /// all. A pivot that rounding leaves below zero counts as zero: that entry is a combination of others.
  private func correlationRoot() -> [[Double]] {
    let count = centres.count
    let kept = (0..<count).filter { covariance[$0 * count + $0] > 0 }
    var root: [[Double]] = []
    for (row, a) in kept.enumerated() {
      var entries: [Double] = []
      for (column, b) in kept[..<row].enumerated() {
        let scale = (covariance[a * count + a] * covariance[b * count + b]).squareRoot()
        let shared = zip(entries, root[column]).reduce(0) { $0 + $1.0 * $1.1 }
        let pivot = root[column][column]
        entries.append(pivot > 1e-9 ? (covariance[a * count + b] / scale - shared) / pivot : 0)
      }
      let explained = entries.reduce(0) { $0 + $1 * $1 }
      entries.append(max(1 - explained, 0).squareRoot())
      root.append(entries)
    }
    return root
  }
}
