// A network whose values are logits of the levels: cross-entropy against the logged level, or against
// known probabilities, plus a penalty on the mean squared logit. The penalty is on squares (a mean of
// logits is nearly 0 whatever they are) and logits are not rectified.

import Foundation

/// What the classifier should say, by row of the state matrix.
public enum ClassifierTarget: Sendable {
  /// The level that was taken.
  case levels([Int32])
  /// (rows, levels) probabilities.
  case probabilities([Float])
}

@safe public final class ClassifierTrainer: @unchecked Sendable {
  public let shape: HeadNetwork.Shape
  private let states: StateMatrix
  private let target: ClassifierTarget
  private let penalty: Float
  private let optimiser: Optimiser
  private let output: OutputLayer
  private let shards: [ClassifierShard]

  /// Trains `network` (one head) on rows of `states`; `penalty` times the mean squared logit is added
  /// to the loss.
  public init(
    _ network: HeadNetwork, states: StateMatrix, target: ClassifierTarget, penalty: Double,
    settings: OptimiserSettings, batchSize: Int
  ) {
    precondition(network.shape.heads == 1, "a classifier has one head")
    precondition(network.shape.inputs == states.width, "an input for every column")
    shape = network.shape
    self.states = states
    self.target = target
    self.penalty = Float(penalty)
    optimiser = Optimiser(
      network, settings: settings, exempt: [Bool](repeating: false, count: states.width))
    output = OutputLayer(shape)
    let capacity = (batchSize + ValueTrainer.shardCount - 1) / ValueTrainer.shardCount
    let shape = shape
    shards = (0..<ValueTrainer.shardCount).map { _ in
      ClassifierShard(shape, capacity: capacity)
    }
  }

  /// One step on the given rows; the mean loss, penalty included.
  @discardableResult
  public func step(_ rows: [Int32]) -> Double {
    output.fold(optimiser.parameters, mix: [1])
    let count = ValueTrainer.shardCount
    let size = (rows.count + count - 1) / count
    parallelFor(count) { [shards, states, target, optimiser, output, penalty] index in
      let range = min(index * size, rows.count)..<min((index + 1) * size, rows.count)
      shards[index].run(
        rows, range, states, target, optimiser.parameters, output, penalty: penalty)
    }
    let sum = shards[0].gradient
    var loss = shards[0].loss
    for shard in shards.dropFirst() {
      unsafe Kernels.add(shard.gradient.base, times: 1, to: sum.base, sum.count)
      loss += shard.loss
    }
    output.unfold(sum, mix: [1], into: optimiser.gradient)
    optimiser.update()
    return loss / Double(rows.count)
  }

  public var network: HeadNetwork { HeadNetwork(trusted: shape, optimiser.result) }

  package var gradient: [Float] { optimiser.gradient.array }
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
  private let logits: FloatBuffer
  private let slopes: FloatBuffer

  init(_ shape: HeadNetwork.Shape, capacity: Int) {
    trunk = Trunk(shape, capacity: capacity)
    layout = ParameterLayout(shape)
    gradient = FloatBuffer(layout.gradientCount)
    logits = FloatBuffer(capacity * layout.levels)
    slopes = FloatBuffer(capacity * layout.levels)
  }

  func run(
    _ rowsOf: [Int32], _ rows: Range<Int>, _ states: StateMatrix, _ target: ClassifierTarget,
    _ parameters: FloatBuffer, _ output: OutputLayer, penalty: Float
  ) {
    for (row, index) in rows.enumerated() {
      unsafe states.copyRow(Int(rowsOf[index]), to: trunk.input.base + row * trunk.inputs)
    }
    trunk.forward(parameters, rows: rows.count)
    unsafe output.values(trunk.last.base, rows: rows.count, into: logits.base)
    loss = 0
    let scale = 1 / Float(rowsOf.count)
    for (row, index) in rows.enumerated() {
      differentiate(row, Int(rowsOf[index]), target, penalty: penalty, scale: scale)
    }
    let levels = layout.levels
    let rowGradient = unsafe gradient.base + layout.headWeights
    unsafe Kernels.product(
      slopes.base, leftTransposed: true, trunk.last.base, into: rowGradient, m: levels,
      n: layout.width, k: rows.count)
    unsafe Kernels.columnSums(
      slopes.base, into: rowGradient + levels * layout.width, rows: rows.count, columns: levels)
    unsafe Kernels.product(
      slopes.base, output.weights.base, into: trunk.lastDelta.base, m: rows.count,
      n: layout.width, k: levels)
    trunk.backward(parameters, rows: rows.count, into: gradient)
  }

  /// softmax − target, plus the penalty's slope 2 · penalty · logit / levels.
  private func differentiate(
    _ row: Int, _ state: Int, _ target: ClassifierTarget, penalty: Float, scale: Float
  ) {
    let levels = layout.levels
    let start = row * levels
    var highest = -Float.infinity
    for index in start..<(start + levels) { highest = max(highest, logits[index]) }
    var sum: Float = 0
    for index in start..<(start + levels) {
      let weight = exp(logits[index] - highest)
      slopes[index] = weight
      sum += weight
    }
    let shift = highest + log(sum)
    var squares: Float = 0
    for level in 0..<levels {
      let logit = logits[start + level]
      squares += logit * logit
      let wanted: Float
      switch target {
      case .levels(let taken): wanted = Int(taken[state]) == level ? 1 : 0
      case .probabilities(let known): wanted = known[state * levels + level]
      }
      if wanted > 0 { loss -= Double(wanted * (logit - shift)) }
      let slope = slopes[start + level] / sum - wanted + 2 * penalty * logit / Float(levels)
      slopes[start + level] = slope * scale
    }
    loss += Double(penalty * squares / Float(levels))
  }
}
