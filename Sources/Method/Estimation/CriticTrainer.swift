// Fits the values of a policy, for every λ of a grid at once: REME, and fitted Q-evaluation with one
// head. A batch draws decisions and grid indices independently, and the target is
//
//   y = r + γ^gap · (1 − terminated) · Σ_k α_k Σ_a π_λ(a | s′) Q′_k(s′, a, λ)
//
// with raw r: λ enters only because the policy depends on it. It is the policy's action and never a
// maximum. Outcome and cost have a critic each, trained side by side.

import Compute
import Data

/// One quantity to be fitted.
struct CriticTarget: Sendable {
  /// "outcome", "cost", "decisions".
  var name: String
  /// (n) what each decision earned.
  var values: [Double]
  var gamma: Double

  /// Outcome, cost and the number of decisions, which a budget per visit needs.
  static func all(_ dataset: Dataset, gamma: Double) -> [CriticTarget] {
    [
      CriticTarget(name: "outcome", values: dataset.outcomes, gamma: gamma),
      CriticTarget(name: "cost", values: dataset.costs, gamma: gamma),
      CriticTarget(
        name: "decisions", values: [Double](repeating: 1, count: dataset.count), gamma: gamma),
    ]
  }
}

@safe final class CriticTrainer: @unchecked Sendable {
  let target: CriticTarget
  private let log: EvaluationLog
  private let table: PolicyTable
  private let conditioning: Conditioning
  private let settings: CriticSettings
  private let trainer: ValueTrainer
  private let scale: Double
  /// Beyond this size a value is no estimate any more.
  private let plausible: Double
  private var sampler: CriticSampler
  private(set) var failure: EstimationError?

  init(
    _ target: CriticTarget, log: EvaluationLog, table: PolicyTable, settings: CriticSettings
  ) {
    self.target = target
    self.log = log
    self.table = table
    self.settings = settings
    let dataset = log.dataset
    conditioning = Conditioning(table, levels: dataset.levels, ordered: dataset.levelsAreOrdered)
    let returns = log.returns(of: target.values, gamma: target.gamma)
    // Huber's bend is at a residual of 1 in the target's own unit, as published.
    let scale = settings.loss == .huber ? 1 : returns.scale
    self.scale = scale
    let largest = target.values.reduce(0) { max($0, abs($1)) }
    plausible = 100 * max(returns.largest, largest, returns.scale)
    let stage = "critic." + target.name
    var start = RandomStream(seed: settings.seed, stage: stage + ".start")
    let basis =
      dataset.levelsAreOrdered
      ? OutputBasis.legendre(values: dataset.levels.map(\.value), functions: settings.functions)
      : OutputBasis.free(dataset.levels.count)
    let shape = HeadNetwork.Shape(
      inputs: log.states.width + conditioning.totalWidth, hidden: settings.hidden,
      heads: settings.heads, basis: basis)
    trainer = ValueTrainer(
      HeadNetwork(shape: shape, random: &start), states: log.states, shared: conditioning.lambdas,
      bootstrap: table.isStochastic ? .distribution : .action, settings: settings.training,
      batchSize: settings.batchSize,
      random: RandomStream(seed: settings.seed, stage: stage + ".heads"))
    sampler = CriticSampler(
      target, log: log, table: table, conditioning: conditioning, scale: scale,
      settings: settings, stage: stage + ".batches")
  }

  /// Takes up to `count` steps; stops at the first that leaves the plausible range.
  func run(steps count: Int) {
    for _ in 0..<count where failure == nil {
      let report = trainer.step(sampler.next())
      let largest = Double(max(abs(report.lowest), abs(report.highest))) * scale
      guard report.isFinite, largest <= plausible else {
        failure = .diverged(
          name: target.name, step: trainer.completedSteps, largest: largest, plausible: plausible)
        return
      }
    }
  }

  /// The fitted critic: averaged weights, mean of the heads.
  var critic: Critic {
    Critic(
      name: target.name, network: trainer.network, scale: scale, gamma: target.gamma,
      values: target.values,
      log: log, table: table, conditioning: conditioning)
  }
}
