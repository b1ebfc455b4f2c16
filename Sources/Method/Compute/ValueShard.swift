// One shard's part of a value step: targets, loss and gradient of its rows, in its own memory.

import CKernels

@safe final class ValueShard: @unchecked Sendable {
  /// What all shards of a step read.
  struct Work: Sendable {
    let batch: TransitionBatch
    let states: StateMatrix
    let bootstrap: Bootstrap
    let loss: Loss
    let conservatism: Float
    let limit: Float
    let parameters: FloatBuffer
    let target: FloatBuffer
    let online: OutputLayer
    let onlineMean: OutputLayer
    let offsets: FirstOffsets
    let targetOffsets: FirstOffsets
    let targetLayer: OutputLayer
    let level: StateLevel?
  }

  let gradient: FloatBuffer
  var loss = 0.0
  private(set) var lowest = Float.infinity
  private(set) var highest = -Float.infinity
  /// Rows whose value is beyond the limit.
  private(set) var beyond = 0
  let trunk: Trunk
  let layout: ParameterLayout
  /// (rows, levels)
  let values: FloatBuffer
  /// (rows) of the level that is taken, at s′ and then at s.
  private let taken: FloatBuffer
  private let targets: FloatBuffer
  private let slopes: FloatBuffer
  /// (rows) in the state matrix, and levels at s′ and then at s.
  private var places: [Int32]
  private var choices: [Int32]
  /// (rows) of shared conditions; nil where there are none.
  private var groups: [Int32]?
  private let groupCount: Int
  /// Rows that are worked on at once.
  private let capacity: Int
  /// The state's own level, where the trainer has one.
  let level: StateLevelShard?

  init(
    _ shape: HeadNetwork.Shape, level levelShape: HeadNetwork.Shape?, shared: SharedConditions?,
    capacity: Int
  ) {
    self.capacity = capacity
    trunk = Trunk(shape, shared: shared, capacity: capacity)
    let input = trunk.input
    level = levelShape.map {
      StateLevelShard($0, shared: shared, capacity: capacity, input: input)
    }
    groups = shared.map { _ in [Int32](repeating: 0, count: capacity) }
    groupCount = shared?.count ?? 1
    layout = ParameterLayout(shape)
    gradient = FloatBuffer(layout.gradientCount)
    values = FloatBuffer(capacity * layout.levels)
    taken = FloatBuffer(capacity)
    targets = FloatBuffer(capacity)
    slopes = FloatBuffer(capacity)
    places = [Int32](repeating: 0, count: capacity)
    choices = [Int32](repeating: 0, count: capacity)
  }

  /// Some rows after the other, so that what is written forward is still at hand backward. Sums go on where they
  /// stopped, and are the same.
  func run(_ work: Work, rows: Range<Int>) {
    loss = 0
    lowest = .infinity
    highest = -.infinity
    beyond = 0
    let count = max(1, (rows.count + capacity - 1) / capacity)
    let size = (rows.count + count - 1) / count
    for tile in 0..<count {
      let start = rows.lowerBound + tile * size
      run(work, tile: start..<min(start + size, rows.upperBound), adds: tile > 0)
    }
    trunk.unfold(work.offsets, into: gradient)
    if let level = work.level, let shard = self.level {
      shard.trunk.unfold(level.offsets, into: shard.gradient)
    }
  }

  private func run(_ work: Work, tile rows: Range<Int>, adds: Bool) {
    noteGroups(work.batch, rows)
    formTargets(work, rows)
    load(work.batch.states, work.batch.conditions, work, rows)
    trunk.forward(work.parameters, work.offsets, groups, rows: rows.count)
    if let level = work.level { self.level?.forward(level, groups, rows: rows.count) }
    differentiateOutput(work, rows, adds: adds)
    if work.conservatism > 0 { addConservatism(work, rows) }
    trunk.backward(
      work.parameters, work.offsets, groups, rows: rows.count, into: gradient, adds: adds)
    if let level = work.level {
      self.level?.backward(level, groups, slopes: slopes, rows: rows.count, adds: adds)
    }
  }

