// What a matrix product can reach here, measured in the same run: the better of our own and, where it is installed,
// OpenBLAS, with every thread on a product of its own.

import CKernels
import Compute
import Glibc

/// out = left · right, all (n, n) row-major.
typealias Multiply =
  @Sendable (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

/// Looked for when the program runs, since nothing but this comparison needs it.
private enum OpenBLAS {
  private typealias SetThreads = @convention(c) (Int32) -> Void
  private typealias Product =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
      UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
    ) -> Void

  /// On one thread each; nil when the library is not there.
  static let multiply: Multiply? = {
    guard let library = dlopen("libopenblas.so.0", RTLD_NOW),
      let threads = dlsym(library, "openblas_set_num_threads"),
      let product = dlsym(library, "cblas_sgemm")
    else { return nil }
    unsafeBitCast(threads, to: SetThreads.self)(1)
    let multiply = unsafeBitCast(product, to: Product.self)
    // Of CBLAS: rows one after the other, nothing transposed.
    let (byRows, asIs): (Int32, Int32) = (101, 111)
    return { left, right, out, size in
      let n = Int32(size)
      multiply(byRows, asIs, asIs, n, n, n, 1, left, n, right, n, 0, out, n)
    }
  }()
}

struct Peak {
  /// Floating-point operations a second, in units of 10⁹; 0 where there is no OpenBLAS.
  var blas: Double
  var own: Double

  var best: Double { max(blas, own) }

  static func measure() -> Peak {
    let blas = OpenBLAS.multiply.map { rate($0) } ?? 0
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
  private static func rate(_ multiply: Multiply) -> Double {
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
