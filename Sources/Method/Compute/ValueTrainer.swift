// One trainer for every value network: R-BCQ, its siblings, FQE, REME and plain regressions differ in
// the batch they are given and in the `Bootstrap`.
//
// A step: α once for the batch; y from the online choice and the target value with that α; loss on
// Σ_k α_k Q_k(s, a); gradients; Adam. The batch is cut into a fixed number of shards with a workspace
// each, and gradients are summed in shard order, so that the bits do not depend on the threads. Only
// the known action's row of the output layer is touched, forward and backward, unless the loss is
// conservative.

@safe public final class ValueTrainer: @unchecked Sendable {
  /// Fixed: changing it changes the bits.
  static let shardCount = 2

  public let shape: HeadNetwork.Shape
  public let settings: ValueSettings
  public let bootstrap: Bootstrap
  /// Head weights of the last step.
  public private(set) var alpha: [Float]
  /// Those of the next: the last update mixes the heads by them while they are at hand.
  private var nextAlpha: [Float]
  /// Runs the shards one after the other, for trainings that run side by side; the bits are the same.
  public var isSerial = false
  /// Values beyond it are counted; nothing else changes.
  public var limit = Float.infinity

  private let states: StateMatrix
  private let optimiser: Optimiser
  private let online: OutputLayer
  private let onlineMean: OutputLayer
  private let targetLayer: OutputLayer
  private let offsets: FirstOffsets
  private let targetOffsets: FirstOffsets
  private let meanMix: [Float]
  private var random: RandomStream
  private let shards: [ValueShard]
  private let level: StateLevel?

  /// Trains `network`, whose inputs are the columns of `states` followed by the batch's conditioning
  /// columns, on batches of `batchSize`;
  /// `shared` are the last of those. `exempt` (inputs) marks columns that shrinkage leaves alone;
  /// nil exempts the conditioning columns and nothing else. With `level`, a network of the same inputs
  /// and one output, values are `level` + `network`, and `network` is what an action changes.
  public init(
    _ network: HeadNetwork, level: HeadNetwork? = nil, states: StateMatrix,
    shared: SharedConditions? = nil, bootstrap: Bootstrap, settings: ValueSettings, batchSize: Int,
    exempt: [Bool]? = nil, random: RandomStream
  ) {
    precondition(
      network.shape.inputs >= states.width + (shared?.width ?? 0), "inputs for every column")
    if case .greedy(let keep?) = bootstrap {
      precondition(keep.count == states.count * network.shape.levels, "a flag per state and level")
    }
    shape = network.shape
    self.settings = settings
    self.bootstrap = bootstrap
    self.states = states
    self.random = random
    let free = (0..<shape.inputs).map { $0 >= states.width }
    optimiser = Optimiser(
      network, settings: settings.optimiser, exempt: exempt ?? free, follows: settings.target)
    online = OutputLayer(shape)
    onlineMean = OutputLayer(shape)
    targetLayer = OutputLayer(shape)
    offsets = FirstOffsets(shape, shared)
    targetOffsets = FirstOffsets(shape, shared)
    meanMix = network.meanMix
    alpha = network.meanMix
    nextAlpha = settings.mixesHeads ? self.random.convexWeights(shape.heads) : meanMix
    optimiser.mixHeads(nextAlpha)
    // A conservative loss adds to its gradients in another order when rows come in parts.
    let capacity =
      settings.conservatism > 0
      ? (batchSize + Self.shardCount - 1) / Self.shardCount
      : Self.rowsAtOnce(shape, batchSize: batchSize)
    self.level = level.map {
      StateLevel(
        $0, shared: shared, settings: settings.optimiser, follows: settings.target)
    }
    let shape = shape
    shards = (0..<Self.shardCount).map { _ in
      ValueShard(shape, level: level?.shape, shared: shared, capacity: capacity)
    }
  }

  /// Rows of a shard that are worked on at once: as many as keep what a pass writes in the second cache.
  static func rowsAtOnce(_ shape: HeadNetwork.Shape, batchSize: Int) -> Int {
    let row = shape.inputs + 2 * shape.hidden.reduce(0, +)
    let all = (batchSize + shardCount - 1) / shardCount
    let most = max(96, tileFloats / row)
    let tiles = (all + most - 1) / most
    return max(1, (all + tiles - 1) / tiles)
  }
  /// Activations and their derivatives of as many rows take 600 KB, and leave room for weights beside them.
  private static let tileFloats = 150_000

