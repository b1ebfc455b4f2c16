// Reading values from a trained network: rows in chunks over the threads, every chunk writing its own
// part of the result. For many conditions (a λ grid) over the same states, the first layer's product
// with the states is formed once and each condition adds its own part of the sum.

extension HeadNetwork {
  private static let chunk = 512

  /// (n, levels) values of all levels for states (n, w) beside one conditioning vector for all rows
  /// (inputs − w). `mix` are the heads' weights; nil is their mean.
  public func values(_ states: StateMatrix, condition: [Float] = [], mix: [Float]? = nil)
    -> [Float]
  {
    let out = FloatBuffer(states.count * shape.levels)
    let levels = shape.levels
    sweep(states, conditions: [condition], mix: mix) { _, row, rows, values in
      unsafe (out.base + row * levels).update(from: values.base, count: rows * levels)
    }
    return out.array
  }

  /// (n, levels) values with a conditioning vector for each row, (n, inputs − w) row-major.
  public func values(_ states: StateMatrix, rowConditions: [Float], mix: [Float]? = nil)
    -> [Float]
  {
    let extra = shape.inputs - states.width
    precondition(rowConditions.count == states.count * extra, "conditions for every row")
    var joined: [Float] = []
    joined.reserveCapacity(states.count * shape.inputs)
    let raw = states.values
    for row in 0..<states.count {
      joined += raw[(row * states.width)..<((row + 1) * states.width)]
      joined += rowConditions[(row * extra)..<((row + 1) * extra)]
    }
    return values(StateMatrix(joined, width: shape.inputs), mix: mix)
  }

  /// For every condition, (n) the level with the highest value among those that `keep` (n, levels;
  /// 1 for allowed; nil allows all) leaves. The lowest index wins ties.
  public func greedy(
    _ states: StateMatrix, conditions: [[Float]], keep: [UInt8]? = nil, mix: [Float]? = nil
  ) -> [[Int32]] {
    precondition(keep.map { $0.count == states.count * shape.levels } ?? true, "a flag per level")
    let levels = shape.levels
    let count = states.count
    let out = IndexBuffer(conditions.count * count)
    sweep(states, conditions: conditions, mix: mix) { condition, row, rows, values in
      unsafe withFlags(keep) { flags in
        for offset in 0..<rows {
          let best = unsafe bestLevel(
            values.base + offset * levels, levels: levels,
            keep: flags.map { unsafe $0 + (row + offset) * levels })
          out.set(condition * count + row + offset, best)
        }
      }
    }
    return conditions.indices.map { out.slice($0 * count, count) }
  }

  /// Calls `body(condition, first row, rows, values (rows, levels))` for every chunk, in parallel.
  private func sweep(
    _ states: StateMatrix, conditions: [[Float]], mix: [Float]?,
    _ body: @Sendable (Int, Int, Int, FloatBuffer) -> Void
  ) {
    precondition(
      conditions.allSatisfy { states.width + $0.count == shape.inputs },
      "a condition for every input beyond the states")
    let weights = FloatBuffer(parameters)
    let output = OutputLayer(shape)
    output.fold(weights, mix: mix ?? meanMix)
    let chunks = (states.count + Self.chunk - 1) / Self.chunk
    parallelFor(chunks) { index in
      let row = index * Self.chunk
      let rows = min(Self.chunk, states.count - row)
      let evaluator = Evaluator(shape, states: states, weights: weights, row: row, rows: rows)
      for (number, condition) in conditions.enumerated() {
        body(number, row, rows, evaluator.values(condition, output))
      }
    }
  }
}

/// The forward pass of one chunk of rows for condition after condition.
@safe private final class Evaluator {
  private let layout: ParameterLayout
  private let weights: FloatBuffer
  private let rows: Int
  private let stateWidth: Int
  /// States times their part of W₁, shared by all conditions.
  private let shared: FloatBuffer
  private let offset: FloatBuffer
  private let activations: [FloatBuffer]
  private let out: FloatBuffer

  init(
    _ shape: HeadNetwork.Shape, states: StateMatrix, weights: FloatBuffer, row: Int, rows: Int
  ) {
    layout = ParameterLayout(shape)
    self.weights = weights
    self.rows = rows
    stateWidth = states.width
    let width = shape.hidden[0]
    shared = FloatBuffer(rows * width)
    offset = FloatBuffer(width)
    activations = shape.hidden.map { FloatBuffer(rows * $0) }
    out = FloatBuffer(rows * shape.levels)
    unsafe Kernels.product(
      states.buffer.base + row * stateWidth, weights.base + layout.layers[0].weights,
      into: shared.base, m: rows, n: width, k: stateWidth)
  }

  func values(_ condition: [Float], _ output: OutputLayer) -> FloatBuffer {
    let first = layout.layers[0]
    unsafe offset.base.update(from: weights.base + first.biases, count: first.outputs)
    for (index, value) in condition.enumerated() {
      let column = unsafe weights.base + first.weights + (stateWidth + index) * first.outputs
      unsafe Kernels.add(column, times: value, to: offset.base, first.outputs)
    }
    unsafe Kernels.rectify(
      shared.base, plus: offset.base, into: activations[0].base, rows: rows,
      columns: first.outputs)
    for index in layout.layers.indices.dropFirst() {
      let layer = layout.layers[index]
      unsafe Kernels.product(
        activations[index - 1].base, weights.base + layer.weights, into: activations[index].base,
        m: rows, n: layer.outputs, k: layer.inputs, bias: weights.base + layer.biases,
        rectifies: true)
    }
    unsafe output.values(activations[activations.count - 1].base, rows: rows, into: out.base)
    return out
  }
}

/// Indices written by chunk from several threads, each its own part.
@safe private final class IndexBuffer: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Int32>
  private let count: Int

  init(_ count: Int) {
    self.count = count
    unsafe base = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, count))
    unsafe base.initialize(repeating: 0, count: count)
  }

  deinit {
    unsafe base.deallocate()
  }

  func set(_ index: Int, _ value: Int32) {
    precondition(index >= 0 && index < count, "an index inside the buffer")
    unsafe base[index] = value
  }

  func slice(_ start: Int, _ length: Int) -> [Int32] {
    precondition(start >= 0 && start + length <= count, "a range inside the buffer")
    return unsafe Array(UnsafeBufferPointer(start: base + start, count: length))
  }
}
