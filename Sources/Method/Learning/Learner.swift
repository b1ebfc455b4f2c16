// Random-mixture batch-constrained Q-learning, from D′ to a policy, and its siblings.
//
// One step on B rows (s, a, r, c, s′) with a λ each, one α ~ normalised U(0,1)^K:
//   keep(s′) = { a : log G(a|s′) − max_b log G(b|s′) > log τ }
//   a′       = argmax over keep(s′) of mean_k Q_k(s′, a, λ)              online network
//   y        = r − λc + γ^gap · (1 − terminated) · Σ_k α_k Q′_k(s′, a′, λ)   target network
//   loss     = mean (Σ_k α_k Q_k(s, a, λ) − y)²
// BCORLE(λ) (Zhang et al., 2021); heads from Agarwal et al. (2020), filter from Fujimoto et al. (2019).
// `greedy` is the regression y = r − λc; `cql` adds its penalty to the loss (`ValueShard+Conservatism`).
// Differences from the published code and why are told in docs/method.md.

public import Compute
public import Data
import Foundation

extension Policy {
  /// Trains a policy for every λ of the grid at once. Throws `LearningError`, `PolicyError` for state
  /// values that are not finite, and `Cancelled`.
  public static func learn(
    from data: GeneralizedDataset, configuration: Configuration = Configuration(),
    progress: Compute.Progress = .init()
  ) throws -> Policy {
    try configuration.validate()
    let settings = configuration.resolved
    var problem = try TrainingProblem(data, settings)
    let name = settings.method.rawValue
    let isTuned = settings.heldOut > 0 && !settings.choices.isEmpty
    var fit: GenerativeModel.Fit?
    if settings.method.hasSupportFilter || isTuned {
      fit = try GenerativeModel.fit(
        data.dataset, states: problem.states, sources: problem.encoder.sources,
        settings: settings.generative, seed: settings.seed, stage: "\(name): imitation",
        progress: progress)
    }
    let keep = settings.method.hasSupportFilter ? fit.map { problem.keep($0.model) } : nil
    if settings.shaping {
      problem = problem.shaped(
        by: try Potential.fit(problem, stage: "\(name): behaviour's value", progress: progress))
    }
    var tuning: Tuner.Outcome?
    if isTuned, let fit {
      tuning = try Tuner(problem, keep: keep, behaviour: fit.model)?.run(name, progress)
      if let tuning { problem = problem.with(tuning) }
    }
    let run = try problem.train(
      keep: keep, mayShrink: isTuned && settings.choices.contains(.shrinkage), stage: name,
      progress: progress)
    var network = problem.deployed(run)
    var lambdas = problem.data.lambdas
    if lambdas.isAdaptive {
      lambdas = problem.refinedGrid(network, keep: keep)
      network = network.moved(from: problem.data.lambdas, to: lambdas)
    }
    var policy = Policy(
      name: name, levels: data.dataset.levels, encoder: problem.encoder,
      rule: .value(network, threshold: settings.threshold),
      generative: settings.method.hasSupportFilter ? fit?.model : nil,
      lambdas: LambdaGrid(lambdas.values), scale: problem.scale)
    policy.summary = try problem.summary(
      run, fit: fit, keep: keep, tuning: tuning, policy: policy)
    return policy
  }
}

