// From a log and a policy's decisions to an Evaluation. Whatever makes the numbers, critics or a closed form,
// the bounds come from the doubly robust curve: its error over users is known, and a critic that disagrees
// with it draws them out. What is then said of them is up to `Trust`.

public import Compute
public import Data

/// How the reported number is made.
public enum EstimationMethod: Sendable, Hashable {
  /// Critics, trained: REME with several heads (Agarwal et al., 2020; the policy is valued, never
  /// maximised), fitted Q-evaluation with one.
  case critics
  /// The direct method: the model of least-squares temporal differences at the first decisions.
  case direct
  /// That model corrected by what the log's own decisions brought.
  case doublyRobust(ResidualWeights)
}

/// J(λ) and C(λ) of the policy in `table` from a log.
///
/// - Parameters:
///   - encoded: (m, w) encoded states, one row for every state of `dataset`; what critics read.
///   - behaviour: probabilities of what the log did; without them there are no bounds.
/// - Returns: an evaluation of kind `.estimate`, per user of the population.
/// - Throws: `EstimationError`, as when a doubly robust estimate lacks `behaviour`, or `Cancelled`.
public func estimate(
  _ table: PolicyTable, from dataset: Dataset, encoded: StateMatrix, behaviour: BehaviourModel?,
  by method: EstimationMethod = .critics, settings: CriticSettings = CriticSettings(),
  progress: Progress = Progress()
) throws -> Evaluation {
  try settings.check()
  if case .doublyRobust = method, behaviour == nil {
    throw EstimationError.probabilitiesNotKnown
  }
  let log = try EvaluationLog(dataset, encoded: encoded, progress: progress)
  for lambda in table.lambdas where !(lambda.isFinite && lambda >= 0) {
    throw EstimationError.unusableLambda(lambda)
  }
  if settings.gamma == 1, !log.hasEnd { throw EstimationError.endless(name: "outcome") }
  let support = behaviour.flatMap { supportShare(table, dataset, $0) }
  let refusals = refusals(log, table, behaviour, support)
  let kept = table.lambdas.indices.filter { index in
    !refusals.contains { $0.lambda == table.lambdas[index] }
  }
  let judging = Judging(
    log: log, table: table.selecting(kept), behaviour: behaviour, method: method,
    settings: settings, refusals: refusals, support: support.map { all in kept.map { all[$0] } })
  return try judging.evaluation(progress)
}

struct Judging {
  let log: EvaluationLog
  /// The policy at the λ that the log supports.
  let table: PolicyTable
  let behaviour: BehaviourModel?
  let method: EstimationMethod
  let settings: CriticSettings
  let refusals: [Refusal]
  /// By supported λ.
  let support: [Double]?

  func evaluation(_ progress: Progress) throws -> Evaluation {
    guard !table.lambdas.isEmpty else { return assemble([], nil) }
    let (distinct, places) = table.distinct()
    let targets = CriticTarget.all(log.dataset, gamma: settings.gamma)
    let curve = try MarginalCurve(
      self.shared(targets), distinct,
      SummaryPlan(log, roles: ColumnRoles(log.dataset), distinct, gamma: settings.gamma),
      weights: weights, progress: progress)
    let trust = Trust(
      curve, distinct, log, behaviour, method,
      support: support.map { all in
        distinct.lambdas.indices.map { grid in places.firstIndex(of: grid).map { all[$0] } ?? 1 }
      })
    var values = curve.quantities.map { quantity in
      // Where hardly any decision agrees, the correction is one of a few users: only the model is left.
      distinct.lambdas.indices.map { grid in
        isDirect || !trust.isBounded[grid] ? quantity.direct[grid] : quantity.corrected[grid]
      }
    }
    if method == .critics {
      let critics = try fit(targets.filter { $0.name != "decisions" }, distinct, progress)
      let starts = log.starts
      for (target, critic) in critics.enumerated() {
        values[target] = distinct.lambdas.indices.map { critic.mean(starts: starts, grid: $0) }
      }
    }
    let readings = curve.quantities.indices.map { index in
      Reading(
        curve.quantities[index], values[index], trust, confidence: settings.confidence
      ).spread(to: places)
    }
    return assemble(readings, trust.spread(to: places))
  }

  private var isDirect: Bool { method == .direct || behaviour == nil }

