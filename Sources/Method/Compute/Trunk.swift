// The ReLU layers forward and backward on one shard's rows, in buffers that are allocated once.

import CKernels

/// Room for up to `capacity` rows: the input, every layer's activations and their derivatives.
@safe final class Trunk: @unchecked Sendable {
  let layout: ParameterLayout
  let inputs: Int
  let capacity: Int
  let input: FloatBuffer
  let activations: [FloatBuffer]
  let deltas: [FloatBuffer]

  /// Reads `input` where it is given, such as another trunk's, and its own otherwise.
  init(_ shape: HeadNetwork.Shape, capacity: Int, input: FloatBuffer? = nil) {
    layout = ParameterLayout(shape)
    inputs = shape.inputs
    self.capacity = capacity
    self.input = input ?? FloatBuffer(capacity * shape.inputs)
    precondition(self.input.count == capacity * shape.inputs, "room for every input")
    activations = shape.hidden.map { FloatBuffer(capacity * $0) }
    deltas = shape.hidden.map { FloatBuffer(capacity * $0) }
  }

  /// (rows, width) of the last hidden layer.
  var last: FloatBuffer { activations[activations.count - 1] }
  /// Where the loss's derivative by `last` goes before `backward`.
  var lastDelta: FloatBuffer { deltas[deltas.count - 1] }

  /// Input row i = [states[places[i]], conditions[(first + i) · width ...]].
  func load(_ states: StateMatrix, _ places: [Int32], rows: Int, conditions: [Float], first: Int) {
    let width = inputs - states.width
    precondition(rows <= capacity && rows <= places.count, "no more rows than there is room for")
    precondition(conditions.count >= (first + rows) * width, "conditions for every row")
    unsafe states.gather(places, rows, into: input.base, rowLength: inputs)
    guard width > 0 else { return }
    unsafe conditions.withUnsafeBufferPointer { conditions in
      for row in 0..<rows {
        let target = unsafe input.base + row * inputs + states.width
        for j in 0..<width { unsafe target[j] = unsafe conditions[(first + row) * width + j] }
      }
    }
  }

  func forward(_ parameters: FloatBuffer, rows: Int) {
    precondition(rows <= capacity, "no more rows than there is room for")
    var source = unsafe input.base
    for (index, layer) in layout.layers.enumerated() {
      let out = unsafe activations[index].base
      unsafe Kernels.product(
        source, parameters.base + layer.weights, into: out, m: rows, n: layer.outputs,
        k: layer.inputs, bias: parameters.base + layer.biases, rectifies: true)
      unsafe source = unsafe out
    }
  }

  /// From `lastDelta` to the trunk's part of `gradient` (a shard's layout), overwriting it.
  func backward(_ parameters: FloatBuffer, rows: Int, into gradient: FloatBuffer) {
    unsafe scrip_gate(lastDelta.base, last.base, rows * layout.width)
    for index in layout.layers.indices.reversed() {
      let layer = layout.layers[index]
      let delta = unsafe deltas[index].base
      let source = unsafe index > 0 ? activations[index - 1].base : input.base
      unsafe Kernels.product(
        source, leftTransposed: true, delta, into: gradient.base + layer.weights, m: layer.inputs,
        n: layer.outputs, k: rows)
      unsafe scrip_column_sums(
        delta, gradient.base + layer.biases, Int32(rows), Int32(layer.outputs))
      guard index > 0 else { return }
      unsafe Kernels.product(
        delta, parameters.base + layer.weights, rightTransposed: true, into: deltas[index - 1].base,
        m: rows, n: layer.inputs, k: layer.outputs, gate: activations[index - 1].base)
    }
  }
}