/// A dataset made ready for the trainer: encoded, scaled, its usable rows listed.
package struct TrainingProblem {
  package private(set) var data: GeneralizedDataset
  var settings: Configuration
  let encoder: StateEncoder
  package let states: StateMatrix
  /// Decisions with a target: all but those that the log cuts off before their next state.
  let rows: [Int32]
  /// Largest reward (or, if rewards are all 0, dearest cost): the same policy in any currency.
  let scale: Double
  /// (n) γ^gap, 0 where nothing follows.
  let discounts: [Float]
  /// (n) what is learned from: as logged, or beyond what a potential expects.
  var rewards: [Double]
  var costs: [Double]
  /// State columns that a choice may read, where held-out users have said which.
  private(set) var readable: Set<Int>?

  package init(_ data: GeneralizedDataset, _ settings: Configuration) throws {
    let dataset = data.dataset
    self.data = data
    self.settings = settings
    guard dataset.count > 0 else { throw LearningError.emptyDataset }
    guard data.lambdas.count > 0 else { throw LearningError.invalidLambda(nil) }
    for value in data.lambdas.values where !(value >= 0 && value.isFinite) {
      throw LearningError.invalidLambda(value)
    }
    for row in 0..<dataset.count {
      guard dataset.rewards[row].isFinite else {
        throw LearningError.notFinite(what: "reward", row: row)
      }
      guard dataset.costs[row].isFinite else {
        throw LearningError.notFinite(what: "cost", row: row)
      }
    }
    encoder = StateEncoder(dataset, clip: settings.clip, pooling: settings.pooling)
    guard encoder.width > 0 else { throw LearningError.noState }
    states = try encoder.matrix(dataset.stateBatch)
    rows = (0..<dataset.count).filter { dataset.terminated[$0] || dataset.next[$0] >= 0 }
      .map(Int32.init)
    guard !rows.isEmpty else {
      throw LearningError.nothingToLearnFrom(decisions: dataset.count)
    }
    scale = Self.scale(data)
    rewards = dataset.rewards
    costs = dataset.costs
    discounts = (0..<dataset.count).map { row in
      guard !dataset.terminated[row], dataset.next[row] >= 0 else { return 0 }
      return Float(pow(settings.gamma, Double(dataset.gaps[row])))
    }
  }

  /// The same log under other settings.
  func with(_ settings: Configuration) -> TrainingProblem {
    var copy = self
    copy.settings = settings
    return copy
  }

  /// The same log under what was picked.
  func with(_ tuning: Tuner.Outcome) -> TrainingProblem {
    var copy = with(tuning.settings)
    copy.data.lambdas = tuning.lambdas
    copy.readable = tuning.readable
    return copy
  }

  private static func scale(_ data: GeneralizedDataset) -> Double {
    func rms(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(max(values.count, 1))).squareRoot()
    }
    let reward = data.dataset.rewards.reduce(0) { max($0, abs($1)) }
    if reward > 0 { return reward }
    let cost = rms(data.dataset.costs) * (data.lambdas.values.max() ?? 0)
    return cost > 0 ? cost : 1
  }

  /// The filter by row of the state matrix. Known propensities are exact where they are logged; the
  /// model stands in for states without a decision.
  func keep(_ model: GenerativeModel) -> [UInt8] {
    let levels = data.dataset.levels.count
    let known = data.dataset.propensities ?? []
    var keep: [UInt8] = []
    keep.reserveCapacity(states.count * levels)
    for start in stride(from: 0, to: states.count, by: Self.block) {
      let rows = start..<min(states.count, start + Self.block)
      var logs = model.logProbabilities(states, rows: rows.map(Int32.init))
      for index in logs.indices where start * levels + index < known.count {
        logs[index] = max(-1e30, Float(log(Double(max(0, known[start * levels + index])))))
      }
      keep += supported(logs, levels: levels, threshold: settings.threshold)
    }
    return keep
  }

  /// States that are asked about together, so that there is never an answer for all in full precision.
  private static let block = 16_384

  /// The network of `run` without what shrinkage removed. It must not decide ties through a trace of
  /// noise: such a policy would react to columns that it moves itself, and no estimate from the log
  /// could follow it.
  func deployed(_ run: ValueRun) -> HeadNetwork {
    deployed(run, reading: survivors(run))
  }

  /// The network of `run` with the state columns `kept` alone.
  func deployed(_ run: ValueRun, reading kept: Set<Int>) -> HeadNetwork {
    run.network.without(
      inputs: encoder.sources.indices.filter { !kept.contains(encoder.sources[$0]) })
  }

  /// The state columns that shrinkage left.
  func survivors(_ run: ValueRun, weakest: Double = 0.01) -> Set<Int> {
    let all = inputs(run, weakest: weakest)
    return Set(all.indices.filter { all[$0].survived })
  }

  var basis: OutputBasis {
    switch settings.basis {
    case .smooth(let functions) where data.dataset.levelsAreOrdered:
      .legendre(values: data.dataset.levels.map(\.value), functions: functions)
    case .smooth, .free: .free(data.dataset.levels.count)
    }
  }

  /// Above anything that a policy can earn on average: largest reward and cost over the horizon, doubled because
  /// a network overshoots, plus one unit because it does not start at 0.
  var valueLimit: Double {
    let dataset = data.dataset
    let reward = dataset.rewards.reduce(0) { max($0, abs($1)) }
    let cost = dataset.costs.reduce(0) { max($0, abs($1)) }
    let horizon =
      settings.gamma < 1
      ? 1 / (1 - settings.gamma) : Double(dataset.episodes.map(\.count).max() ?? dataset.count)
    let top = data.lambdas.values.max() ?? 0
    // What a conservative loss can add to every step's target.
    let lift = settings.valueSettings.conservatism * scale
    return (2 * (reward + top * cost) + lift) * max(1, horizon) + scale
  }
}
