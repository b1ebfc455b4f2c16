// Adam (Kingma and Ba, 2015) with warm-up and cosine decay, and the four things that follow a step:
// group shrinkage of input columns, the target network's move, the running average of the weights.

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
  let gradient: FloatBuffer
  private let first: FloatBuffer
  private let second: FloatBuffer
  private let average: FloatBuffer
  private let firstWidth: Int
  /// Input columns that shrinkage leaves alone.
  private let exempt: [Bool]
  private var averaged = 0
  private(set) var step = 0

  private static let beta1 = 0.9
  private static let beta2 = 0.999
  private static let epsilon: Float = 1e-8

  init(_ network: HeadNetwork, settings: OptimiserSettings, exempt: [Bool]) {
    precondition(exempt.count == network.shape.inputs, "a flag for every input")
    self.settings = settings
    self.exempt = exempt
    firstWidth = network.shape.hidden[0]
    parameters = FloatBuffer(network.parameters)
    gradient = FloatBuffer(parameters.count)
    first = FloatBuffer(parameters.count)
    second = FloatBuffer(parameters.count)
    average = FloatBuffer(network.parameters)
  }

  /// The averaged weights, or the last ones where averaging is off or has not begun.
  var result: [Float] { averaged > 0 ? average.array : parameters.array }

  /// One update from `gradient`.
  func update() {
    let rate = settings.rate(at: step)
    adam(rate: rate)
    if settings.shrinkage > 0 { shrink(by: Float(settings.shrinkage * rate)) }
    if step >= settings.firstAveraged {
      averaged += 1
      unsafe Kernels.blend(
        parameters.base, share: 1 / Float(averaged), into: average.base, parameters.count)
    }
    step += 1
  }

  private func adam(rate: Double) {
    let beta1 = Float(Self.beta1)
    let beta2 = Float(Self.beta2)
    let correction1 = 1 - pow(Self.beta1, Double(step + 1))
    let correction2 = 1 - pow(Self.beta2, Double(step + 1))
    let size = Float(rate / correction1)
    let root = Float(1 / correction2.squareRoot())
    let count = parameters.count
    // SAFETY: the four buffers are padded to 16, so the last vector may run over `count`; the padding
    // of `gradient` is 0 and so stays 0 everywhere.
    var i = 0
    while i < count {
      let g = unsafe Kernels.load(gradient.base, i)
      let m = unsafe Kernels.load(first.base, i) * beta1 + g * (1 - beta1)
      let v = unsafe Kernels.load(second.base, i) * beta2 + g * g * (1 - beta2)
      unsafe Kernels.store(m, first.base, i)
      unsafe Kernels.store(v, second.base, i)
      let move = m * size / (roots(v) * root + Self.epsilon)
      unsafe Kernels.store(Kernels.load(parameters.base, i) - move, parameters.base, i)
      i += 16
    }
  }

  private func shrink(by threshold: Float) {
    for (input, isExempt) in exempt.enumerated() where !isExempt {
      let column = unsafe parameters.base + input * firstWidth
      let norm = unsafe Kernels.dot(column, column, firstWidth).squareRoot()
      guard norm > 0 else { continue }
      let factor = max(0, 1 - threshold / norm)
      unsafe Kernels.scaled(column, by: factor, into: column, firstWidth)
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

@inline(__always)
private func roots(_ lanes: Lanes) -> Lanes {
  var result = lanes
  for lane in 0..<16 { result[lane] = lanes[lane].squareRoot() }
  return result
}
