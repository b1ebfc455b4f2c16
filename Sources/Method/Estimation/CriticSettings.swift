// How a policy's value is fitted. The defaults are what an ablation on the coupon simulator favoured: a
// squared loss because Huber's does not seek the mean, a fast target because slow ones are still on
// their way when training ends, an input shrinkage because critics fit noise through inputs that do not
// matter, and an average of the weights.

public import Compute

public struct CriticSettings: Sendable, Hashable {
  /// K; one head is fitted Q-evaluation, more are mixed anew for every batch (REM: Agarwal et al. 2020).
  public var heads = 10
  /// Widths of the ReLU layers.
  public var hidden = [64, 64]
  /// Smooth functions of an ordered level that a head may combine; unordered levels are free.
  public var functions = 4
  public var steps = 5000
  public var batchSize = 1000
  public var learningRate = 1e-3
  /// Share of the way that the target network goes to the online network in every step.
  public var polyak = 0.03
  /// Strength of the proximal group lasso on the state's input columns; 0 for none.
  public var shrinkage = 2.0
  /// Last share of the steps whose weights are averaged.
  public var averaging = 0.5
  public var loss = Loss.squared
  /// Discount of outcomes and costs per time unit; 1 sums them as they are, because a budget is money.
  public var gamma = 1.0
  /// Of the two-sided bounds, strictly between 0 and 1.
  public var confidence = 0.95
  public var seed: UInt64 = 1

  public init() {}

  /// K = 1 (Le et al. 2019).
  public static var fqe: CriticSettings {
    var settings = CriticSettings()
    settings.heads = 1
    return settings
  }

  /// What the value trainer is told.
  var training: ValueSettings {
    let optimiser = OptimiserSettings(
      steps: steps, learningRate: learningRate, schedule: .cosine(to: learningRate / 100),
      warmup: min(100, steps / 10), shrinkage: shrinkage, averaging: averaging)
    return ValueSettings(
      optimiser: optimiser, target: .polyak(polyak), loss: loss, mixesHeads: heads > 1)
  }

  func check() throws(EstimationError) {
    let numbers: [(String, Double, ClosedRange<Double>)] = [
      ("heads", Double(heads), 1...10_000), ("functions", Double(functions), 1...1000),
      ("steps", Double(steps), 1...1e9), ("batch", Double(batchSize), 1...1e7),
      ("learning rate", learningRate, 1e-12...10), ("polyak", polyak, 1e-6...1),
      ("shrinkage", shrinkage, 0...1e6), ("averaging", averaging, 0...1),
      ("gamma", gamma, 0...1), ("confidence", confidence, 0.5...0.9999),
    ]
    for (name, value, range) in numbers where !range.contains(value) {
      throw .outOfRange(name: name, value: value, range: range)
    }
    guard !hidden.isEmpty, hidden.allSatisfy({ $0 > 0 }) else { throw .noHiddenLayer }
  }
}
