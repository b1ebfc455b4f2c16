// Adam (Kingma and Ba, 2015) with warm-up and cosine decay, and the four things that follow a step:
// group shrinkage of input columns, the target network's move, the running average of the weights.

import CKernels
import Foundation

public struct OptimiserSettings: Sendable, Hashable {
  public enum Schedule: Sendable, Hashable {
    case constant
    /// Half a cosine from the learning rate to this one at the last step.
    case cosine(to: Double)
  }

  public var steps: Int
  public var learningRate: Double
  public var schedule: Schedule
  /// Steps in which the rate rises linearly from 0.
  public var warmup: Int
  /// Strength of the proximal group lasso on the first layer's input columns (Yuan and Lin, 2006):
  /// after a step of rate η, W₁[:, j] ·= max(0, 1 − strength·η/‖W₁[:, j]‖). 0 for none.
  public var shrinkage: Double
  /// The last share of the steps whose weights are averaged; 0 keeps the last weights.
  public var averaging: Double

  public init(
    steps: Int, learningRate: Double = 1e-3, schedule: Schedule = .cosine(to: 1e-5),
    warmup: Int = 100, shrinkage: Double = 0, averaging: Double = 0
  ) {
    self.steps = steps
    self.learningRate = learningRate
    self.schedule = schedule
    self.warmup = warmup
    self.shrinkage = shrinkage
    self.averaging = averaging
  }

  /// The learning rate of step `step` (0-based).
  public func rate(at step: Int) -> Double {
    if step < warmup { return learningRate * Double(step + 1) / Double(warmup) }
    switch schedule {
    case .constant: return learningRate
    case .cosine(let last):
      let way = Double(step - warmup) / Double(max(1, steps - warmup))
      return last + (learningRate - last) * 0.5 * (1 + cos(Double.pi * min(1, way)))
    }
  }

  /// Steps before this one are not averaged.
  var firstAveraged: Int {
    averaging > 0 ? min(steps - 1, Int(Double(steps) * (1 - averaging))) : steps
  }
}

/// Parameters being trained, with everything that a step updates.
@safe final class Optimiser: @unchecked Sendable {
  let settings: OptimiserSettings
  let parameters: FloatBuffer
  /// What targets are formed with; equal to `parameters` until it is told to follow.
  let target: FloatBuffer
  private let follows: TargetUpdate
  private let first: FloatBuffer
  private let second: FloatBuffer
  private let average: FloatBuffer
  private let firstWidth: Int
  /// Input columns that shrinkage leaves alone, 1 for each.
  private let exempt: [UInt8]
  private var averaged = 0
  private(set) var step = 0

  private static let beta1 = 0.9
  private static let beta2 = 0.999
  private static let epsilon: Float = 1e-8

  init(
    _ network: HeadNetwork, settings: OptimiserSettings, exempt: [Bool],
    follows: TargetUpdate = .never
  ) {
    precondition(exempt.count == network.shape.inputs, "a flag for every input")
    self.settings = settings
    self.follows = follows
    self.exempt = exempt.map { $0 ? 1 : 0 }
    firstWidth = network.shape.hidden[0]
    parameters = FloatBuffer(network.parameters)
    target = FloatBuffer(network.parameters)
    first = FloatBuffer(parameters.count)
    second = FloatBuffer(parameters.count)
    average = FloatBuffer(network.parameters)
  }

  /// The averaged weights, or the last ones where averaging is off or has not begun.
  var result: [Float] { averaged > 0 ? average.array : parameters.array }

  /// One update. `layer` folds the heads: `gradient` (a shard's layout) is by the trunk's weights and by the
  /// levels of that layer, which were mixed by `mix`.
  func update(_ gradient: FloatBuffer, _ layer: OutputLayer, mix: [Float]) {
    let layout = layer.layout
    var update = update()
    let inputs = exempt.count * firstWidth
    var shrinking = update
    shrinking.threshold = Float(settings.shrinkage * settings.rate(at: step))
    unsafe move(shrinking, 0..<inputs, gradient.base, group: firstWidth)
    unsafe move(update, inputs..<layout.headWeights, gradient.base + inputs)
    // Σ_k α_k W_k was differentiated: head k's gradient is α_k times that.
    let mixed = layer.unfold(gradient)
    let size = layout.functions * layout.width
    for head in 0..<layout.heads {
      update.factor = mix[head]
      let weights = layout.headWeights + head * size
      let biases = layout.headBiases + head * layout.functions
      unsafe move(update, weights..<(weights + size), mixed.base)
      unsafe move(update, biases..<(biases + layout.functions), mixed.base + size)
    }
    if update.share > 0 { averaged += 1 }
    step += 1
    if case .copy(let every) = follows, step % max(1, every) == 0 { target.copy(from: parameters) }
  }

  /// What this step does to every weight.
  private func update() -> scrip_update {
    let rate = settings.rate(at: step)
    let correction1 = 1 - pow(Self.beta1, Double(step + 1))
    let correction2 = 1 - pow(Self.beta2, Double(step + 1))
    var share: Float = 0
    if step >= settings.firstAveraged { share = 1 / Float(averaged + 1) }
    var follow: Float = 0
    if case .polyak(let part) = follows { follow = Float(part) }
    return scrip_update(
      factor: 1, beta1: Float(Self.beta1), beta2: Float(Self.beta2),
      rate: Float(rate / correction1), root: Float(1 / correction2.squareRoot()),
      epsilon: Self.epsilon, threshold: 0, follow: follow, share: share)
  }

  /// SAFETY: `range` lies in the parameters, whose buffers are of one size, and `gradient` has as many floats.
  private func move(
    _ update: scrip_update, _ range: Range<Int>, _ gradient: UnsafePointer<Float>, group: Int = 0
  ) {
    var update = update
    unsafe exempt.withUnsafeBufferPointer { exempt in
      var weights = unsafe scrip_weights(
        count: range.count, group: group, exempt: exempt.baseAddress, gradient: gradient,
        weights: parameters.base + range.lowerBound, first: first.base + range.lowerBound,
        second: second.base + range.lowerBound, target: target.base + range.lowerBound,
        average: average.base + range.lowerBound)
      unsafe scrip_adam(&update, &weights)
    }
  }

  /// ‖W₁[:, j]‖ of the weights as they are now: exactly 0 where shrinkage has removed an input.
  func inputNorms() -> [Float] {
    exempt.indices.map { input in
      let column = unsafe parameters.base + input * firstWidth
      return unsafe Kernels.dot(column, column, firstWidth).squareRoot()
    }
  }
}
