// Dense linear systems, by LU factorisation with partial pivoting (Golub and Van Loan, Matrix Computations, section 3.4).
//
// Why not LAPACK: which of its routines run depends on the processor and on the environment, and so do the last bits of
// what they find. Systems here have some hundred unknowns; docs/decisions/014 has what it costs.

import CKernels

public enum LinearSystem {
  /// X with A X = B; `nil` when A is singular or holds what is not a number. The same bits on every processor.
  ///
  /// - Parameters:
  ///   - matrix: (n, n) column-major.
  ///   - rightSides: (n, k) column-major.
  /// - Returns: (n, k) column-major.
  public static func solve(
    _ matrix: consuming [Double], _ rightSides: consuming [Double], size: Int
  ) -> [Double]? {
    precondition(matrix.count == size * size, "a square matrix")
    guard size > 0 else { return [] }
    precondition(rightSides.count % size == 0, "one row for every unknown")
    var pivots = [Int32](repeating: 0, count: size)
    var factors = matrix
    var solution = rightSides
    // SAFETY: sizes were checked above; the kernels read and write (n, n), (n) and (n, k) of them.
    guard unsafe scrip_factor(&factors, size, &pivots) else { return nil }
    unsafe solution.withUnsafeMutableBufferPointer { solution in
      for start in stride(from: 0, to: solution.count, by: size) {
        let side = unsafe solution.baseAddress.map { unsafe $0 + start }
        unsafe scrip_substitute(factors, size, pivots, side)
      }
    }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }
}
