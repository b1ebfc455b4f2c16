// Many columns that say a little each, such as counts of every coupon level, say much together. The
// directions in which number columns vary together (principal components) are given to the network as
// inputs beside the columns, so that shrinkage may keep one direction instead of forty columns.

import Compute
import Data
import Foundation

package enum PooledColumns {
  /// A direction that carries as much variance as this many columns is worth an input.
  static let leastVariance = 3.0
  static let most = 4
  /// Rows that are enough to find them; up to twice as many are read.
  static let sample = 20_000

  /// Directions over encoded columns (width each), scaled to a variance of 1 in `encoded` (n, width).
  /// Columns that are `false` in `numbers` take no part.
  package static func directions(_ encoded: [Float], width: Int, numbers: [Bool]) -> [[Float]] {
    let columns = numbers.indices.filter { numbers[$0] }
    guard Double(columns.count) > leastVariance, width > 0 else { return [] }
    var covariance = covariance(encoded, width: width, columns: columns)
    var found: [[Float]] = []
    var random = RandomStream(seed: 1, stage: "pooled columns")
    for _ in 0..<most {
      let (direction, variance) = leading(covariance, size: columns.count, &random)
      guard variance >= leastVariance else { break }
      var weights = [Float](repeating: 0, count: width)
      for (place, column) in columns.enumerated() {
        weights[column] = Float(direction[place] / variance.squareRoot())
        for other in columns.indices {
          covariance[place * columns.count + other] -=
            variance * direction[place] * direction[other]
        }
      }
      found.append(weights)
    }
    return found
  }

  /// (c, c) of the standardised columns, over an even sample of the rows.
  private static func covariance(_ encoded: [Float], width: Int, columns: [Int]) -> [Double] {
    let rows = encoded.count / width
    let size = columns.count
    let pace = max(1, rows / sample)
    var sums = [Double](repeating: 0, count: size * size)
    var seen = 0.0
    for row in stride(from: 0, to: rows, by: pace) {
      seen += 1
      for (a, column) in columns.enumerated() {
        let value = Double(encoded[row * width + column])
        guard value != 0 else { continue }
        for b in 0...a { sums[a * size + b] += value * Double(encoded[row * width + columns[b]]) }
      }
    }
    for a in 0..<size {
      for b in 0...a {
        sums[a * size + b] /= max(seen, 1)
        sums[b * size + a] = sums[a * size + b]
      }
    }
    return sums
  }

  /// The leading eigenvector by power iteration, its largest entry positive, and its eigenvalue.
  private static func leading(_ matrix: [Double], size: Int, _ random: inout RandomStream)
    -> (direction: [Double], variance: Double)
  {
    var vector = (0..<size).map { _ in random.uniform() - 0.5 }
    var variance = 0.0
    for _ in 0..<500 {
      var next = [Double](repeating: 0, count: size)
      for a in 0..<size {
        for b in 0..<size { next[a] += matrix[a * size + b] * vector[b] }
      }
      let norm = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 1e-12 else { return (vector, 0) }
      let isDone = abs(norm - variance) <= 1e-10 * norm
      variance = norm
      vector = next.map { $0 / norm }
      if isDone { break }
    }
    let peak = vector.max { abs($0) < abs($1) } ?? 1
    return (peak < 0 ? vector.map { -$0 } : vector, variance)
  }
}
