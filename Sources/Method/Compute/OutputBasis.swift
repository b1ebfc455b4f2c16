// How a head's outputs become values of coupon levels. Ordered levels share a few smooth functions of
// the level (a head then learns 4 numbers instead of 21, which is what keeps it from fitting noise);
// levels without an order have one free output each.

import Foundation

/// A (levels, functions) matrix B: the value of level a is Σ_p B[a, p] · output_p.
public struct OutputBasis: Sendable, Hashable {
  public let levels: Int
  public let functions: Int
  /// (levels, functions) row-major.
  public let matrix: [Float]

  /// One free output for each level.
  public static func free(_ levels: Int) -> OutputBasis {
    var matrix = [Float](repeating: 0, count: levels * levels)
    for level in 0..<levels { matrix[level * levels + level] = 1 }
    return OutputBasis(levels: levels, functions: levels, matrix: matrix)
  }

  /// The first `functions` Legendre polynomials of the level's value mapped to [−1, 1]. Never more
  /// functions than levels; equal or non-finite values fall back on the level's index.
  public static func legendre(values: [Double], functions: Int) -> OutputBasis {
    let finite = values.allSatisfy(\.isFinite)
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    let usable = finite && high > low
    let points = values.indices.map { index -> Double in
      if usable { return 2 * (values[index] - low) / (high - low) - 1 }
      return values.count > 1 ? 2 * Double(index) / Double(values.count - 1) - 1 : 0
    }
    let count = max(1, min(functions, values.count))
    var matrix: [Float] = []
    for x in points {
      var previous = 1.0
      var current = x
      for degree in 0..<count {
        switch degree {
        case 0: matrix.append(1)
        case 1: matrix.append(Float(x))
        default:
          let n = Double(degree)
          let next = ((2 * n - 1) * x * current - (n - 1) * previous) / n
          previous = current
          current = next
          matrix.append(Float(next))
        }
      }
    }
    return OutputBasis(levels: values.count, functions: count, matrix: matrix)
  }

  /// The same functions less their mean over the levels, and less a function that is constant: what
  /// an action changes, beside a level that belongs to the state.
  public var centred: OutputBasis {
    let means = (0..<functions).map { function in
      (0..<levels).reduce(0.0) { $0 + Double(matrix[$1 * functions + function]) } / Double(levels)
    }
    let kept = (0..<functions).filter { function in
      let first = matrix[function]
      return (0..<levels).contains { matrix[$0 * functions + function] != first }
    }
    guard !kept.isEmpty else { return self }
    let values = (0..<levels).flatMap { level in
      kept.map { Float(Double(matrix[level * functions + $0]) - means[$0]) }
    }
    return OutputBasis(levels: levels, functions: kept.count, matrix: values)
  }

  /// A basis that was stored; nil when the sizes do not fit.
  public init?(levels: Int, functions: Int, stored matrix: [Float]) {
    guard levels > 0, functions > 0, matrix.count == levels * functions else { return nil }
    self.init(levels: levels, functions: functions, matrix: matrix)
  }

  private init(levels: Int, functions: Int, matrix: [Float]) {
    self.levels = levels
    self.functions = functions
    self.matrix = matrix
  }

  /// True when every level has its own output, so that the product with B can be left out.
  var isIdentity: Bool { self == .free(levels) }
}
