// Dense linear systems, by LAPACK's LU factorisation with partial pivoting.

import CBLAS

public enum LinearSystem {
  /// Held to one thread before the first use: a result must not depend on how it splits the work.
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  /// X with A X = B; `nil` when A is singular or holds what is not a number.
  ///
  /// - Parameters:
  ///   - matrix: (n, n) column-major.
  ///   - rightSides: (n, k) column-major.
  /// - Returns: (n, k) column-major.
  public static func solve(
    _ matrix: consuming [Double], _ rightSides: consuming [Double], size: Int
  ) -> [Double]? {
    _ = singleThreaded
    precondition(matrix.count == size * size, "a square matrix")
    guard size > 0 else { return [] }
    precondition(rightSides.count % size == 0, "one row for every unknown")
    var order = Int32(size)
    var columns = Int32(rightSides.count / size)
    var pivots = [Int32](repeating: 0, count: size)
    var info: Int32 = 0
    var factors = matrix
    var solution = rightSides
    // SAFETY: sizes were checked above, and LAPACK writes within them.
    unsafe dgesv_(
      &order, &columns, &factors, &order, &pivots, &solution, &order, &info)
    return info == 0 && solution.allSatisfy(\.isFinite) ? solution : nil
  }
}
