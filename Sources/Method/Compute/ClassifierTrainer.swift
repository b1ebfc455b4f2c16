// A network whose values are logits of the levels: cross-entropy against the logged level, or against
// known probabilities, plus a penalty on the mean squared logit. The penalty is on squares (a mean of
// logits is nearly 0 whatever they are) and logits are not rectified.

import CKernels
import Foundation

/// What the classifier should say, by row of the state matrix.
public enum ClassifierTarget: Sendable {
  /// The level that was taken.
  case levels([Int32])
  /// (rows, levels) probabilities.
  case probabilities([Float])

  /// How many rows it has an answer for.
  fileprivate func count(levels: Int) -> Int {
    switch self {
    case .levels(let taken):
      precondition(taken.allSatisfy { $0 >= 0 && $0 < levels }, "levels of the network")
      return taken.count
    case .probabilities(let known): return known.count / levels
    }
  }
}

@safe public final class ClassifierTrainer: @unchecked Sendable {
  public let shape: HeadNetwork.Shape
  private let states: StateMatrix
  private let target: ClassifierTarget
  /// Rows from the first on that have an answer.
  private let answers: Int
  private let penalty: Float
  private let optimiser: Optimiser
  private let output: OutputLayer
  private let offsets: FirstOffsets
  private let shards: [ClassifierShard]
  /// Inputs that are not read.
  private let blindTo: [Int]

  /// Trains `network` (one head) on rows of `states`; `penalty` times the mean squared logit is added
  /// to the loss. Inputs in `blindTo` have weights of exactly 0 and keep them.
  public init(
    _ network: HeadNetwork, states: StateMatrix, target: ClassifierTarget, penalty: Double,
    settings: OptimiserSettings, batchSize: Int, blindTo: [Int] = []
  ) {
    precondition(network.shape.heads == 1, "a classifier has one head")
    precondition(network.shape.inputs == states.width, "an input for every column")
    answers = target.count(levels: network.shape.levels)
    shape = network.shape
    self.states = states
    self.target = target
    self.penalty = Float(penalty)
    self.blindTo = blindTo
    optimiser = Optimiser(
      network.without(inputs: blindTo), settings: settings,
      exempt: [Bool](repeating: false, count: states.width))
    output = OutputLayer(shape)
    offsets = FirstOffsets(shape, nil)
    let capacity = ValueTrainer.rowsAtOnce(network.shape, batchSize: batchSize)
    let shape = shape
    shards = (0..<ValueTrainer.shardCount).map { _ in
      ClassifierShard(shape, capacity: capacity)
    }
  }

  /// One step on the given rows; the mean loss, penalty included.
  @discardableResult
  public func step(_ rows: [Int32]) -> Double {
    precondition(rows.allSatisfy { $0 < answers }, "rows with an answer")
    output.fold(optimiser.mixedWeights)
    offsets.fold(optimiser.parameters)
    let count = ValueTrainer.shardCount
    let size = (rows.count + count - 1) / count
    parallelFor(count) { [shards, states, target, optimiser, output, offsets, penalty] index in
      let range = min(index * size, rows.count)..<min((index + 1) * size, rows.count)
      shards[index].run(
        rows, range, states, target, optimiser.parameters, output, offsets, penalty: penalty)
    }
    let sum = shards[0].gradient
    var loss = shards[0].loss
    for shard in shards.dropFirst() {
      unsafe Kernels.add(shard.gradient.base, times: 1, to: sum.base, sum.count)
      loss += shard.loss
    }
    // Adam leaves a weight where it is whose gradients are all 0.
    let width = shape.hidden[0]
    for input in blindTo {
      for weight in (input * width)..<((input + 1) * width) { sum[weight] = 0 }
    }
    optimiser.update(sum, output, mix: [1], next: [1])
    return loss / Double(rows.count)
  }

  public var network: HeadNetwork { HeadNetwork(trusted: shape, optimiser.result) }

  package var gradient: [Float] { output.gradient(shards[0].gradient, mix: [1]) }
}

/// log softmax of every row of (rows, levels) values, in place: shifted by the row's own maximum.
public func logSoftmaxRows(_ values: inout [Float], levels: Int) {
  for start in stride(from: 0, to: values.count, by: levels) {
    var highest = -Float.infinity
    for index in start..<(start + levels) { highest = max(highest, values[index]) }
    var sum: Float = 0
    for index in start..<(start + levels) { sum += exp(values[index] - highest) }
    let shift = log(sum)
    for index in start..<(start + levels) { values[index] = (values[index] - highest) - shift }
  }
}