  /// One step. Gradients are of the mean over the batch's rows. `beside` is done while the weights are updated, when
  /// the batch is no longer read: time to draw the next one.
  @discardableResult
  public func step(_ batch: TransitionBatch, beside: (@Sendable () -> Void)? = nil) -> StepReport {
    alpha = nextAlpha
    nextAlpha = settings.mixesHeads ? random.convexWeights(shape.heads) : meanMix
    fold()
    runShards(batch)
    return finish(rows: batch.count, beside: beside)
  }

  /// The mean loss on `batch`, with the mean of the heads; nothing is learned from it.
  public func loss(of batch: TransitionBatch) -> Double {
    optimiser.mixHeads(meanMix)
    fold()
    optimiser.mixHeads(nextAlpha)
    runShards(batch)
    return shards.reduce(0) { $0 + $1.loss } / Double(batch.count)
  }

  /// What all rows of a step share, with the heads as the optimiser has mixed them.
  private func fold() {
    online.fold(optimiser.mixedWeights)
    offsets.fold(optimiser.parameters)
    if case .greedy = bootstrap { onlineMean.fold(optimiser.mixedMean) }
    if bootstrap != .none {
      targetLayer.fold(optimiser.mixedTarget)
      targetOffsets.fold(optimiser.target)
    }
    level?.fold()
  }

  private func runShards(_ batch: TransitionBatch) {
    let size = (batch.count + Self.shardCount - 1) / Self.shardCount
    let work = ValueShard.Work(
      batch: batch, states: states, bootstrap: bootstrap, loss: settings.loss,
      conservatism: Float(settings.conservatism), limit: limit,
      parameters: optimiser.parameters,
      target: optimiser.target, online: online, onlineMean: onlineMean, offsets: offsets,
      targetOffsets: targetOffsets, targetLayer: targetLayer,
      level: level)
    @Sendable func run(_ index: Int) {
      let range = min(index * size, batch.count)..<min((index + 1) * size, batch.count)
      shards[index].run(work, rows: range)
    }
    if isSerial {
      for index in 0..<Self.shardCount { run(index) }
    } else {
      parallelFor(Self.shardCount, run)
    }
  }

  private func finish(rows: Int, beside: (@Sendable () -> Void)?) -> StepReport {
    let sum = shards[0].gradient
    var loss = shards[0].loss
    var lowest = shards[0].lowest
    var highest = shards[0].highest
    for shard in shards.dropFirst() {
      unsafe Kernels.add(shard.gradient.base, times: 1, to: sum.base, sum.count)
      loss += shard.loss
      // A NaN must not hide behind min and max.
      lowest = shard.lowest.isNaN ? shard.lowest : min(lowest, shard.lowest)
      highest = shard.highest.isNaN ? shard.highest : max(highest, shard.highest)
    }
    optimiser.update(sum, online, mix: alpha, next: nextAlpha, beside: beside)
    level?.update(shards.compactMap(\.level))
    let beyond = shards.reduce(0) { $0 + $1.beyond }
    return StepReport(
      loss: loss / Double(rows), lowest: lowest, highest: highest,
      beyond: Double(beyond) / Double(rows))
  }

  /// Steps taken.
  public var completedSteps: Int { optimiser.step }

  /// The network to deploy: averaged weights where averaging is on.
  public var network: HeadNetwork { HeadNetwork(trusted: shape, optimiser.result) }

  /// The state's own level, averaged as `network` is; nil without one.
  public var levelNetwork: HeadNetwork? { level?.network }

  /// The online network as it is now, and the target network.
  public var onlineNetwork: HeadNetwork { HeadNetwork(trusted: shape, optimiser.parameters.array) }
  public var targetNetwork: HeadNetwork { HeadNetwork(trusted: shape, optimiser.target.array) }

  /// ‖W₁[:, j]‖ of the last weights: exactly 0 for inputs that shrinkage removed.
  public func inputNorms() -> [Float] { optimiser.inputNorms() }

  /// The last step's gradient, in the layout of `HeadNetwork.parameters`.
  package var gradient: [Float] { online.gradient(shards[0].gradient, mix: alpha) }

  /// The same of the state's own level; empty without one.
  package var levelGradient: [Float] {
    guard let level, let sum = shards[0].level?.gradient else { return [] }
    return level.online.gradient(sum, mix: [1])
  }
}

extension HeadNetwork {
  init(trusted shape: Shape, _ parameters: [Float]) {
    self.shape = shape
    self.parameters = parameters
  }
}
