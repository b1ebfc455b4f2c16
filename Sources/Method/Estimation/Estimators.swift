// What a policy of ours would bring and cost, from a log: ask it once in every state at every λ, find out how
// likely the log was to do what it did, and judge. What is judged is what is deployed: the policy's own
// decisions, with its support filter and its ties, at the λ (or the mixture) that it carries.

public import Compute
public import Data
public import Learning

/// J(λ) and C(λ) of `policy` from a log.
///
/// - Parameters:
///   - dataset: ideally users that the policy was not learned from.
///   - lambdas: where to judge; the policy's training grid when left out. A policy without λ, or one
///     that is already set to a λ or a mixture, has one entry and ignores them.
///   - method: critics (REME and, with one head, FQE), the direct method, or doubly robust.
/// - Throws: `EstimationError`, `PolicyError` when the log lacks a column, `Cancelled`.
public func estimate(
  _ policy: Policy, on dataset: Dataset, by method: EstimationMethod, lambdas: [Double]? = nil,
  settings: CriticSettings = CriticSettings(), progress: Compute.Progress = .init()
) throws -> Evaluation {
  guard dataset.count > 0 else { throw EstimationError.noDecisions }
  var table = try PolicyTable(policy, on: dataset, lambdas: lambdas)
  table.movedInputs = try MovedInputs(
    policy, table: table, dataset: dataset, roles: ColumnRoles(dataset),
    owners: StateOwners(dataset))
  table.learnedFrom = policy.share(learnedFrom: dataset)
  let behaviour = try BehaviourModel(of: dataset, seed: settings.seed, progress)
  let encoder = StateEncoder(dataset)
  let encoded =
    encoder.width > 0
    ? StateMatrix(try encoder.encode(dataset.stateBatch), width: encoder.width)
    : StateMatrix([Float](repeating: 0, count: dataset.stateCount), width: 1)
  var evaluation = try estimate(
    table, from: dataset, encoded: encoded, behaviour: behaviour, by: method, settings: settings,
    progress: progress)
  if case .mixture(let low, let high, let share, _) = policy.deployment {
    evaluation = mixed(evaluation, low: low, high: high, shareOfLow: share)
  }
  evaluation.policy = policy
  return evaluation
}

/// By random ensemble mixtures of critics (REME).
public func reme(
  _ policy: Policy, on dataset: Dataset, lambdas: [Double]? = nil,
  settings: CriticSettings = CriticSettings(), progress: Compute.Progress = .init()
) throws -> Evaluation {
  try estimate(
    policy, on: dataset, by: .critics, lambdas: lambdas, settings: settings, progress: progress)
}

/// The same with one head: fitted Q-evaluation (Le et al., 2019).
public func fqe(
  _ policy: Policy, on dataset: Dataset, lambdas: [Double]? = nil,
  settings: CriticSettings = .fqe, progress: Compute.Progress = .init()
) throws -> Evaluation {
  var settings = settings
  settings.heads = 1
  return try reme(
    policy, on: dataset, lambdas: lambdas, settings: settings, progress: progress)
}

/// By a model solved in closed form, corrected by the log's own decisions (`MarginalFit`).
public func dr(
  _ policy: Policy, on dataset: Dataset, lambdas: [Double]? = nil,
  weights: ResidualWeights = .marginal, settings: CriticSettings = CriticSettings(),
  progress: Compute.Progress = .init()
) throws -> Evaluation {
  try estimate(
    policy, on: dataset, by: .doublyRobust(weights), lambdas: lambdas, settings: settings,
    progress: progress)
}

/// By that model alone.
public func dm(
  _ policy: Policy, on dataset: Dataset, lambdas: [Double]? = nil,
  settings: CriticSettings = CriticSettings(), progress: Compute.Progress = .init()
) throws -> Evaluation {
  try estimate(
    policy, on: dataset, by: .direct, lambdas: lambdas, settings: settings, progress: progress)
}

extension PolicyTable {
  /// The decisions of `policy` in all states of `dataset`, at `lambdas` or at what it is deployed at.
  public init(_ policy: Policy, on dataset: Dataset, lambdas: [Double]? = nil) throws {
    let own = policy.levels.map(\.label)
    let logged = dataset.levels.map(\.label)
    guard own == logged else { throw EstimationError.levelsDiffer(policy: own, log: logged) }
    var grid = try Self.grid(policy, lambdas)
    if !policy.dependsOnLambda { grid = Array(grid.prefix(1)) }
    var isMixture = false
    if case .mixture = policy.deployment { isMixture = grid.count > 1 }
    self.init(
      name: policy.name, lambdas: grid,
      dependsOnLambda: policy.dependsOnLambda && (policy.deployment == nil || isMixture),
      decisions: try policy.decisions(dataset.stateBatch, lambdas: grid),
      levelCount: dataset.levels.count)
  }