  private var weights: ResidualWeights {
    if case .doublyRobust(let weights) = method { return weights }
    return .marginal
  }

  private func shared(_ targets: [CriticTarget]) -> MarginalLog {
    MarginalLog(log, behaviour: behaviour, targets: targets, seed: settings.seed)
  }

  private var name: String {
    switch method {
    case .critics: settings.heads > 1 ? "reme" : "fqe"
    case .direct: "dm"
    case .doublyRobust(.marginal): "dr"
    case .doublyRobust(.trajectory): "dr by trajectory"
    }
  }

  private func fit(
    _ targets: [CriticTarget], _ table: PolicyTable, _ progress: Progress
  ) throws -> [Critic] {
    let training = CriticTraining(targets, log: log, table: table, settings: settings)
    var pace = Pace(most: 64)
    var done = 0
    while done < settings.steps {
      try progress.advance(name, done, of: settings.steps)
      let count = min(pace.count, settings.steps - done)
      try training.advance(count)
      done += count
      pace.adjust()
    }
    try progress.advance(name, settings.steps, of: settings.steps)
    return training.critics
  }

  private func assemble(_ readings: [Reading], _ trust: Trust?) -> Evaluation {
    let dataset = log.dataset
    let logged = LoggedMeans(
      dataset, population: log.population, confidence: settings.confidence, gamma: settings.gamma)
    let countsDecisions = dataset.outcomes.allSatisfy { $0 == 1 } && settings.gamma == 1
    let estimates = { (place: Int) in readings.isEmpty ? [] : readings[place].estimates }
    let caveats = Caveats(
      log: log, table: table, behaviour: behaviour, trust: trust,
      strays: readings.prefix(2).map(\.strays),
      costs: readings.count > 1 ? readings[1].estimates.map(\.value) : [], gamma: settings.gamma,
      isTrained: method == .critics)
    var result = Evaluation(
      policyName: table.name, estimator: name, kind: .estimate,
      outcomeName: dataset.outcomeName, lambdas: table.lambdas,
      dependsOnLambda: table.dependsOnLambda, outcomes: estimates(0), costs: estimates(1),
      decisions: readings.isEmpty ? nil : estimates(countsDecisions ? 0 : 2),
      behaviourOutcome: log.isWhole ? logged.outcome : nil,
      behaviourCost: log.isWhole ? logged.cost : nil, users: logged.users,
      population: log.population,
      days: dataset.days, sample: dataset.sample,
      standing: trust?.standing(at: table.lambdas) ?? .unknown(["the log supports no estimate"]),
      standings: trust?.standings,
      confidence: settings.confidence, refusals: refusals, supportShare: support,
      notes: caveats.notes)
    if readings.count > 1 {
      result.outcomeUncertainty = readings[0].uncertainty
      result.costUncertainty = readings[1].uncertainty
    }
    result.state = trust?.contents ?? []
    return result
  }
}

/// What is said of one quantity for every λ.
private struct Reading: Sendable {
  var estimates: [Estimate]
  var uncertainty: Uncertainty?
  /// Entries whose value lies outside the bounds of its correction.
  var strays: [Int] = []

  init(
    _ quantity: MarginalCurve.Quantity, _ values: [Double], _ trust: Trust, confidence: Double
  ) {
    guard trust.hasBounds else {
      estimates = values.map { Estimate($0) }
      return
    }
    let widening = trust.widening[quantity.name]
    let uncertainty = Uncertainty(
      centres: quantity.corrected, covariance: quantity.covariance,
      widening: values.indices.map { trust.isBounded[$0] ? widening?[$0] ?? 0 : .infinity },
      confidence: confidence)
    self.uncertainty = uncertainty
    estimates = values.indices.map { index in
      Estimate(
        values[index], interval: uncertainty.interval(at: index, around: values[index]))
    }
    strays = values.indices.filter { index in
      let own = uncertainty.interval(at: index, around: quantity.corrected[index])
      return own?.contains(values[index]) == false
    }
  }

  /// The same for entries of which several are one policy.
  func spread(to places: [Int]) -> Reading {
    var result = self
    result.estimates = places.map { estimates[$0] }
    result.strays = places.indices.filter { strays.contains(places[$0]) }
    result.uncertainty = uncertainty?.selecting(places)
    return result
  }
}
