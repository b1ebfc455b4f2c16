// A state's functions times the functions of a level: what Q(s, a) = θ · φ(s, a) is linear in. Under a policy
// the level's functions are averaged by its probabilities.

import Compute
import Data

struct SummaryFunctions: Sendable {
  let summary: StateSummary
  /// (A, f) functions of a level: Legendre polynomials of its value, or one for each.
  let levels: [[Double]]
  var levelWidth: Int { levels.first?.count ?? 0 }
  /// Functions in a stratum.
  var width: Int { summary.width * levelWidth }

  init(_ summary: StateSummary, dataset: Dataset, functions: Int = 4) {
    self.summary = summary
    let basis =
      dataset.levelsAreOrdered
      ? OutputBasis.legendre(values: dataset.levels.map(\.value), functions: functions)
      : OutputBasis.free(dataset.levels.count)
    levels = (0..<basis.levels).map { level in
      (0..<basis.functions).map { Double(basis.matrix[level * basis.functions + $0]) }
    }
  }

  /// Sets `vector` to φ(s, ·) for a level's functions.
  func fill(_ vector: inout SparseVector, _ state: Int, level functions: [Double]) {
    vector.removeAll()
    for slot in state * summary.active..<(state + 1) * summary.active {
      let start = Int(summary.places[slot]) * functions.count
      vector.append(summary.values[slot], times: functions, at: start)
    }
  }

  /// Σ_a π_λ(a | s) of the level's functions.
  func policy(_ table: PolicyTable, state: Int, grid: Int) -> [Double] {
    switch table.decisions[grid] {
    case .levels(let chosen): return levels[Int(chosen[state])]
    case .probabilities(let probabilities):
      var sums = [Double](repeating: 0, count: levelWidth)
      for level in levels.indices {
        let share = Double(probabilities[state * levels.count + level])
        for index in sums.indices { sums[index] += share * levels[level][index] }
      }
      return sums
    }
  }

  /// θ · φ(s, ·), where a stratum's coefficients begin at `start`.
  func value(_ state: Int, level functions: [Double], _ theta: [Double], from start: Int) -> Double
  {
    var sum = 0.0
    for slot in state * summary.active..<(state + 1) * summary.active {
      let first = start + Int(summary.places[slot]) * functions.count
      var inner = 0.0
      for index in 0..<functions.count { inner += theta[first + index] * functions[index] }
      sum += summary.values[slot] * inner
    }
    return sum
  }

  /// Which coefficients are held close to zero and how strongly. The clock's level is hardly held, because
  /// it has no reason to be small; everything else is a little, so that few rows cannot run away.
  var ridge: [Double] {
    (0..<summary.width).flatMap { place in
      (0..<levelWidth).map { function in
        place < summary.clockWidth && function == 0 ? 0.02 : 0.5
      }
    }
  }
}
