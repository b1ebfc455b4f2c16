// The K heads folded into one output layer with a row for each coupon level, for given head weights:
// rows[a] = Σ_p B[a, p] Σ_k α_k W_k[p]. And back again for gradients. Exact, because the combination
// is linear; the cost of a step does not depend on K.

import CKernels

/// (levels, width) weights and (levels) biases for one mixture of the heads.
@safe final class OutputLayer: @unchecked Sendable {
  let weights: FloatBuffer
  let biases: FloatBuffer
  let layout: ParameterLayout
  private let basis: FloatBuffer
  private let isIdentity: Bool
  private let mixed: FloatBuffer

  init(_ shape: HeadNetwork.Shape) {
    layout = ParameterLayout(shape)
    basis = FloatBuffer(shape.basis.matrix)
    isIdentity = shape.basis.isIdentity
    weights = FloatBuffer(layout.levels * layout.width)
    biases = FloatBuffer(layout.levels)
    mixed = FloatBuffer(layout.functions * (layout.width + 1))
  }

  /// Folds the heads of `parameters` with weights `mix` (K).
  func fold(_ parameters: FloatBuffer, mix: [Float]) {
    precondition(mix.count == layout.heads, "a weight for every head")
    let size = layout.functions * layout.width
    mixed.clear()
    for head in 0..<layout.heads {
      unsafe Kernels.add(
        parameters.base + layout.headWeights + head * size, times: mix[head], to: mixed.base, size)
      unsafe Kernels.add(
        parameters.base + layout.headBiases + head * layout.functions, times: mix[head],
        to: mixed.base + size, layout.functions)
    }
    fold(mixed)
  }

  /// The same from heads that are mixed: (functions, width) weights, then (functions) biases.
  func fold(_ mixed: FloatBuffer) {
    let size = layout.functions * layout.width
    if isIdentity {
      unsafe weights.base.update(from: mixed.base, count: size)
      unsafe biases.base.update(from: mixed.base + size, count: layout.functions)
      return
    }
    unsafe Kernels.product(
      basis.base, mixed.base, into: weights.base, m: layout.levels, n: layout.width,
      k: layout.functions)
    unsafe Kernels.product(
      basis.base, mixed.base + size, into: biases.base, m: layout.levels, n: 1,
      k: layout.functions)
  }

  /// The transpose of `fold`: from a gradient in levels (a shard's layout) to one by the mixture's weights
  /// (functions, width) and biases (functions), Bᵀ ∂rows. Head k's is α_k times that.
  func unfold(_ levelGradient: FloatBuffer) -> FloatBuffer {
    let size = layout.functions * layout.width
    let rows = unsafe levelGradient.base + layout.headWeights
    let offsets = unsafe rows + layout.levels * layout.width
    if isIdentity {
      unsafe mixed.base.update(from: rows, count: size + layout.functions)
    } else {
      unsafe Kernels.product(
        basis.base, leftTransposed: true, rows, into: mixed.base, m: layout.functions,
        n: layout.width, k: layout.levels)
      unsafe Kernels.product(
        basis.base, leftTransposed: true, offsets, into: mixed.base + size, m: layout.functions,
        n: 1, k: layout.levels)
    }
    return mixed
  }

  /// A shard's gradient in the layout of the parameters, every head's part written out.
  func gradient(_ levelGradient: FloatBuffer, mix: [Float]) -> [Float] {
    let mixed = unfold(levelGradient).array
    let size = layout.functions * layout.width
    return levelGradient.array.prefix(layout.headWeights)
      + mix.flatMap { share in mixed.prefix(size).map { share * $0 } }
      + mix.flatMap { share in mixed.dropFirst(size).map { share * $0 } }
  }

  /// (rows) the value of `levels[row]` (of the only level where nil) for last hidden activations (rows, width).
  func read(_ hidden: UnsafePointer<Float>, _ levels: [Int32]?, rows: Int, into values: Floats) {
    unsafe withOutputs(hidden, levels, rows) { unsafe scrip_read($0, values) }
  }

  /// Sets the output layer's part of `gradient` (a shard's layout; adds to it where `adds`) and `delta`
  /// (rows, width) from the loss's `slopes` (rows) by those values.
  func differentiate(
    _ hidden: UnsafePointer<Float>, _ levels: [Int32]?, slopes: UnsafePointer<Float>, rows: Int,
    into gradient: FloatBuffer, adds: Bool = false, delta: Floats
  ) {
    let sums = unsafe gradient.base + layout.headWeights
    let biases = unsafe sums + layout.levels * layout.width
    if !adds { unsafe sums.update(repeating: 0, count: layout.levels * (layout.width + 1)) }
    unsafe withOutputs(hidden, levels, rows) {
      unsafe scrip_differentiate($0, slopes, sums, biases, delta)
    }
  }

  private func withOutputs(
    _ hidden: UnsafePointer<Float>, _ levels: [Int32]?, _ rows: Int,
    _ body: (UnsafePointer<scrip_outputs>) -> Void
  ) {
    func call(_ levels: UnsafePointer<Int32>?) {
      var outputs = unsafe scrip_outputs(
        rows: Int32(rows), width: Int32(layout.width), levels: levels, hidden: hidden,
        weights: weights.base, biases: biases.base)
      unsafe body(&outputs)
    }
    guard let levels else { return call(nil) }
    precondition(levels.count >= rows, "a level for every row")
    unsafe levels.withUnsafeBufferPointer { unsafe call($0.baseAddress) }
  }

  /// (rows, levels) values of all levels.
  func values(_ hidden: UnsafePointer<Float>, rows: Int, into out: Floats) {
    unsafe Kernels.product(
      hidden, weights.base, rightTransposed: true, into: out, m: rows, n: layout.levels,
      k: layout.width, bias: biases.base)
  }
}
