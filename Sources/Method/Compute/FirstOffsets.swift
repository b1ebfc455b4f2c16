// What conditions that many rows share add to the first layer: their product with the layer's weights and its biases,
// formed once a step. And the way back, from the sums of the rows' gradients. Exact, because the layer is linear.
//
// The inputs of a network are [state columns, the row's own conditions, shared conditions].

import CKernels

@safe final class FirstOffsets: @unchecked Sendable {
  /// (G, width) by group; one group with the biases alone where nothing is shared.
  let values: FloatBuffer
  let groups: Int
  private let layer: ParameterLayout.Layer
  /// (G, c)
  private let conditions: FloatBuffer?
  private let shared: Int

  init(_ shape: HeadNetwork.Shape, _ conditions: SharedConditions?) {
    layer = ParameterLayout(shape).layers[0]
    self.conditions = conditions.map { FloatBuffer($0.values) }
    shared = conditions?.width ?? 0
    groups = conditions?.count ?? 1
    values = FloatBuffer(groups * layer.outputs)
  }

  func fold(_ parameters: FloatBuffer) {
    let biases = unsafe parameters.base + layer.biases
    guard let conditions else {
      unsafe values.base.update(from: biases, count: layer.outputs)
      return
    }
    unsafe Kernels.product(
      conditions.base, biases - shared * layer.outputs, into: values.base, m: groups,
      n: layer.outputs, k: shared, bias: biases)
  }

  /// Writes the gradient by the shared conditions' weights and by the biases, given the groups' sums of the
  /// derivatives by the layer's outputs.
  func unfold(_ sums: FloatBuffer, into gradient: FloatBuffer) {
    let biases = unsafe gradient.base + layer.biases
    unsafe scrip_column_sums(sums.base, biases, Int32(groups), Int32(layer.outputs), false)
    guard let conditions else { return }
    unsafe Kernels.product(
      conditions.base, leftTransposed: true, sums.base, into: biases - shared * layer.outputs,
      m: shared, n: layer.outputs, k: groups)
  }
}
