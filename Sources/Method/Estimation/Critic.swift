// A fitted critic, read at any states of the log: Q(s, a, λ) and V(s, λ) = Σ_a π_λ(a | s) Q(s, a, λ), in
// the target's own unit.

import Compute
import Data

struct Critic: Sendable {
  let name: String
  let network: HeadNetwork
  let scale: Double
  let gamma: Double
  /// (n) what was fitted.
  let values: [Double]
  let log: EvaluationLog
  let table: PolicyTable
  let conditioning: Conditioning

  /// V(s, λ) of `rows` of the states, for the grid's entry `grid`.
  func stateValues(_ rows: [Int32], grid: Int) -> [Double] {
    let all = actionValues(rows, grid: grid)
    let levels = table.levelCount
    return rows.indices.map {
      scale * table.expectation(all, from: $0 * levels, state: Int(rows[$0]), grid: grid)
    }
  }

  /// J(λ): the sum over episodes of V(first), over the population. `starts` are the episodes' first rows.
  func mean(starts: [Int32], grid: Int) -> Double {
    stateValues(starts, grid: grid).reduce(0, +) / Double(log.population)
  }

  /// (rows, A) scaled values.
  private func actionValues(_ rows: [Int32], grid: Int) -> [Float] {
    guard !rows.isEmpty else { return [] }
    return network.values(
      log.states.rows(rows.map { Int($0) }),
      rowConditions: conditioning.columns(states: rows, grid: grid))
  }
}
