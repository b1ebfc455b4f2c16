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
  /// (functions, width) and (functions): the heads of the weights and of the target as the next step mixes them,
  /// and the weights' mean head.
  let mixedWeights: FloatBuffer
  let mixedTarget: FloatBuffer
  let mixedMean: FloatBuffer
  private let layout: ParameterLayout
  private let firstWidth: Int
  /// Input columns that shrinkage leaves alone, 1 for each.
  private let exempt: [UInt8]
  private var averaged = 0
  private(set) var step = 0

  private static let beta1 = 0.9
  private static let beta2 = 0.999
  private static let epsilon: Float = 1e-8
  /// From so many on an update takes longer than starting a thread.
  private static let manyWeights = 50_000

  init(
    _ network: HeadNetwork, settings: OptimiserSettings, exempt: [Bool],
    follows: TargetUpdate = .never
  ) {
    precondition(exempt.count == network.shape.inputs, "a flag for every input")
    self.settings = settings
    self.follows = follows
    self.exempt = exempt.map { $0 ? 1 : 0 }
    firstWidth = network.shape.hidden[0]
    layout = ParameterLayout(network.shape)
    let mixed = layout.functions * (layout.width + 1)
    mixedWeights = FloatBuffer(mixed)
    mixedTarget = FloatBuffer(mixed)
    mixedMean = FloatBuffer(mixed)
    parameters = FloatBuffer(network.parameters)
    target = FloatBuffer(network.parameters)
    first = FloatBuffer(parameters.count)
    second = FloatBuffer(parameters.count)
    average = FloatBuffer(network.parameters)
    mixHeads(network.meanMix)
  }

  /// The averaged weights, or the last ones where averaging is off or has not begun.
  var result: [Float] { averaged > 0 ? average.array : parameters.array }

  /// One update. `layer` folds the heads: `gradient` (a shard's layout) is by the trunk's weights and by the
  /// levels of that layer, whose heads were mixed by `mix`; `next` is how the next step mixes them. Every weight is
  /// moved by itself (an input's together), so that pieces may run on any thread; `beside` is one more of them.
  func update(
    _ gradient: FloatBuffer, _ layer: OutputLayer, mix: [Float], next: [Float],
    beside: (@Sendable () -> Void)? = nil
  ) {
    let update = update()
    // Σ_k α_k W_k was differentiated: head k's gradient is α_k times that.
    let mixed = layer.unfold(gradient)
    let trunkPieces = layout.headWeights > Self.manyWeights ? 2 : 1
    let headPieces = self.headPieces
    let alone = beside == nil ? 0 : 1
    let isSmall = trunkPieces == 1 && headPieces == 1
    parallelFor(alone + (isSmall ? 1 : trunkPieces + headPieces)) { job in
      let piece = job - alone
      if piece < 0 {
        beside?()
      } else if isSmall {
        moveTrunk(update, gradient, 0, of: 1)
        moveHeads(mix, next, mixed, update, 0, of: 1)
      } else if piece < headPieces {
        moveHeads(mix, next, mixed, update, piece, of: headPieces)
      } else {
        moveTrunk(update, gradient, piece - headPieces, of: trunkPieces)
      }
    }
    if update.share > 0 { averaged += 1 }
    step += 1
    if case .copy(let every) = follows, step % max(1, every) == 0 {
      target.copy(from: parameters)
      mixHeads(next)
    }
  }

  /// A piece of the trunk's weights: some inputs of the first layer, and a part of what comes after it.
  private func moveTrunk(
    _ update: scrip_update, _ gradient: FloatBuffer, _ piece: Int, of pieces: Int
  ) {
    var update = update
    update.threshold = Float(settings.shrinkage * settings.rate(at: step))
    let inputs = part(piece, of: pieces, exempt.count)
    move(
      update, (inputs.lowerBound * firstWidth)..<(inputs.upperBound * firstWidth), gradient,
      group: firstWidth)
    update.threshold = 0
    let start = exempt.count * firstWidth
    let rest = part(piece, of: pieces, layout.headWeights - start)
    move(update, (start + rest.lowerBound)..<(start + rest.upperBound), gradient)
  }

  private func part(_ piece: Int, of pieces: Int, _ count: Int) -> Range<Int> {
    (count * piece / pieces)..<(count * (piece + 1) / pieces)
  }

  private var headPieces: Int {
    layout.heads * layout.functions * layout.width > 2 * Self.manyWeights ? 4 : 1
  }

  /// Mixes the heads without an update.
  func mixHeads(_ mix: [Float]) {
    let pieces = headPieces
    parallelFor(pieces) { moveHeads(mix, mix, mixedWeights, nil, $0, of: pieces) }
  }

  /// Updates a range of columns of every head where there is an `update`, and mixes them by `next`.
  private func moveHeads(
    _ mix: [Float], _ next: [Float], _ gradient: FloatBuffer, _ update: scrip_update?,
    _ piece: Int, of pieces: Int
  ) {
    precondition(mix.count == layout.heads && next.count == layout.heads, "a weight for every head")
    let size = layout.functions * layout.width
    let length = (size / pieces + 15) / 16 * 16
    let range =
      min(size, piece * length)..<(piece == pieces - 1 ? size : min(size, (piece + 1) * length))
    unsafe withHeads(mix, next, gradient, at: layout.headWeights, size: size, offset: 0) {
      unsafe Self.run(update, $0, range)
    }
    guard piece == 0 else { return }
    unsafe withHeads(
      mix, next, gradient, at: layout.headBiases, size: layout.functions, offset: size
    ) { unsafe Self.run(update, $0, 0..<layout.functions) }
  }

  private static func run(
    _ update: scrip_update?, _ heads: UnsafePointer<scrip_heads>, _ range: Range<Int>
  ) {
    guard var update else {
      return unsafe scrip_mix_heads(heads, range.lowerBound, range.upperBound)
    }
    unsafe scrip_adam_heads(&update, heads, range.lowerBound, range.upperBound)
  }

  /// SAFETY: the heads' blocks from `start` on lie in the parameters; the mixed buffers hold `size` floats from
  /// `offset` on.
  private func withHeads(
    _ mix: [Float], _ next: [Float], _ gradient: FloatBuffer, at start: Int, size: Int,
    offset: Int, _ body: (UnsafePointer<scrip_heads>) -> Void
  ) {
    unsafe mix.withUnsafeBufferPointer { mix in
      unsafe next.withUnsafeBufferPointer { next in
        var heads = unsafe scrip_heads(
          heads: Int32(layout.heads), size: size, stride: size, mix: mix.baseAddress,
          next_mix: next.baseAddress, gradient: gradient.base + offset,
          weights: parameters.base + start, first: first.base + start,
          second: second.base + start, target: target.base + start, average: average.base + start,
          next_weights: mixedWeights.base + offset, next_target: mixedTarget.base + offset,
          next_mean: mixedMean.base + offset)
        unsafe body(&heads)
      }
    }
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

  /// SAFETY: `range` lies in the trunk's parameters; the gradient's layout begins with the same.
  private func move(
    _ update: scrip_update, _ range: Range<Int>, _ gradient: FloatBuffer, group: Int = 0
  ) {
    guard !range.isEmpty else { return }
    var update = update
    let skipped = group > 0 ? range.lowerBound / group : 0
    unsafe exempt.withUnsafeBufferPointer { exempt in
      var weights = unsafe scrip_weights(
        count: range.count, group: group, exempt: exempt.baseAddress.map { unsafe $0 + skipped },
        gradient: gradient.base + range.lowerBound,
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
