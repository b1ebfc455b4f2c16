// The state's own level V(s, λ), beside a value network whose outputs are what an action changes:
//
//   Q(s, a, λ) = V(s, λ) + A(s, a, λ)
//
// as in dueling networks (Wang et al., 2016), but with a trunk of its own. How often a customer comes anyway
// is a hundred times what a coupon changes; in one trunk the noise of the first drowns the second, and
// shrinkage then removes the inputs that matter to the choice. The two are trained on one residual.

/// The weights of V and what a step updates.
@safe final class StateLevel: @unchecked Sendable {
  let shape: HeadNetwork.Shape
  let optimiser: Optimiser
  let online: OutputLayer
  let targetLayer: OutputLayer
  let offsets: FirstOffsets
  let targetOffsets: FirstOffsets

  init(
    _ network: HeadNetwork, shared: SharedConditions?, settings: OptimiserSettings,
    follows: TargetUpdate
  ) {
    precondition(network.shape.heads == 1 && network.shape.levels == 1, "one value for a state")
    shape = network.shape
    var settings = settings
    settings.shrinkage = 0
    optimiser = Optimiser(
      network, settings: settings, exempt: [Bool](repeating: true, count: network.shape.inputs),
      follows: follows)
    online = OutputLayer(shape)
    targetLayer = OutputLayer(shape)
    offsets = FirstOffsets(shape, shared)
    targetOffsets = FirstOffsets(shape, shared)
  }

  func fold() {
    online.fold(optimiser.mixedWeights)
    targetLayer.fold(optimiser.mixedTarget)
    offsets.fold(optimiser.parameters)
    targetOffsets.fold(optimiser.target)
  }

  /// Sums the shards' gradients, in their order, and takes the step.
  func update(_ shards: [StateLevelShard]) {
    let sum = shards[0].gradient
    for shard in shards.dropFirst() {
      unsafe Kernels.add(shard.gradient.base, times: 1, to: sum.base, sum.count)
    }
    optimiser.update(sum, online, mix: [1], next: [1])
  }

  var network: HeadNetwork { HeadNetwork(trusted: shape, optimiser.result) }
}

/// One shard's part.
@safe final class StateLevelShard: @unchecked Sendable {
  let trunk: Trunk
  let gradient: FloatBuffer
  /// (rows) V′(s′), then V(s).
  let next: FloatBuffer
  let values: FloatBuffer
  private let layout: ParameterLayout

  /// `input` is the value network's, whose columns are the same.
  init(
    _ shape: HeadNetwork.Shape, shared: SharedConditions?, capacity: Int, input: FloatBuffer
  ) {
    trunk = Trunk(shape, shared: shared, capacity: capacity, input: input)
    layout = ParameterLayout(shape)
    gradient = FloatBuffer(layout.gradientCount)
    next = FloatBuffer(capacity)
    values = FloatBuffer(capacity)
  }

  /// V′ of the rows that are loaded, into `next`.
  func readTarget(_ level: StateLevel, _ groups: [Int32]?, rows: Int) {
    trunk.forward(level.optimiser.target, level.targetOffsets, groups, rows: rows)
    unsafe level.targetLayer.read(trunk.last.base, nil, rows: rows, into: next.base)
  }

  /// V of the rows that are loaded, into `values`.
  func forward(_ level: StateLevel, _ groups: [Int32]?, rows: Int) {
    trunk.forward(level.optimiser.parameters, level.offsets, groups, rows: rows)
    unsafe level.online.read(trunk.last.base, nil, rows: rows, into: values.base)
  }

  /// The gradient for the derivatives of the loss by V(s), one for each row of the last `forward`.
  func backward(
    _ level: StateLevel, _ groups: [Int32]?, slopes: FloatBuffer, rows: Int, adds: Bool
  ) {
    unsafe level.online.differentiate(
      trunk.last.base, nil, slopes: slopes.base, rows: rows, into: gradient, adds: adds,
      delta: trunk.lastDelta.base)
    trunk.backward(
      level.optimiser.parameters, level.offsets, groups, rows: rows, into: gradient, adds: adds)
  }
}
