// From a log and a policy's decisions to an Evaluation: fit the critics side by side, read them at the
// first decisions of the episodes, add each user's influence for the spread, and say what the numbers
// rest on.

public import Compute
public import Data

/// Fits J(λ) and C(λ) of the policy in `table` from a log: REME with `settings.heads` > 1 (Agarwal et
/// al. 2020; the policy is valued, never maximised), fitted Q-evaluation with one.
///
/// - Parameters:
///   - encoded: (m, w) encoded states, one row for every state of `dataset`.
///   - behaviour: probabilities of what the log did; without them there is no spread.
/// - Returns: an evaluation of kind `.estimate`, per user of the population.
/// - Throws: `EstimationError`, or `Cancelled`.
public func estimate(
  _ table: PolicyTable, from dataset: Dataset, encoded: StateMatrix, behaviour: BehaviourModel?,
  settings: CriticSettings = CriticSettings(), progress: Progress = Progress()
) throws -> Evaluation {
  try settings.check()
  let log = try EvaluationLog(dataset, encoded: encoded)
  for lambda in table.lambdas where !(lambda.isFinite && lambda >= 0) {
    throw EstimationError.unusableLambda(lambda)
  }
  let targets = quantities(dataset, settings)
  for target in targets where target.gamma == 1 && !log.hasEnd {
    throw EstimationError.endless(name: target.name)
  }
  let name = settings.corrects ? "dr" : settings.heads > 1 ? "reme" : "fqe"
  let (distinct, places) = table.distinct()
  let critics = try fit(targets, log, distinct, settings, stage: name, progress)
  let readings = parallelMap(critics.count) {
    Reading(critics[$0], behaviour, settings).spread(to: places)
  }
  return assemble(readings, log, table, behaviour, settings, estimator: name)
}

/// What is fitted: outcome, cost and, when asked for and not the outcome itself, decisions.
private func quantities(_ dataset: Dataset, _ settings: CriticSettings) -> [CriticTarget] {
  var targets = [
    CriticTarget(name: "outcome", values: dataset.outcomes, gamma: settings.outcomeGamma),
    CriticTarget(name: "cost", values: dataset.costs, gamma: settings.costGamma),
  ]
  if settings.countsDecisions, !countsDecisions(dataset) {
    let ones = [Double](repeating: 1, count: dataset.count)
    targets.append(CriticTarget(name: "decisions", values: ones, gamma: settings.costGamma))
  }
  return targets
}

private func countsDecisions(_ dataset: Dataset) -> Bool { dataset.outcomes.allSatisfy { $0 == 1 } }

/// Trains all critics in blocks of steps; each has its own random streams, so the threads that run
/// them move no number.
private func fit(
  _ targets: [CriticTarget], _ log: EvaluationLog, _ table: PolicyTable,
  _ settings: CriticSettings, stage: String, _ progress: Progress
) throws -> [Critic] {
  let trainers = targets.map {
    CriticTrainer($0, log: log, table: table, settings: settings)
  }
  let block = 50
  var done = 0
  while done < settings.steps {
    try progress.advance(stage, done, of: settings.steps)
    let count = min(block, settings.steps - done)
    parallelFor(trainers.count) { trainers[$0].run(steps: count) }
    for trainer in trainers {
      if let failure = trainer.failure { throw failure }
    }
    done += count
  }
  try progress.advance(stage, done, of: settings.steps)
  return trainers.map(\.critic)
}

/// What one critic says for every λ.
private struct Reading: Sendable {
  var name: String
  var estimates: [Estimate]
  var uncertainty: Uncertainty?
  var effectiveSize: [Double] = []

  /// Below this many decisions in agreement a spread would be a guess.
  static let leastSize = 30.0

  /// Entries where the doubly robust value is further off than its spread.
  var disagreements: [Int] = []

  init(_ critic: Critic, _ behaviour: BehaviourModel?, _ settings: CriticSettings) {
    let count = critic.table.lambdas.count
    let starts = critic.log.starts
    name = critic.name
    let values = (0..<count).map { critic.mean(starts: starts, grid: $0) }
    guard let behaviour else {
      estimates = values.map { Estimate($0) }
      return
    }
    let influence = critic.influence(behaviour)
    effectiveSize = influence.effectiveSize
    let matrix = critic.log.covariance(influence.psi, count: count)
    let corrected = critic.log.means(influence.psi, count: count)
    estimates = values.indices.map { index in
      let value = settings.corrects ? corrected[index] : values[index]
      guard let matrix, influence.effectiveSize[index] >= Self.leastSize else {
        return Estimate(value)
      }
      let variance = max(matrix[index * count + index], 0)
      return Estimate(
        value, spread: NormalDistribution.critical(confidence: 0.95) * variance.squareRoot())
    }
    disagreements = values.indices.filter {
      abs(corrected[$0] - values[$0]) > estimates[$0].spread ?? .infinity
    }
    uncertainty = matrix.map { Uncertainty(centres: estimates.map(\.value), covariance: $0) }
  }

  /// The same for entries of which several are one policy.
  func spread(to places: [Int]) -> Reading {
    var result = self
    result.estimates = places.map { estimates[$0] }
    result.effectiveSize = effectiveSize.isEmpty ? [] : places.map { effectiveSize[$0] }
    result.disagreements = places.indices.filter { disagreements.contains(places[$0]) }
    result.uncertainty = uncertainty?.selecting(places)
    return result
  }
}

private func assemble(
  _ readings: [Reading], _ log: EvaluationLog, _ table: PolicyTable, _ behaviour: BehaviourModel?,
  _ settings: CriticSettings, estimator: String
) -> Evaluation {
  let dataset = log.dataset
  let decisions =
    readings.first { $0.name == "decisions" }?.estimates
    ?? (countsDecisions(dataset) && settings.outcomeGamma == 1 ? readings[0].estimates : nil)
  let support = behaviour.flatMap { supportShare(table, dataset, $0) }
  let caveats = Caveats(
    log: log, table: table, behaviour: behaviour, effectiveSize: readings[1].effectiveSize,
    support: support,
    disagreements: Dictionary(
      uniqueKeysWithValues: readings.map { ($0.name, $0.disagreements) }))
  return Evaluation(
    policyName: table.name, estimator: estimator, kind: .estimate,
    outcomeName: dataset.outcomeName, lambdas: table.lambdas,
    dependsOnLambda: table.dependsOnLambda, outcomes: readings[0].estimates,
    costs: readings[1].estimates, decisions: decisions,
    outcomeUncertainty: readings[0].uncertainty, costUncertainty: readings[1].uncertainty,
    behaviourOutcome: log.behaviour(dataset.outcomes),
    behaviourCost: log.behaviour(dataset.costs), users: log.users, population: log.population,
    days: dataset.days, sample: dataset.sample,
    standing: behaviour == nil
      ? .unknown(["the log's own probabilities are not known"])
      : .spread(["it shows the sampling of users, not the errors of the fit"]),
    supportShare: support, notes: caveats.notes)
}
