// The ReLU layers forward and backward on one shard's rows, in buffers that are allocated once.

/// Room for up to `capacity` rows: the input, every layer's activations and their derivatives.
@safe final class Trunk: @unchecked Sendable {
  let layout: ParameterLayout
  let inputs: Int
  let capacity: Int
  let input: FloatBuffer
  let activations: [FloatBuffer]
  let deltas: [FloatBuffer]

  init(_ shape: HeadNetwork.Shape, capacity: Int) {
    layout = ParameterLayout(shape)
    inputs = shape.inputs
    self.capacity = capacity
    input = FloatBuffer(capacity * shape.inputs)
    activations = shape.hidden.map { FloatBuffer(capacity * $0) }
    deltas = shape.hidden.map { FloatBuffer(capacity * $0) }
  }

  /// (rows, width) of the last hidden layer.
  var last: FloatBuffer { activations[activations.count - 1] }
  /// Where the loss's derivative by `last` goes before `backward`.
  var lastDelta: FloatBuffer { deltas[deltas.count - 1] }

  /// Input row `row` = [states[stateRow], conditions[condition ..< condition + width]].
  @inline(__always)
  func load(
    _ row: Int, states: StateMatrix, stateRow: Int, conditions: UnsafeBufferPointer<Float>,
    condition: Int
  ) {
    let target = unsafe input.base + row * inputs
    unsafe states.copyRow(stateRow, to: target)
    let width = inputs - states.width
    for j in 0..<width { unsafe target[states.width + j] = unsafe conditions[condition + j] }
  }

  func forward(_ parameters: FloatBuffer, rows: Int) {
    precondition(rows <= capacity, "no more rows than there is room for")
    var source = unsafe input.base
    for (index, layer) in layout.layers.enumerated() {
      let out = unsafe activations[index].base
      unsafe Kernels.product(
        source, parameters.base + layer.weights, into: out, m: rows, n: layer.outputs,
        k: layer.inputs)
      unsafe Kernels.addBiasRelu(
        out, parameters.base + layer.biases, rows: rows, columns: layer.outputs)
      unsafe source = unsafe out
    }
  }

  /// From `lastDelta` to the trunk's part of `gradient` (a shard's layout), overwriting it.
  func backward(_ parameters: FloatBuffer, rows: Int, into gradient: FloatBuffer) {
    for index in layout.layers.indices.reversed() {
      let layer = layout.layers[index]
      let delta = unsafe deltas[index].base
      unsafe Kernels.reluBackward(delta, activations[index].base, rows * layer.outputs)
      let source = unsafe index > 0 ? activations[index - 1].base : input.base
      unsafe Kernels.product(
        source, leftTransposed: true, delta, into: gradient.base + layer.weights, m: layer.inputs,
        n: layer.outputs, k: rows)
      unsafe Kernels.columnSums(
        delta, into: gradient.base + layer.biases, rows: rows, columns: layer.outputs)
      guard index > 0 else { return }
      unsafe Kernels.product(
        delta, parameters.base + layer.weights, rightTransposed: true, into: deltas[index - 1].base,
        m: rows, n: layer.inputs, k: layer.outputs)
    }
  }
}
