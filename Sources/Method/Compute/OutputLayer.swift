// The K heads folded into one output layer with a row for each coupon level, for given head weights:
// rows[a] = Σ_p B[a, p] Σ_k α_k W_k[p]. And back again for gradients. Exact, because the combination
// is linear; the cost of a step does not depend on K.

/// (levels, width) weights and (levels) biases for one mixture of the heads.
@safe final class OutputLayer: @unchecked Sendable {
  let weights: FloatBuffer
  let biases: FloatBuffer
  private let layout: ParameterLayout
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

  /// The transpose of `fold`: from a gradient in levels (a shard's layout) to every head's gradient,
  /// ∂W_k = α_k · Bᵀ ∂rows, written into `gradient` (the parameters' layout).
  func unfold(_ levelGradient: FloatBuffer, mix: [Float], into gradient: FloatBuffer) {
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
        n: 1,
        k: layout.levels)
    }
    unsafe gradient.base.update(from: levelGradient.base, count: layout.headWeights)
    for head in 0..<layout.heads {
      unsafe Kernels.scaled(
        mixed.base, by: mix[head], into: gradient.base + layout.headWeights + head * size, size)
      unsafe Kernels.scaled(
        mixed.base + size, by: mix[head],
        into: gradient.base + layout.headBiases + head * layout.functions, layout.functions)
    }
  }

  /// The value of `level` for a last hidden activation (width).
  @inline(__always)
  func value(_ hidden: UnsafePointer<Float>, _ level: Int) -> Float {
    unsafe Kernels.dot(hidden, weights.base + level * layout.width, layout.width)
      + biases.base[level]
  }

  /// (rows, levels) values of all levels.
  func values(_ hidden: UnsafePointer<Float>, rows: Int, into out: Floats) {
    unsafe Kernels.product(
      hidden, weights.base, rightTransposed: true, into: out, m: rows, n: layout.levels,
      k: layout.width)
    unsafe Kernels.addBias(out, biases.base, rows: rows, columns: layout.levels)
  }
}
