// Elementwise loops on 16 floats at a time. `SIMD16<Float>` with unaligned loads compiles to whatever
// the machine has, needs no compiler flag, and is what the plain loops of the tests' reference network
// are compared with. Sums run in a fixed order: 16 lanes first, then the lanes.
//
// SAFETY: every pointer is the base of a FloatBuffer, or lies inside one, with at least the number of
// floats behind it that the call says; all callers are in this target.

import CBLAS

typealias Floats = UnsafeMutablePointer<Float>
typealias Lanes = SIMD16<Float>

enum Kernels {
  /// Held to one thread before the first product.
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  @inline(__always)
  static func load(_ p: UnsafePointer<Float>, _ i: Int) -> Lanes {
    unsafe UnsafeRawPointer(p + i).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  static func store(_ value: Lanes, _ p: Floats, _ i: Int) {
    unsafe UnsafeMutableRawPointer(p + i).storeBytes(of: value, as: Lanes.self)
  }

  /// C (m, n) = op(A) (m, k) · op(B) (k, n) + beta · C, all row-major and dense.
  static func product(
    _ a: UnsafePointer<Float>, leftTransposed ta: Bool = false, _ b: UnsafePointer<Float>,
    rightTransposed tb: Bool = false, into c: Floats, m: Int, n: Int, k: Int, beta: Float = 0
  ) {
    _ = singleThreaded
    guard m > 0, n > 0 else { return }
    unsafe cblas_sgemm(
      CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), 1, a, Int32(ta ? m : k), b, Int32(tb ? k : n), beta, c,
      Int32(n))
  }

  /// z (rows, columns) = max(0, z + bias).
  static func addBiasRelu(_ z: Floats, _ bias: UnsafePointer<Float>, rows: Int, columns: Int) {
    let whole = columns & ~15
    for row in 0..<rows {
      let line = unsafe z + row * columns
      var j = 0
      while j < whole {
        let sum = unsafe load(line, j) + load(bias, j)
        unsafe store(sum.replacing(with: 0, where: sum .< 0), line, j)
        j += 16
      }
      while j < columns {
        unsafe line[j] = unsafe max(0, line[j] + bias[j])
        j += 1
      }
    }
  }

  /// z (rows, columns) += bias.
  static func addBias(_ z: Floats, _ bias: UnsafePointer<Float>, rows: Int, columns: Int) {
    for row in 0..<rows { unsafe add(bias, times: 1, to: z + row * columns, columns) }
  }

  /// delta ·= (activation > 0), which is ReLU's derivative.
  static func reluBackward(_ delta: Floats, _ activation: UnsafePointer<Float>, _ count: Int) {
    let whole = count & ~15
    var i = 0
    while i < whole {
      let value = unsafe load(delta, i)
      unsafe store(value.replacing(with: 0, where: load(activation, i) .<= 0), delta, i)
      i += 16
    }
    while i < count {
      if unsafe activation[i] <= 0 { unsafe delta[i] = 0 }
      i += 1
    }
  }

  /// sums (columns) = Σ over rows of z.
  static func columnSums(
    _ z: UnsafePointer<Float>, into sums: Floats, rows: Int, columns: Int
  ) {
    unsafe sums.update(repeating: 0, count: columns)
    for row in 0..<rows { unsafe add(z + row * columns, times: 1, to: sums, columns) }
  }

  /// y += factor · x.
  @inline(__always)
  static func add(_ x: UnsafePointer<Float>, times factor: Float, to y: Floats, _ count: Int) {
    let whole = count & ~15
    var i = 0
    while i < whole {
      unsafe store(load(y, i) + load(x, i) * factor, y, i)
      i += 16
    }
    while i < count {
      unsafe y[i] += factor * x[i]
      i += 1
    }
  }

  /// y = factor · x.
  @inline(__always)
  static func scaled(_ x: UnsafePointer<Float>, by factor: Float, into y: Floats, _ count: Int) {
    let whole = count & ~15
    var i = 0
    while i < whole {
      unsafe store(load(x, i) * factor, y, i)
      i += 16
    }
    while i < count {
      unsafe y[i] = factor * x[i]
      i += 1
    }
  }

  /// y += share · (x − y).
  static func blend(
    _ x: UnsafePointer<Float>, share: Float, into y: Floats, _ count: Int
  ) {
    let whole = count & ~15
    var i = 0
    while i < whole {
      let old = unsafe load(y, i)
      unsafe store(old + (load(x, i) - old) * share, y, i)
      i += 16
    }
    while i < count {
      unsafe y[i] += share * (x[i] - y[i])
      i += 1
    }
  }

  @inline(__always)
  static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float {
    let whole = count & ~15
    var lanes = Lanes(repeating: 0)
    var i = 0
    while i < whole {
      unsafe lanes += load(x, i) * load(y, i)
      i += 16
    }
    var sum = lanes.sum()
    while i < count {
      unsafe sum += x[i] * y[i]
      i += 1
    }
    return sum
  }
}
