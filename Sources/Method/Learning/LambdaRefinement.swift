// An adaptive λ grid made dense where the policy changes, and ended where it changes no more: it is there
// that a grid's neighbours differ most, in what they cost and in what mixing them leaves on the table.

import Compute
package import Data

extension TrainingProblem {
  /// Prices from the grid's first to the price beyond which the decisions of
  /// `network` in a sample of the log's states hardly change: a share of them by how much they change
  /// along λ, the others evenly.
  func refinedGrid(_ network: HeadNetwork, keep: [UInt8]?, share: Double = 0.5) -> LambdaGrid {
    let grid = data.lambdas
    guard let low = grid.values.first, let high = grid.values.last, high > low else { return grid }
    let fine = (0...192).map { low + (high - low) * Double($0) / 192 }
    let pace = max(1, data.dataset.count / 2_000)
    let sample = Array(stride(from: 0, to: data.dataset.count, by: pace))
    let levels = data.dataset.levels
    let flags = keep.map { keep in
      sample.flatMap { keep[($0 * levels.count)..<(($0 + 1) * levels.count)] }
    }
    let scaler = LambdaScaler(grid)
    let decisions = network.greedy(
      states.rows(sample), conditions: fine.map { [scaler($0)] }, keep: flags)
    let changes = decisions.indices.dropLast().map { index in
      zip(decisions[index], decisions[index + 1]).reduce(0.0) { sum, pair in
        guard pair.0 != pair.1 else { return sum }
        let step = abs(levels[Int(pair.0)].value - levels[Int(pair.1)].value)
        return sum + (data.dataset.levelsAreOrdered && step.isFinite ? step : 1)
      }
    }
    return grid.placed(fine, by: changes, share: share)
  }
}

extension HeadNetwork {
  /// The same values for λ standardised on another grid; λ is the last input.
  func moved(from old: LambdaGrid, to new: LambdaGrid) -> HeadNetwork {
    let (before, after) = (LambdaScaler(old), LambdaScaler(new))
    guard after.factor > 0 else { return self }
    return reading(
      input: shape.inputs - 1, factor: Float(before.factor / after.factor),
      shift: Float((after.mean - before.mean) * before.factor))
  }
}

extension LambdaGrid {
  /// How many prices an adaptive grid ends with.
  private static let refinedCount = 17

  /// `refinedCount` values, at equal shares of the mass that `changes` puts between neighbours of
  /// `fine` (one fewer) in a share of them, and evenly in the others. It ends where a thousandth of the changes is left.
  package func placed(_ fine: [Double], by changes: [Double], share: Double) -> LambdaGrid {
    let total = changes.reduce(0, +)
    var rest = 0.0
    let end = changes.indices.reversed().first { index in
      rest += changes[index]
      return rest > 0.001 * total
    }
    guard total > 0, let end, let first = fine.first else { return self }
    let last = fine[end + 1]
    let count = Self.refinedCount
    let masses = changes[...end].map { share * $0 / total + (1 - share) / Double(end + 1) }
    var placed = [first]
    var before = 0.0
    for (index, mass) in masses.enumerated() {
      while placed.count < count - 1 {
        let wanted = Double(placed.count) / Double(count - 1)
        guard before + mass >= wanted else { break }
        let share = (wanted - before) / mass
        placed.append(fine[index] + share * (fine[index + 1] - fine[index]))
      }
      before += mass
    }
    var refined = LambdaGrid(placed + [last])
    refined.isAdaptive = true
    return refined
  }
}