/// softmax of every row of (rows, levels) values, in place.
public func softmaxRows(_ values: inout [Float], levels: Int) {
  logSoftmaxRows(&values, levels: levels)
  for index in values.indices { values[index] = exp(values[index]) }
}

/// One shard of a classifier's step.
@safe private final class ClassifierShard: @unchecked Sendable {
  let gradient: FloatBuffer
  private(set) var loss = 0.0
  private let trunk: Trunk
  private let layout: ParameterLayout
  private var places: [Int32]
  private let logits: FloatBuffer
  private let slopes: FloatBuffer

  init(_ shape: HeadNetwork.Shape, capacity: Int) {
    trunk = Trunk(shape, capacity: capacity)
    layout = ParameterLayout(shape)
    gradient = FloatBuffer(layout.gradientCount)
    places = [Int32](repeating: 0, count: capacity)
    logits = FloatBuffer(capacity * layout.levels)
    slopes = FloatBuffer(capacity * layout.levels)
  }

  func run(
    _ rowsOf: [Int32], _ rows: Range<Int>, _ states: StateMatrix, _ target: ClassifierTarget,
    _ parameters: FloatBuffer, _ output: OutputLayer, _ offsets: FirstOffsets, penalty: Float
  ) {
    loss = 0
    let count = max(1, (rows.count + trunk.capacity - 1) / trunk.capacity)
    let size = (rows.count + count - 1) / count
    for tile in 0..<count {
      let start = rows.lowerBound + tile * size
      run(
        rowsOf, tile: start..<min(start + size, rows.upperBound), states, target, parameters,
        output, offsets, penalty: penalty, adds: tile > 0)
    }
    trunk.unfold(offsets, into: gradient)
  }

  private func run(
    _ rowsOf: [Int32], tile rows: Range<Int>, _ states: StateMatrix, _ target: ClassifierTarget,
    _ parameters: FloatBuffer, _ output: OutputLayer, _ offsets: FirstOffsets, penalty: Float,
    adds: Bool
  ) {
    for (row, index) in rows.enumerated() { places[row] = rowsOf[index] }
    trunk.load(states, places, rows: rows.count, conditions: [], first: 0)
    trunk.forward(parameters, offsets, nil, rows: rows.count)
    unsafe output.values(trunk.last.base, rows: rows.count, into: logits.base)
    differentiate(target, rows: rows.count, penalty: penalty, scale: 1 / Float(rowsOf.count))
    let levels = layout.levels
    let rowGradient = unsafe gradient.base + layout.headWeights
    unsafe Kernels.product(
      slopes.base, leftTransposed: true, trunk.last.base, into: rowGradient, m: levels,
      n: layout.width, k: rows.count, adds: adds)
    unsafe scrip_column_sums(
      slopes.base, rowGradient + levels * layout.width, Int32(rows.count), Int32(levels), adds)
    unsafe Kernels.product(
      slopes.base, output.weights.base, into: trunk.lastDelta.base, m: rows.count,
      n: layout.width, k: levels)
    trunk.backward(parameters, offsets, nil, rows: rows.count, into: gradient, adds: adds)
  }

  /// softmax − target, plus the penalty's slope 2 · penalty · logit / levels.
  private func differentiate(
    _ target: ClassifierTarget, rows: Int, penalty: Float, scale: Float
  ) {
    func call(_ taken: UnsafePointer<Int32>?, _ known: UnsafePointer<Float>?) {
      unsafe places.withUnsafeBufferPointer { places in
        var classes = unsafe scrip_classes(
          rows: Int32(rows), levels: Int32(layout.levels), states: places.baseAddress,
          taken: taken, known: known, penalty: penalty, scale: scale)
        loss += unsafe scrip_cross_entropy(&classes, logits.base, slopes.base)
      }
    }
    // SAFETY: the trainer checked that there is an answer for every row.
    switch target {
    case .levels(let taken):
      unsafe taken.withUnsafeBufferPointer { unsafe call($0.baseAddress, nil) }
    case .probabilities(let known):
      unsafe known.withUnsafeBufferPointer { unsafe call(nil, $0.baseAddress) }
    }
  }
}
