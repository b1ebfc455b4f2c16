// What a matrix product can reach here, measured in the same run: the better of the system's BLAS and our own, with
// every thread on a product of its own.

import CBLAS
import CKernels
import Compute

struct Peak {
  /// Floating-point operations a second, in units of 10⁹.
  var blas: Double
  var own: Double

  var best: Double { max(blas, own) }

  static func measure() -> Peak {
    openblas_set_num_threads(1)
    let blas = rate { left, right, out, size in
      let n = Int32(size)
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, n, n, n, 1, left, n, right, n, 0, out, n)
    }
    let own = rate { left, right, out, size in
      var product = scrip_product()
      product.m = Int32(size)
      product.n = Int32(size)
      product.k = Int32(size)
      product.a = left
      product.a_row = size
      product.a_column = 1
      product.b = right
      product.b_row = size
      product.c = UnsafeMutablePointer(out)
      product.c_row = size
      scrip_multiply(&product)
    }
    return Peak(blas: blas, own: own)
  }

  /// The best of several rounds over sizes that a library does well at.
  private static func rate(
    _ multiply:
      @Sendable (
        UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int
      ) -> Void
  ) -> Double {
    var best = 0.0
    for size in [512, 1024, 2048] {
      let count = size * size
      let repeats = max(1, 1 << 30 / (count * size))
      for _ in 0..<4 {
        let start = ContinuousClock.now
        parallelFor(Threads.count) { thread in
          let left = [Float](repeating: Float(thread + 1), count: count)
          var out = [Float](repeating: 0, count: count)
          for _ in 0..<repeats { multiply(left, left, &out, size) }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let operations = 2 * Double(count) * Double(size) * Double(repeats * Threads.count)
        best = max(best, operations / seconds / 1e9)
      }
    }
    return best
  }
}
