// Reading values from a trained network: rows in chunks over the threads, every chunk writing its own
// part of the result. For many conditions (a λ grid) over the same states, the first layer's product
// with the states is formed once and each condition adds its own part of the sum. State columns whose weights are
// exactly 0, as those that shrinkage removed, take no part in it: they would add 0.

extension HeadNetwork {
  private static let chunk = 512

  /// (n, levels) values of all levels for states (n, w) beside one conditioning vector for all rows
  /// (inputs − w). `mix` are the heads' weights; nil is their mean.
  /// With `rows`, of those states alone and in that order.
  public func values(
    _ states: StateMatrix, rows: [Int32]? = nil, condition: [Float] = [], mix: [Float]? = nil
  ) -> [Float] {
    let out = FloatBuffer((rows?.count ?? states.count) * shape.levels)
    let levels = shape.levels
    sweep(states, rows, conditions: [condition], mix: mix) { _, row, rows, values in
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
    sweep(states, nil, conditions: conditions, mix: mix) { condition, row, rows, values in
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
    _ states: StateMatrix, _ places: [Int32]?, conditions: [[Float]], mix: [Float]?,
    _ body: @Sendable (Int, Int, Int, FloatBuffer) -> Void
  ) {
    precondition(
      conditions.allSatisfy { states.width + $0.count == shape.inputs },
      "a condition for every input beyond the states")
    let weights = FloatBuffer(parameters)
    let output = OutputLayer(shape)
    output.fold(weights, mix: mix ?? meanMix)
    let inputs = ReadInputs(shape, weights, states: states, places: places)
    let chunks = (inputs.count + Self.chunk - 1) / Self.chunk
    parallelFor(chunks) { index in
      let row = index * Self.chunk
      let rows = min(Self.chunk, inputs.count - row)
      let evaluator = Evaluator(shape, inputs, weights: weights, row: row, rows: rows)
      for (number, condition) in conditions.enumerated() {
        body(number, row, rows, evaluator.values(condition, output))
      }
    }
  }
}

/// Which rows of the states are read, and which of their columns.
@safe private final class ReadInputs: @unchecked Sendable {
  let stateWidth: Int
  private let states: StateMatrix
  private let places: [Int32]?
  private let weights: FloatBuffer
  private let width: Int
  /// Columns with weights, and (columns, width) their weights side by side; nil where all have.
  private let columns: [Int]?
  private let kept: FloatBuffer

  init(
    _ shape: HeadNetwork.Shape, _ weights: FloatBuffer, states: StateMatrix, places: [Int32]?
  ) {
    self.states = states
    self.places = places
    self.weights = weights
    stateWidth = states.width
    let width = shape.hidden[0]
    self.width = width
    let read = (0..<states.width).filter { column in
      (0..<width).contains { weights[column * width + $0] != 0 }
    }
    columns = read.count < states.width ? read : nil
    kept = FloatBuffer(columns == nil ? 0 : read.count * width)
    guard columns != nil else { return }
    for (place, column) in read.enumerated() {
      unsafe (kept.base + place * width).update(from: weights.base + column * width, count: width)
    }
  }

  var count: Int { places?.count ?? states.count }

  /// out (rows, width) = states · W₁ for `rows` rows from `row` on.
  func product(row: Int, rows: Int, into out: FloatBuffer) {
    guard places != nil || columns != nil else {
      unsafe Kernels.product(
        states.buffer.base + row * stateWidth, weights.base, into: out.base, m: rows, n: width,
        k: stateWidth)
      return
    }
    let picked = (row..<(row + rows)).map { places?[$0] ?? Int32($0) }
    let input = FloatBuffer(rows * stateWidth)
    unsafe states.gather(picked, rows, into: input.base, rowLength: stateWidth)
    guard let columns else {
      unsafe Kernels.product(
        input.base, weights.base, into: out.base, m: rows, n: width, k: stateWidth)
      return
    }
    let narrow = FloatBuffer(rows * columns.count)
    for index in 0..<rows {
      let from = unsafe input.base + index * stateWidth
      let to = unsafe narrow.base + index * columns.count
      for (place, column) in columns.enumerated() { unsafe to[place] = unsafe from[column] }
    }
    unsafe Kernels.product(
      narrow.base, kept.base, into: out.base, m: rows, n: width, k: columns.count)
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
    _ shape: HeadNetwork.Shape, _ inputs: ReadInputs, weights: FloatBuffer, row: Int, rows: Int
  ) {
    layout = ParameterLayout(shape)
    self.weights = weights
    self.rows = rows
    stateWidth = inputs.stateWidth
    let width = shape.hidden[0]
    shared = FloatBuffer(rows * width)
    offset = FloatBuffer(width)
    activations = shape.hidden.map { FloatBuffer(rows * $0) }
    out = FloatBuffer(rows * shape.levels)
    inputs.product(row: row, rows: rows, into: shared)
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
