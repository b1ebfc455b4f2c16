// Products, and elementwise loops on 16 floats at a time: `SIMD16<Float>` with unaligned loads compiles to whatever
// the compiler may assume, which is enough where a step spends no time; what it does spend time on is in
// `CKernels`. Sums run in a fixed order: 16 lanes first, then the lanes.
//
// SAFETY: every pointer is the base of a FloatBuffer, or lies inside one, with at least the number of
// floats behind it that the call says; all callers are in this target.

import CKernels

typealias Floats = UnsafeMutablePointer<Float>
typealias Lanes = SIMD16<Float>

enum Kernels {
  @inline(__always)
  static func load(_ p: UnsafePointer<Float>, _ i: Int) -> Lanes {
    unsafe UnsafeRawPointer(p + i).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  static func store(_ value: Lanes, _ p: Floats, _ i: Int) {
    unsafe UnsafeMutableRawPointer(p + i).storeBytes(of: value, as: Lanes.self)
  }

  /// C (m, n) = op(A) (m, k) · op(B) (k, n), all row-major and dense: plus the row of `bias`
  /// (groups, n) that `groups` (m) says, the first where that is nil, or plus what C holds where `adds`; not below 0 where `rectifies`; 0 wherever `gate` (m, n) is not above 0.
  static func product(
    _ a: UnsafePointer<Float>, leftTransposed ta: Bool = false, _ b: UnsafePointer<Float>,
    rightTransposed tb: Bool = false, into c: Floats, m: Int, n: Int, k: Int,
    bias: UnsafePointer<Float>? = nil, groups: UnsafePointer<Int32>? = nil, adds: Bool = false,
    rectifies: Bool = false,
    gate: UnsafePointer<Float>? = nil
  ) {
    var product = unsafe scrip_product(
      m: Int32(m), n: Int32(n), k: Int32(k), a: a, a_row: ta ? 1 : k, a_column: ta ? m : 1, b: b,
      b_row: tb ? k : n, b_is_transposed: tb, c: c, c_row: n, bias: bias, group: groups,
      adds: adds,
      rectify: rectifies, gate: gate)
    unsafe scrip_multiply(&product)
  }

  /// out (rows, columns) = max(0, z + bias).
  static func rectify(
    _ z: UnsafePointer<Float>, plus bias: UnsafePointer<Float>, into out: Floats, rows: Int,
    columns: Int
  ) {
    let whole = columns & ~15
    for row in 0..<rows {
      let line = unsafe z + row * columns
      let target = unsafe out + row * columns
      var j = 0
      while j < whole {
        let sum = unsafe load(line, j) + load(bias, j)
        unsafe store(sum.replacing(with: 0, where: sum .< 0), target, j)
        j += 16
      }
      while j < columns {
        unsafe target[j] = unsafe max(0, line[j] + bias[j])
        j += 1
      }
    }
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
