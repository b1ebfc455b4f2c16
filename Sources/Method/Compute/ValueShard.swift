// One shard's part of a value step: targets, loss and gradient of its rows, in its own memory.

@safe final class ValueShard: @unchecked Sendable {
  /// What all shards of a step read.
  struct Work: Sendable {
    let batch: TransitionBatch
    let states: StateMatrix
    let bootstrap: Bootstrap
    let loss: Loss
    let conservatism: Float
    let parameters: FloatBuffer
    let target: FloatBuffer
    let online: OutputLayer
    let onlineMean: OutputLayer
    let targetLayer: OutputLayer
    let level: StateLevel?
  }

  let gradient: FloatBuffer
  var loss = 0.0
  private(set) var lowest = Float.infinity
  private(set) var highest = -Float.infinity
  let trunk: Trunk
  let layout: ParameterLayout
  let values: FloatBuffer
  private let targets: FloatBuffer
  private let slopes: FloatBuffer
  private var choices: [Int32]
  /// The state's own level, where the trainer has one.
  let level: StateLevelShard?

  init(_ shape: HeadNetwork.Shape, level levelShape: HeadNetwork.Shape?, capacity: Int) {
    level = levelShape.map { StateLevelShard($0, capacity: capacity) }
    slopes = FloatBuffer(capacity)
    trunk = Trunk(shape, capacity: capacity)
    layout = ParameterLayout(shape)
    gradient = FloatBuffer(layout.gradientCount)
    values = FloatBuffer(capacity * layout.levels)
    targets = FloatBuffer(capacity)
    choices = [Int32](repeating: 0, count: capacity)
  }

  func run(_ work: Work, rows: Range<Int>) {
    formTargets(work, rows)
    load(work.batch.states, work.batch.conditions, work, rows)
    trunk.forward(work.parameters, rows: rows.count)
    if let level = work.level { self.level?.forward(level, rows: rows.count) }
    differentiateOutput(work, rows)
    if work.conservatism > 0 { addConservatism(work, rows) }
    trunk.backward(work.parameters, rows: rows.count, into: gradient)
    if let level = work.level { self.level?.backward(level, slopes: slopes, rows: rows.count) }
  }

  /// Rows without a next state (discount 0) load state 0: their value is never read.
  private func load(_ rowsOf: [Int32], _ conditions: [Float], _ work: Work, _ rows: Range<Int>) {
    let width = trunk.inputs - work.states.width
    precondition(conditions.count >= rows.upperBound * width, "conditions for every row")
    unsafe conditions.withUnsafeBufferPointer { conditions in
      for (row, index) in rows.enumerated() {
        let state = max(0, Int(rowsOf[index]))
        unsafe trunk.load(
          row, states: work.states, stateRow: state, conditions: conditions,
          condition: index * width)
        unsafe level?.trunk.load(
          row, states: work.states, stateRow: state, conditions: conditions,
          condition: index * width)
      }
    }
  }

  /// targets = reward + discount · V(s′).
  private func formTargets(_ work: Work, _ rows: Range<Int>) {
    let batch = work.batch
    if work.bootstrap == .none {
      for (row, index) in rows.enumerated() { targets[row] = batch.rewards[index] }
      return
    }
    load(batch.nextStates, batch.nextConditions, work, rows)
    if let level = work.level { self.level?.readTarget(level, rows: rows.count) }
    if case .greedy(let keep) = work.bootstrap {
      trunk.forward(work.parameters, rows: rows.count)
      chooseGreedily(work, rows, keep)
    }
    trunk.forward(work.target, rows: rows.count)
    if work.bootstrap == .distribution {
      unsafe work.targetLayer.values(trunk.last.base, rows: rows.count, into: values.base)
    }
    for (row, index) in rows.enumerated() {
      let discount = batch.discounts[index]
      guard discount != 0 else {
        targets[row] = batch.rewards[index]
        continue
      }
      let hidden = unsafe trunk.last.base + row * layout.width
      var value: Float = 0
      switch work.bootstrap {
      case .greedy: value = unsafe work.targetLayer.value(hidden, Int(choices[row]))
      case .action:
        let level = Int(batch.nextActions[index])
        precondition(level >= 0 && level < layout.levels, "a level of the network")
        value = unsafe work.targetLayer.value(hidden, level)
      case .distribution:
        for level in 0..<layout.levels {
          value +=
            batch.nextProbabilities[index * layout.levels + level]
            * values[row * layout.levels + level]
        }
      case .none: break
      }
      if let level { value += level.next[row] }
      targets[row] = batch.rewards[index] + discount * value
    }
  }