  private func noteGroups(_ batch: TransitionBatch, _ rows: Range<Int>) {
    guard groups != nil else { return }
    for (row, index) in rows.enumerated() {
      let group = batch.groups[index]
      precondition(group >= 0 && group < groupCount, "a group of the trainer")
      groups?[row] = group
    }
  }

  /// Rows without a next state (discount 0) load state 0: their value is never read.
  private func load(_ rowsOf: [Int32], _ conditions: [Float], _ work: Work, _ rows: Range<Int>) {
    for (row, index) in rows.enumerated() { places[row] = max(0, rowsOf[index]) }
    trunk.load(
      work.states, places, rows: rows.count, conditions: conditions, first: rows.lowerBound)
  }

  /// targets = reward + discount · V(s′).
  private func formTargets(_ work: Work, _ rows: Range<Int>) {
    let batch = work.batch
    for (row, index) in rows.enumerated() { targets[row] = batch.rewards[index] }
    guard work.bootstrap != .none else { return }
    load(batch.nextStates, batch.nextConditions, work, rows)
    if let level = work.level { self.level?.readTarget(level, groups, rows: rows.count) }
    switch work.bootstrap {
    case .greedy(let keep):
      trunk.forward(work.parameters, work.offsets, groups, rows: rows.count)
      chooseGreedily(work, rows, keep)
    case .action: choose(batch.nextActions, rows)
    case .distribution, .none: break
    }
    trunk.forward(work.target, work.targetOffsets, groups, rows: rows.count)
    if work.bootstrap == .distribution {
      takeMeans(work, rows)
    } else {
      unsafe work.targetLayer.read(trunk.last.base, choices, rows: rows.count, into: taken.base)
    }
    for (row, index) in rows.enumerated() {
      let discount = batch.discounts[index]
      guard discount != 0 else { continue }
      targets[row] += discount * (taken[row] + (level?.next[row] ?? 0))
    }
  }

  /// Notes the levels of the batch; where nothing follows any will do.
  private func choose(_ levels: [Int32], _ rows: Range<Int>) {
    for (row, index) in rows.enumerated() {
      let level = levels[index]
      precondition(level >= 0 && level < layout.levels, "a level of the network")
      choices[row] = level
    }
  }

  /// The online mean head's best allowed level at s′.
  private func chooseGreedily(_ work: Work, _ rows: Range<Int>, _ keep: [UInt8]?) {
    unsafe work.onlineMean.values(trunk.last.base, rows: rows.count, into: values.base)
    unsafe withFlags(keep) { flags in
      unsafe scrip_choose(
        values.base, Int32(rows.count), Int32(layout.levels), flags, places, &choices)
    }
  }

  /// The policy's mean of the target values at s′.
  private func takeMeans(_ work: Work, _ rows: Range<Int>) {
    let levels = layout.levels
    unsafe work.targetLayer.values(trunk.last.base, rows: rows.count, into: values.base)
    for (row, index) in rows.enumerated() {
      var mean: Float = 0
      for level in 0..<levels {
        mean += work.batch.nextProbabilities[index * levels + level] * values[row * levels + level]
      }
      taken[row] = mean
    }
  }

  /// Loss and its derivative by the chosen levels' weights and by the last hidden layer.
  private func differentiateOutput(_ work: Work, _ rows: Range<Int>, adds: Bool) {
    choose(work.batch.actions, rows)
    unsafe work.online.read(trunk.last.base, choices, rows: rows.count, into: taken.base)
    let scale = 1 / Float(work.batch.count)
    for row in 0..<rows.count {
      let value = taken[row] + (level?.values[row] ?? 0)
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
      beyond += abs(value) > work.limit ? 1 : 0
    }
    unsafe work.online.differentiate(
      trunk.last.base, choices, slopes: slopes.base, rows: rows.count, into: gradient, adds: adds,
      delta: trunk.lastDelta.base)
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
