// A smooth curve through means of unequal weight, by projection on orthogonal polynomials: no matrix is
// inverted, and points that coincide do no harm.

import Compute

/// Weighted least squares on the first Legendre polynomials of some points.
struct WeightedCurve {
  /// Orthonormal under the weights, so that a fit is a projection.
  private var directions: [[Double]] = []
  private let weights: [Double]

  init(points: [Double], weights: [Double], terms: Int) {
    self.weights = weights
    let basis = OutputBasis.legendre(values: points, functions: terms)
    for function in 0..<basis.functions {
      var column = points.indices.map { Double(basis.matrix[$0 * basis.functions + function]) }
      let before = product(column, column)
      // Twice: the second pass removes what rounding left of the first.
      for direction in directions + directions {
        let share = product(column, direction)
        for index in column.indices { column[index] -= share * direction[index] }
      }
      let left = product(column, column)
      guard left > 1e-12 * before else { continue }
      directions.append(column.map { $0 / left.squareRoot() })
    }
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in weights.indices { sum += weights[index] * a[index] * b[index] }
    return sum
  }

  /// The curve at the points, held inside the range of the values.
  func smoothed(_ values: [Double]) -> [Double] {
    var curve = [Double](repeating: 0, count: values.count)
    for direction in directions {
      let share = product(values, direction)
      for index in curve.indices { curve[index] += share * direction[index] }
    }
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    return curve.map { min(high, max(low, $0)) }
  }
}
