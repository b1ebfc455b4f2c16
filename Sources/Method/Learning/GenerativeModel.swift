// The imitation model G(a|s): what the logging policy would have done. It decides which levels a
// learner may choose, so it must not memorise: it is stopped on held-out *users*, and the best weights
// are kept. Trained to the end it removes levels of a log that was uniform.
//
// keep(s) = { a : log G(a|s) − max_b log G(b|s) > log τ }, with the maximum of the row itself: never
// empty, because the likeliest level is always kept.

public import Compute
import Data
import Foundation

public struct GenerativeModel: Sendable, Hashable {
  public var network: HeadNetwork

  /// (n, A) log G(a|s); of `rows` alone where they are given.
  public func logProbabilities(_ states: StateMatrix, rows: [Int32]? = nil) -> [Float] {
    var values = network.values(states, rows: rows)
    logSoftmaxRows(&values, levels: network.shape.levels)
    return values
  }

  /// (n, A) 1 where the level is kept.
  public func keep(_ states: StateMatrix, threshold: Double) -> [UInt8] {
    supported(
      logProbabilities(states), levels: network.shape.levels, threshold: threshold)
  }
}

/// (n, A) 1 where log p − (row maximum) > log τ. With τ = 0 everything is kept; the row's first
/// maximum is kept whatever τ is.
public func supported(_ logProbabilities: [Float], levels: Int, threshold: Double) -> [UInt8] {
  let bound = Float(log(threshold))
  var keep = [UInt8](repeating: 0, count: logProbabilities.count)
  for start in stride(from: 0, to: logProbabilities.count, by: levels) {
    var best = start
    for index in start..<(start + levels) where logProbabilities[index] > logProbabilities[best] {
      best = index
    }
    for index in start..<(start + levels)
    where logProbabilities[index] - logProbabilities[best] > bound {
      keep[index] = 1
    }
    if threshold <= 0 {
      for index in start..<(start + levels) { keep[index] = 1 }
    }
    keep[best] = 1
  }
  return keep
}

/// One look at the imitation model while it trains.
public struct ImitationPoint: Sendable, Hashable, Codable {
  public var step: Int
  /// Mean cross-entropy (and penalty) of the batches since the last look.
  public var loss: Double
  /// Mean cross-entropy on users that the model does not train on; nil when none are held out.
  public var heldOut: Double?
}

extension GenerativeModel {
  struct Fit {
    var model: GenerativeModel
    var curve: [ImitationPoint]
    /// The step whose weights were kept.
    var bestStep: Int
  }

  /// Trains on the decisions of `dataset`, whose encoded states are `states` with the sources `sources`
  /// (`StateEncoder.sources`). Where propensities are logged they are the target instead of the level that
  /// happened to be drawn. Where users are held out the model reads what helps it with them
  /// (`ImitationInputs`), and nothing else.
  static func fit(
    _ dataset: Dataset, states: StateMatrix, sources: [Int], settings: GenerativeSettings,
    seed: UInt64, stage: String, progress: Compute.Progress
  ) throws -> Fit {
    let split = UserSplit(dataset, heldOut: settings.heldOut, seed: seed)
    let judge = HeldOutLoss(dataset, states, split.heldOut)
    var random = RandomStream(seed: seed, stage: "generative.weights")
    let network = HeadNetwork(
      shape: .init(
        inputs: states.width, hidden: settings.hidden, heads: 1,
        basis: .free(dataset.levels.count)), random: &random)
    if settings.heldOut > 0, let alike = knownForEverybody(dataset) {
      return Fit(model: GenerativeModel(network: network.constant(alike)), curve: [], bestStep: 0)
    }
    func train(_ blindTo: [Int], _ stage: String) throws -> Fit {
      let target: ClassifierTarget =
        dataset.propensities.map(ClassifierTarget.probabilities) ?? .levels(dataset.actions)
      let trainer = ClassifierTrainer(
        network, states: states, target: target, penalty: settings.penalty,
        settings: OptimiserSettings(
          steps: settings.steps, learningRate: settings.learningRate, schedule: .constant,
          warmup: 0), batchSize: settings.batch, blindTo: blindTo)
      return try Self.train(
        trainer, judge, split.train, settings, seed: seed, stage: stage, progress: progress)
    }
    let full = try train([], stage)
    guard let judge, judge.userCount >= ImitationInputs.fewestUsers else { return full }
    return try ImitationInputs(judge, sources: sources)
      .fewest(full, fixed: network.constant(shares(of: dataset, split.train))) {
        try train($0, "\(stage), fewer inputs")
      }
  }

  /// (A) the known probabilities where they are the same in every decision: then nothing is to be learned.
  private static func knownForEverybody(_ dataset: Dataset) -> [Double]? {
    guard let known = dataset.propensities, dataset.count > 0 else { return nil }
    let levels = dataset.levels.count
    guard known.indices.allSatisfy({ known[$0] == known[$0 % levels] }) else { return nil }
    return known.prefix(levels).map { Double($0) }
  }

  /// (A) how often each level was given in `rows`, as if each had been given once more, or how likely it was
  /// on average where that is known.
  private static func shares(of dataset: Dataset, _ rows: [Int32]) -> [Double] {
    let levels = dataset.levels.count
    if let known = dataset.propensities {
      return (0..<levels).map { level in
        rows.reduce(0) { $0 + Double(known[Int($1) * levels + level]) } / Double(rows.count)
      }
    }
    var counts = [Double](repeating: 1, count: levels)
    for row in rows { counts[Int(dataset.actions[Int(row)])] += 1 }
    return counts.map { $0 / (Double(rows.count) + Double(levels)) }
  }

  private static func train(
    _ trainer: ClassifierTrainer, _ judge: HeldOutLoss?, _ trained: [Int32],
    _ settings: GenerativeSettings, seed: UInt64, stage: String, progress: Compute.Progress
  ) throws -> Fit {
    var random = RandomStream(seed: seed, stage: "generative.batches")
    var fit = Fit(model: GenerativeModel(network: trainer.network), curve: [], bestStep: 0)
    var best = Double.infinity
    var rows = [Int32](repeating: 0, count: settings.batch)
    var sum = 0.0
    var since = 0
    var pace = Pace(most: 64)
    var next = 1
    for step in 1...settings.steps {
      for index in rows.indices { rows[index] = trained[random.below(trained.count)] }
      sum += trainer.step(rows)
      since += 1
      if step >= next {
        try progress.advance(stage, step, of: settings.steps)
        pace.adjust()
        next = step + pace.count
      }
      guard step % settings.checkEvery == 0 || step == settings.steps else { continue }
      let heldOut = judge?.loss(trainer.network)
      fit.curve.append(ImitationPoint(step: step, loss: sum / Double(since), heldOut: heldOut))
      sum = 0
      since = 0
      guard let heldOut else { continue }
      if heldOut < best {
        best = heldOut
        fit.model.network = trainer.network
        fit.bestStep = step
      } else if step - fit.bestStep >= settings.patience {
        return fit
      }
    }
    if judge == nil {
      fit.model.network = trainer.network
      fit.bestStep = settings.steps
    }
    return fit
  }
}