  /// Where a policy is looked at: its own λ once decided, nowhere in particular without one, else
  /// `lambdas` or its training grid, ascending.
  static func grid(_ policy: Policy, _ lambdas: [Double]?) throws(EstimationError)
    -> [Double]
  {
    switch policy.deployment {
    case .fixed(let lambda): return [lambda]
    case .mixture(let low, let high, _, _): return low == high ? [low] : [low, high]
    case nil: break
    }
    guard policy.dependsOnLambda else { return [0] }
    let wanted = lambdas ?? policy.lambdas?.values ?? []
    guard !wanted.isEmpty else { throw .noLambdas }
    for lambda in wanted where !(lambda.isFinite && lambda >= 0) { throw .unusableLambda(lambda) }
    return Set(wanted).sorted()
  }
}

extension BehaviourModel {
  /// What the dataset says of its own policy, else what models say that are fitted here to other users. The
  /// policy's own imitation model is not asked: it may have been fitted to these very users, and policies
  /// that are compared on one log should be weighed by the same probabilities.
  init(of dataset: Dataset, seed: UInt64, _ progress: Compute.Progress) throws {
    let levels = dataset.levels.count
    if let all = dataset.propensities {
      let given = dataset.actions.indices.map { all[$0 * levels + Int(dataset.actions[$0])] }
      self.init(known: given, all: all)
      return
    }
    if let given = dataset.loggedPropensities {
      self.init(known: given)
      return
    }
    if let models = try CrossFittedBehaviour(dataset, seed: seed, progress) {
      self.init(crossFitted: models, actions: dataset.actions, levels: levels)
      return
    }
    let model = try Policy.behaviour(of: dataset, seed: seed, progress: progress)
    guard let all = try model.support(dataset.stateBatch) else { throw EstimationError.noDecisions }
    self.init(
      guessed: Array(all.prefix(dataset.count * levels)), actions: dataset.actions, levels: levels)
  }
}

extension Policy {
  /// About what share of a log's users the policy was learned from; 0 where that was not kept.
  package func share(learnedFrom log: Dataset) -> Double {
    guard let own = summary?.histories ?? learnedFrom else { return 0 }
    return log.histories.share(in: own) ?? 0
  }
}

/// A mixture of which one part has no support has none.
private func refused(_ evaluation: Evaluation, at lambda: Double) -> Evaluation {
  Evaluation(
    policyName: evaluation.policyName, estimator: evaluation.estimator, kind: evaluation.kind,
    outcomeName: evaluation.outcomeName, lambdas: [], dependsOnLambda: false, outcomes: [],
    costs: [],
    decisions: evaluation.decisions.map { _ in [] }, behaviourOutcome: evaluation.behaviourOutcome,
    behaviourCost: evaluation.behaviourCost, users: evaluation.users,
    population: evaluation.population, days: evaluation.days, sample: evaluation.sample,
    standing: .unknown(["the log supports no estimate"]), confidence: evaluation.confidence,
    refusals: evaluation.refusals.prefix(1).map {
      Refusal(lambda: lambda, reason: "at λ = \(short($0.lambda)), one of its two: \($0.reason)")
    }, supportShare: evaluation.supportShare.map { _ in [] }, notes: evaluation.notes)
}

/// The two entries of a mixture's λ brought together: a share of the users gets each.
private func mixed(
  _ evaluation: Evaluation, low: Double, high: Double, shareOfLow: Double
) -> Evaluation {
  guard low != high else { return evaluation }
  guard let first = evaluation.index(of: low), let second = evaluation.index(of: high) else {
    return refused(evaluation, at: shareOfLow * low + (1 - shareOfLow) * high)
  }
  let parts = [
    Evaluation.Part(index: first, share: shareOfLow),
    Evaluation.Part(index: second, share: 1 - shareOfLow),
  ]
  var result = Evaluation(
    policyName: evaluation.policyName, estimator: evaluation.estimator, kind: evaluation.kind,
    outcomeName: evaluation.outcomeName, lambdas: [shareOfLow * low + (1 - shareOfLow) * high],
    dependsOnLambda: false, outcomes: [evaluation.outcome(of: parts)],
    costs: [evaluation.cost(of: parts)],
    decisions: evaluation.decisions(of: parts).map { [$0] },
    behaviourOutcome: evaluation.behaviourOutcome, behaviourCost: evaluation.behaviourCost,
    users: evaluation.users, population: evaluation.population, days: evaluation.days,
    sample: evaluation.sample,
    standing: evaluation.standing(of: parts), confidence: evaluation.confidence,
    notes: evaluation.notes)
  result.state = evaluation.state
  result.supportShare = evaluation.supportShare.map { share in
    [parts.reduce(0) { $0 + $1.share * share[$1.index] }]
  }
  return result
}
