// What a critic is told beside the state. A policy may jump with λ, and one scalar input cannot follow
// that; so the critic gets the standardised λ, twice the one-hot of the grid index, and the policy's own
// action at the state. Its columns: [λ, 2·one-hot (L), action (f)]; a grid of one leaves λ out.

import Data

struct Conditioning: Sendable {
  let width: Int
  private let table: PolicyTable
  private let lambdas: [Float]
  private let lambdaWidth: Int
  /// (A, f) what an action looks like: its standardised value, or a one-hot where levels have no order.
  private let features: [Float]
  private let featureWidth: Int

  init(_ table: PolicyTable, levels: [ActionLevel], ordered: Bool) {
    self.table = table
    let count = table.lambdas.count
    lambdas = standardised(table.lambdas)
    lambdaWidth = count > 1 ? count + 1 : 0
    if ordered {
      featureWidth = 1
      features = standardised(levels.map(\.value))
    } else {
      featureWidth = levels.count
      features = (0..<levels.count * levels.count).map {
        $0 / levels.count == $0 % levels.count ? 1 : 0
      }
    }
    width = lambdaWidth + featureWidth
  }

  /// Writes the columns for a state and grid index to `row[start ..< start + width]`.
  func write(state: Int, grid: Int, to row: inout [Float], at start: Int) {
    if lambdaWidth > 0 {
      row[start] = lambdas[grid]
      for index in 1..<lambdaWidth { row[start + index] = index == grid + 1 ? 2 : 0 }
    }
    let place = start + lambdaWidth
    switch table.decisions[grid] {
    case .levels(let levels):
      let level = Int(levels[state])
      for index in 0..<featureWidth { row[place + index] = features[level * featureWidth + index] }
    case .probabilities(let values):
      for index in 0..<featureWidth {
        var sum: Float = 0
        for level in 0..<table.levelCount {
          sum += values[state * table.levelCount + level] * features[level * featureWidth + index]
        }
        row[place + index] = sum
      }
    }
  }
}

/// Mean 0 and variance 1; a constant becomes 0.
func standardised(_ values: [Double]) -> [Float] {
  let mean = values.reduce(0, +) / Double(max(values.count, 1))
  let variance =
    values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
  guard variance > 0 else { return [Float](repeating: 0, count: values.count) }
  return values.map { Float(($0 - mean) / variance.squareRoot()) }
}
