// The result of importance sampling as an evaluation: numbers and bounds where the log supports them, a
// refusal with its reason where not, and what a reader has to know.

public import Compute
public import Data
public import Learning

/// J(λ) and C(λ) of `policy` from a log, by importance sampling.
///
/// - Parameters:
///   - lambdas: where to evaluate; the policy's training grid when left out. A policy without λ, or one
///     that is already set to a λ or a mixture, has one entry and ignores them.
/// - Throws: `EstimationError`, `PolicyError` when the log lacks a column, `Cancelled`.
public func importance(
  _ estimator: ImportanceEstimator, _ policy: Policy, on dataset: Dataset,
  lambdas: [Double]? = nil, settings: ImportanceSettings = ImportanceSettings(),
  progress: Compute.Progress = .init()
) throws -> Evaluation {
  try settings.check()
  guard dataset.count > 0 else { throw EstimationError.noDecisions }
  var table = try PolicyTable(policy, on: dataset, lambdas: lambdas)
  table.learnedFrom = policy.share(learnedFrom: dataset)
  let behaviour = try BehaviourModel(of: dataset, seed: settings.seed, progress)
  let result = try importance(
    estimator, table, shares: policy.mixtureShares(table.lambdas), from: dataset,
    behaviour: behaviour, settings: settings, progress: progress)
  var evaluation = Evaluation(result, table, dataset, behaviour, settings)
  evaluation.policy = policy
  return evaluation
}

extension Policy {
  /// Shares of users by λ of a table's grid, where the policy mixes two.
  func mixtureShares(_ grid: [Double]) -> [Double]? {
    guard case .mixture(let low, _, let share, _) = deployment, grid.count == 2 else { return nil }
    return grid.map { $0 == low ? share : 1 - share }
  }
}

extension Evaluation {
  init(
    _ result: ImportanceResult, _ table: PolicyTable, _ dataset: Dataset,
    _ behaviour: BehaviourModel, _ settings: ImportanceSettings
  ) {
    let places = result.lambdas.indices.filter { result.outcomes[$0] != nil }
    let population = result.population
    func uncertainty(_ contributions: [[Double]?]) -> Uncertainty? {
      let parts = places.compactMap { contributions[$0] }
      guard population > 1, !parts.isEmpty else { return nil }
      return Uncertainty(
        centres: parts.map { $0.reduce(0, +) / Double(population) },
        covariance: covariances(parts, population), confidence: settings.confidence)
    }
    func estimates(_ contributions: [[Double]?], _ uncertainty: Uncertainty?) -> [Estimate] {
      places.enumerated().map { index, place in
        let value = (contributions[place] ?? []).reduce(0, +) / Double(max(population, 1))
        return Estimate(value, interval: uncertainty?.interval(at: index, around: value))
      }
    }
    let outcome = uncertainty(result.outcomes)
    let cost = uncertainty(result.costs)
    let log = LoggedMeans(
      dataset, population: population, confidence: settings.confidence, gamma: settings.gamma)
    let support = result.supportShare(table, dataset, behaviour)
    let caveats = ImportanceCaveats(
      result: result, dataset: dataset, behaviour: behaviour, settings: settings,
      supportShare: support, learnedFrom: table.learnedFrom)
    self.init(
      policyName: result.policyName, estimator: result.estimator.rawValue, kind: .estimate,
      outcomeName: dataset.outcomeName, lambdas: places.map { result.lambdas[$0] },
      dependsOnLambda: result.dependsOnLambda, outcomes: estimates(result.outcomes, outcome),
      costs: estimates(result.costs, cost),
      decisions: estimates(result.decisions, uncertainty(result.decisions)),
      outcomeUncertainty: outcome, costUncertainty: cost, behaviourOutcome: log.outcome,
      behaviourCost: log.cost, users: log.users, population: population,
      days: dataset.days, sample: dataset.sample,
      standing: outcome == nil ? .unknown(["no support"]) : .spread(caveats.reasons),
      confidence: settings.confidence, refusals: caveats.refusals,
      supportShare: support.map { shares in places.map { shares[$0] } }, notes: caveats.notes)
  }
}

extension ImportanceResult {
  /// By entry, the share of the policy's decisions that the log took often enough.
  fileprivate func supportShare(
    _ table: PolicyTable, _ dataset: Dataset, _ behaviour: BehaviourModel
  ) -> [Double]? {
    let shares = Estimation.supportShare(table, dataset, behaviour)
    guard let mixed = mixtureShares else { return shares }
    return shares.map { [zip($0, mixed).reduce(0) { $0 + $1.0 * $1.1 }] }
  }
}

/// (L, L) covariances of the means of contributions over a population.
private func covariances(_ parts: [[Double]], _ population: Int) -> [Double] {
  let count = parts.count
  let rows = parallelMap(count) { a in
    (0...a).map { covariance(parts[a], parts[$0], population) }
  }
  return (0..<(count * count)).map { place in
    let (a, b) = (place / count, place % count)
    return rows[max(a, b)][min(a, b)]
  }
}
