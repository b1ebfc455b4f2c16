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

  init(_ network: HeadNetwork, settings: OptimiserSettings, follows: TargetUpdate) {
    precondition(network.shape.heads == 1 && network.shape.levels == 1, "one value for a state")
    shape = network.shape
    var settings = settings
    settings.shrinkage = 0
    optimiser = Optimiser(
      network, settings: settings, exempt: [Bool](repeating: true, count: network.shape.inputs),
      follows: follows)
    online = OutputLayer(shape)
    targetLayer = OutputLayer(shape)
  }

  func fold() {
    online.fold(optimiser.parameters, mix: [1])
    targetLayer.fold(optimiser.target, mix: [1])
  }

  /// Sums the shards' gradients, in their order, and takes the step.
  func update(_ shards: [StateLevelShard]) {
    let sum = shards[0].gradient
    for shard in shards.dropFirst() {
      unsafe Kernels.add(shard.gradient.base, times: 1, to: sum.base, sum.count)
    }
    optimiser.update(sum, online, mix: [1])
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
  init(_ shape: HeadNetwork.Shape, capacity: Int, input: FloatBuffer) {
    trunk = Trunk(shape, capacity: capacity, input: input)
    layout = ParameterLayout(shape)
    gradient = FloatBuffer(layout.gradientCount)
    next = FloatBuffer(capacity)
    values = FloatBuffer(capacity)
  }

  /// V′ of the rows that are loaded, into `next`.
  func readTarget(_ level: StateLevel, rows: Int) {
    trunk.forward(level.optimiser.target, rows: rows)
    unsafe level.targetLayer.read(trunk.last.base, nil, rows: rows, into: next.base)
  }

  /// V of the rows that are loaded, into `values`.
  func forward(_ level: StateLevel, rows: Int) {
    trunk.forward(level.optimiser.parameters, rows: rows)
    unsafe level.online.read(trunk.last.base, nil, rows: rows, into: values.base)
  }

  /// The gradient for the derivatives of the loss by V(s), one for each row of the last `forward`.
  func backward(_ level: StateLevel, slopes: FloatBuffer, rows: Int) {
    unsafe level.online.differentiate(
      trunk.last.base, nil, slopes: slopes.base, rows: rows, into: gradient,
      delta: trunk.lastDelta.base)
    trunk.backward(level.optimiser.parameters, rows: rows, into: gradient)
  }
}
