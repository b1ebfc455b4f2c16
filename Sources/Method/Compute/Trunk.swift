// The ReLU layers forward and backward on one shard's rows, in buffers that are allocated once.

import CKernels

/// Room for up to `capacity` rows: the input, every layer's activations and their derivatives.
@safe final class Trunk: @unchecked Sendable {
  let layout: ParameterLayout
  /// Columns of a row's own, without the conditions that it shares.
  let inputs: Int
  let capacity: Int
  let input: FloatBuffer
  let activations: [FloatBuffer]
  let deltas: [FloatBuffer]
  /// (groups, width of the first layer)
  private let sums: FloatBuffer

  /// Reads `input` where it is given, such as another trunk's, and its own otherwise.
  init(
    _ shape: HeadNetwork.Shape, shared: SharedConditions? = nil, capacity: Int,
    input: FloatBuffer? = nil
  ) {
    layout = ParameterLayout(shape)
    inputs = shape.inputs - (shared?.width ?? 0)
    self.capacity = capacity
    self.input = input ?? FloatBuffer(capacity * inputs)
    precondition(self.input.count == capacity * inputs, "room for every input")
    activations = shape.hidden.map { FloatBuffer(capacity * $0) }
    deltas = shape.hidden.map { FloatBuffer(capacity * $0) }
    sums = FloatBuffer((shared?.count ?? 1) * shape.hidden[0])
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

  /// `offsets` are folded from the same parameters; `groups` (rows) says which of them a row has, the first
  /// where nil.
  func forward(_ parameters: FloatBuffer, _ offsets: FirstOffsets, _ groups: [Int32]?, rows: Int) {
    precondition(rows <= capacity, "no more rows than there is room for")
    var source = unsafe input.base
    for (index, layer) in layout.layers.enumerated() {
      let out = unsafe activations[index].base
      if index == 0 {
        unsafe withGroups(groups, rows) { groups in
          unsafe Kernels.product(
            source, parameters.base + layer.weights, into: out, m: rows, n: layer.outputs,
            k: inputs, bias: offsets.values.base, groups: groups, rectifies: true)
        }
      } else {
        unsafe Kernels.product(
          source, parameters.base + layer.weights, into: out, m: rows, n: layer.outputs,
          k: layer.inputs, bias: parameters.base + layer.biases, rectifies: true)
      }
      unsafe source = unsafe out
    }
  }

  /// From `lastDelta` to the trunk's part of `gradient` (a shard's layout), on top of what is there where `adds`.
  /// `unfold` completes it after the last rows.
  func backward(
    _ parameters: FloatBuffer, _ offsets: FirstOffsets, _ groups: [Int32]?, rows: Int,
    into gradient: FloatBuffer, adds: Bool = false
  ) {
    unsafe scrip_gate(lastDelta.base, last.base, rows * layout.width)
    for index in layout.layers.indices.reversed().dropLast() {
      let layer = layout.layers[index]
      let delta = unsafe deltas[index].base
      unsafe Kernels.product(
        activations[index - 1].base, leftTransposed: true, delta,
        into: gradient.base + layer.weights, m: layer.inputs, n: layer.outputs, k: rows, adds: adds)
      unsafe scrip_column_sums(
        delta, gradient.base + layer.biases, Int32(rows), Int32(layer.outputs), adds)
      unsafe Kernels.product(
        delta, parameters.base + layer.weights, rightTransposed: true, into: deltas[index - 1].base,
        m: rows, n: layer.inputs, k: layer.outputs, gate: activations[index - 1].base)
    }
    let first = layout.layers[0]
    let delta = unsafe deltas[0].base
    unsafe Kernels.product(
      input.base, leftTransposed: true, delta, into: gradient.base + first.weights, m: inputs,
      n: first.outputs, k: rows, adds: adds)
    unsafe withGroups(groups, rows) { groups in
      if let groups = unsafe groups {
        unsafe scrip_group_sums(
          delta, groups, sums.base, Int32(rows), Int32(first.outputs), Int32(offsets.groups),
          adds)
      } else {
        unsafe scrip_column_sums(delta, sums.base, Int32(rows), Int32(first.outputs), adds)
      }
    }
  }

  /// What rows share of the gradient, from the sums that `backward` has formed.
  func unfold(_ offsets: FirstOffsets, into gradient: FloatBuffer) {
    offsets.unfold(sums, into: gradient)
  }

  private func withGroups(
    _ groups: [Int32]?, _ rows: Int, _ body: (UnsafePointer<Int32>?) -> Void
  ) {
    guard let groups else { return body(nil) }
    precondition(groups.count >= rows, "a group for every row")
    unsafe groups.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
  }
}
