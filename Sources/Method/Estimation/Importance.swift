// From a log and a policy's decisions to what the policy would have brought, by importance sampling.
// At every λ each user has a contribution to the outcome and to the cost; where too few users could have
// been the policy's own there is none, and nobody downstream can mistake that for a number.

public import Compute
public import Data
import Foundation

public struct ImportanceResult: Sendable {
  public var policyName: String
  public var estimator: ImportanceEstimator
  /// One λ for each entry; a mixture's is the mean over users.
  public var lambdas: [Double]
  public var dependsOnLambda: Bool
  /// Of a mixture, the share of users that gets each λ of the policy's table.
  public var mixtureShares: [Double]?
  /// By λ: what the estimate rests on, or why there is none.
  public var support: [ImportanceSupport]
  /// By λ (users by code), nil without support; the sum over the population is the estimate.
  public var outcomes: [[Double]?]
  public var costs: [[Double]?]
  /// The number of decisions, for a budget per decision.
  public var decisions: [[Double]?]
  public var population: Int

  /// Outcome per user of the population, nil without support.
  public func outcome(_ index: Int) -> Double? { mean(outcomes[index]) }
  public func cost(_ index: Int) -> Double? { mean(costs[index]) }

  /// Standard errors over users, those without a row included; nil without support or with one user.
  public func outcomeError(_ index: Int) -> Double? { error(outcomes[index]) }
  public func costError(_ index: Int) -> Double? { error(costs[index]) }

  private func mean(_ contributions: [Double]?) -> Double? {
    contributions.map { $0.reduce(0, +) / Double(max(population, 1)) }
  }

  private func error(_ contributions: [Double]?) -> Double? {
    guard let contributions, population > 1 else { return nil }
    return max(covariance(contributions, contributions, population), 0).squareRoot()
  }
}

/// Covariance of the means of two contributions over a population, whose other users have 0 of both. From
/// deviations, because sums of squares lose all digits where contributions are large and alike.
func covariance(_ a: [Double], _ b: [Double], _ population: Int) -> Double {
  let size = Double(population)
  let meanA = a.reduce(0, +) / size
  let meanB = b.reduce(0, +) / size
  var sum = Double(max(population - a.count, 0)) * meanA * meanB
  for (x, y) in zip(a, b) { sum += (x - meanA) * (y - meanB) }
  return sum / (size - 1) / size
}

/// Importance sampling of the policy in `table`.
///
/// - Parameters:
///   - shares: of a mixture, by λ of `table`; each user has one of them for good. Without, every λ is an
///     entry of its own.
///   - behaviour: probabilities of what the log did.
/// - Throws: `EstimationError`, or `Cancelled`.
public func importance(
  _ estimator: ImportanceEstimator, _ table: PolicyTable, shares: [Double]? = nil,
  from dataset: Dataset, behaviour: BehaviourModel,
  settings: ImportanceSettings = ImportanceSettings(), progress: Compute.Progress = .init()
) throws -> ImportanceResult {
  try settings.check()
  guard dataset.count > 0 else { throw EstimationError.noDecisions }
  for (row, chance) in behaviour.given.enumerated() where !(chance > 0 && chance <= 1) {
    throw EstimationError.impossibleDecision(
      user: dataset.userNames[Int(dataset.users[row])], probability: Double(chance))
  }
  for lambda in table.lambdas where !(lambda.isFinite && lambda >= 0) {
    throw EstimationError.unusableLambda(lambda)
  }
  let users = UserEpisodes(dataset)
  let given = behaviour.given.map { log(Double($0)) }
  let discounts = discounts(dataset, gamma: settings.gamma)
  let ones = [Double](repeating: 1, count: dataset.count)
  let quantities = [dataset.outcomes, dataset.costs, ones].map {
    zip($0, discounts).map { $0 * $1 }
  }
  let entries = shares == nil ? table.lambdas.count : 1

  @Sendable func weights(_ grid: Int) -> ImportanceWeights {
    ImportanceWeights(table, grid: grid, dataset: dataset, users: users, given: given)
  }
  var readings: [ImportanceReading] = []
  let block = 8
  for start in stride(from: 0, to: entries, by: block) {
    try progress.advance(estimator.rawValue, start, of: entries)
    readings += parallelMap(min(block, entries - start)) { place in
      var own =
        shares.map { ImportanceWeights(mixing: table.lambdas.indices.map(weights), shares: $0) }
        ?? weights(start + place)
      if let clip = settings.clip { own.clip(at: clip) }
      return ImportanceReading(
        estimator, own, quantities: quantities, least: settings.leastSupport)
    }
  }
  try progress.advance(estimator.rawValue, entries, of: entries)
  let mixed = shares.map { zip(table.lambdas, $0).reduce(0) { $0 + $1.0 * $1.1 } }
  return ImportanceResult(
    policyName: table.name, estimator: estimator, lambdas: mixed.map { [$0] } ?? table.lambdas,
    dependsOnLambda: table.dependsOnLambda && shares == nil, mixtureShares: shares,
    support: readings.map(\.support),
    outcomes: readings.map { $0.contributions?[0] }, costs: readings.map { $0.contributions?[1] },
    decisions: readings.map { $0.contributions?[2] },
    population: max(dataset.populationSize, users.count))
}

/// (n) γ^(time since the episode began).
private func discounts(_ dataset: Dataset, gamma: Double) -> [Double] {
  var result = [Double](repeating: 1, count: dataset.count)
  guard gamma < 1 else { return result }
  for episode in dataset.episodes {
    for row in episode.dropFirst() {
      result[row] = result[row - 1] * pow(gamma, Double(dataset.gaps[row - 1]))
    }
  }
  return result
}
