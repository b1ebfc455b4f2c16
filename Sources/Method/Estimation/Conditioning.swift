// What a critic is told beside the state. A policy may jump with λ, and one scalar input cannot follow
// that; so the critic gets the standardised λ, twice the one-hot of the grid index, and the policy's own
// action at the state. Its columns: [action (f), λ, 2·one-hot (L)]; a grid of one leaves λ out.

import Compute
import Data

struct Conditioning: Sendable {
  /// Of an action's columns; those of λ are shared by all states.
  let width: Int
  let lambdas: SharedConditions?
  private let table: PolicyTable
  /// (A, f) what an action looks like: its standardised value, or a one-hot where levels have no order.
  private let features: [Float]

  init(_ table: PolicyTable, levels: [ActionLevel], ordered: Bool) {
    self.table = table
    let count = table.lambdas.count
    if ordered {
      width = 1
      features = standardised(levels.map(\.value))
    } else {
      width = levels.count
      features = (0..<levels.count * levels.count).map {
        $0 / levels.count == $0 % levels.count ? 1 : 0
      }
    }
    guard count > 1 else {
      lambdas = nil
      return
    }
    let columns = standardised(table.lambdas).enumerated().flatMap { grid, value -> [Float] in
      [value] + (0..<count).map { $0 == grid ? 2 : 0 }
    }
    lambdas = SharedConditions(columns, width: count + 1)
  }

  /// Columns in all.
  var totalWidth: Int { width + (lambdas?.width ?? 0) }

  /// Writes an action's columns to row `slot` of `rows`.
  func write(level: Int, to rows: inout [Float], _ slot: Int) {
    for index in 0..<width { rows[slot * width + index] = features[level * width + index] }
  }

  /// The same for what the policy does in a state: the mean over its levels.
  func write(state: Int, grid: Int, to rows: inout [Float], _ slot: Int) {
    switch table.decisions[grid] {
    case .levels(let decided): write(level: Int(decided[state]), to: &rows, slot)
    case .probabilities(let values):
      for index in 0..<width {
        var mean: Float = 0
        for level in 0..<table.levelCount {
          mean += values[state * table.levelCount + level] * features[level * width + index]
        }
        rows[slot * width + index] = mean
      }
    }
  }

  /// All columns for `states` at one grid index, (states, totalWidth).
  func columns(states: [Int32], grid: Int) -> [Float] {
    var own = [Float](repeating: 0, count: states.count * width)
    for (slot, state) in states.enumerated() {
      write(state: Int(state), grid: grid, to: &own, slot)
    }
    guard let lambdas else { return own }
    let shared = lambdas.values[(grid * lambdas.width)..<((grid + 1) * lambdas.width)]
    var result: [Float] = []
    result.reserveCapacity(states.count * totalWidth)
    for slot in states.indices { result += own[(slot * width)..<((slot + 1) * width)] + shared }
    return result
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