  /// The online mean head's best allowed level at s′; the lowest index wins ties.
  private func chooseGreedily(_ work: Work, _ rows: Range<Int>, _ keep: [UInt8]?) {
    unsafe work.onlineMean.values(trunk.last.base, rows: rows.count, into: values.base)
    let levels = layout.levels
    unsafe withFlags(keep) { flags in
      for (row, index) in rows.enumerated() where work.batch.discounts[index] != 0 {
        let state = Int(work.batch.nextStates[index])
        precondition(state >= 0 && state < work.states.count, "a row of the matrix")
        choices[row] = unsafe bestLevel(
          values.base + row * levels, levels: levels, keep: flags.map { unsafe $0 + state * levels }
        )
      }
    }
  }

  /// Loss and its derivative by the chosen levels' weights and by the last hidden layer.
  private func differentiateOutput(_ work: Work, _ rows: Range<Int>) {
    let batch = work.batch
    let width = layout.width
    let rowGradient = unsafe gradient.base + layout.headWeights
    let biasGradient = unsafe rowGradient + layout.levels * width
    unsafe rowGradient.update(repeating: 0, count: layout.levels * (width + 1))
    loss = 0
    lowest = .infinity
    highest = -.infinity
    let scale = 1 / Float(batch.count)
    for (row, index) in rows.enumerated() {
      let level = Int(batch.actions[index])
      precondition(level >= 0 && level < layout.levels, "a level of the network")
      let hidden = unsafe trunk.last.base + row * width
      let state = self.level?.values[row] ?? 0
      let value = unsafe work.online.value(hidden, level) + state
      let residual = value - targets[row]
      let slope: Float
      switch work.loss {
      case .squared:
        loss += Double(residual) * Double(residual)
        slope = 2 * residual * scale
      case .huber:
        let size = abs(residual)
        loss += Double(size <= 1 ? 0.5 * residual * residual : size - 0.5)
        slope = min(1, max(-1, residual)) * scale
      }
      slopes[row] = slope
      lowest = value.isNaN ? value : min(lowest, value)
      highest = value.isNaN ? value : max(highest, value)
      unsafe Kernels.add(hidden, times: slope, to: rowGradient + level * width, width)
      unsafe biasGradient[level] += slope
      unsafe Kernels.scaled(
        work.online.weights.base + level * width, by: slope,
        into: trunk.lastDelta.base + row * width, width)
    }
  }
}

/// The flags' address for the time of `body`; nil where everything is allowed.
func withFlags(_ keep: [UInt8]?, _ body: (UnsafePointer<UInt8>?) -> Void) {
  guard let keep else { return body(nil) }
  unsafe keep.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}

/// argmax over the levels that `keep` allows (all when nil), −∞ outside; the lowest index wins ties.
/// Where nothing is allowed the answer is 0.
@inline(__always)
func bestLevel(
  _ values: UnsafePointer<Float>, levels: Int, keep: UnsafePointer<UInt8>?
) -> Int32 {
  var best = -Float.infinity
  var choice = -1
  for level in 0..<levels {
    if let keep = unsafe keep, unsafe keep[level] == 0 { continue }
    let value = unsafe values[level]
    if value > best || choice < 0 {
      best = value
      choice = level
    }
  }
  return Int32(max(0, choice))
}
