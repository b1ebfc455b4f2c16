// What a critic is told beside the state. A policy may jump with λ, and one scalar input cannot follow
// that; so the critic gets the standardised λ, twice the one-hot of the grid index, and the policy's own
// action at the state. Its columns: [λ, 2·one-hot (L), action (f)]; a grid of one leaves λ out.

import Data

struct Conditioning: Sendable {
  let width: Int
  private let table: PolicyTable
  /// (L, lambdaWidth)
  private let lambdaColumns: [Float]
  private let lambdaWidth: Int
  /// (A, f) what an action looks like: its standardised value, or a one-hot where levels have no order.
  private let features: [Float]
  private let featureWidth: Int

  init(_ table: PolicyTable, levels: [ActionLevel], ordered: Bool) {
    self.table = table
    let count = table.lambdas.count
    lambdaWidth = count > 1 ? count + 1 : 0
    lambdaColumns =
      count > 1
      ? standardised(table.lambdas).enumerated().flatMap { grid, value in
        [value] + (0..<count).map { $0 == grid ? 2 : 0 }
      } : []
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

  /// Writes the columns for `states[i]` and grid index `grids[i]` to `rows[i · width ...]`, for every i.
  func write(states: [Int32], grids: [Int32], to rows: inout [Float]) {
    precondition(states.count == grids.count && rows.count == states.count * width, "whole rows")
    let levels = table.levelCount
    var mean = [Float](repeating: 0, count: featureWidth)
    for slot in states.indices {
      let grid = Int(grids[slot])
      let state = Int(states[slot])
      let start = slot * width
      if lambdaWidth > 0 {
        for index in 0..<lambdaWidth {
          rows[start + index] = lambdaColumns[grid * lambdaWidth + index]
        }
      }
      let place = start + lambdaWidth
      switch table.decisions[grid] {
      case .levels(let decided):
        let level = Int(decided[state])
        for index in 0..<featureWidth {
          rows[place + index] = features[level * featureWidth + index]
        }
      case .probabilities(let values):
        for index in 0..<featureWidth { mean[index] = 0 }
        for level in 0..<levels {
          for index in 0..<featureWidth {
            mean[index] += values[state * levels + level] * features[level * featureWidth + index]
          }
        }
        for index in 0..<featureWidth { rows[place + index] = mean[index] }
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
