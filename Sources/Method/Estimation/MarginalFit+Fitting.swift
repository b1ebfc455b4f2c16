// From the log and one λ of the policy to each user's ψ.

import Compute
import Data

extension MarginalFit {
  init(
    _ shared: MarginalLog, _ base: SummaryLog, _ table: PolicyTable, grid: Int,
    weights: ResidualWeights
  ) throws {
    let log = shared.log
    let dataset = log.dataset
    let functions = base.functions
    let critic = try SummaryCritic(shared, base, table, grid: grid)
    let residualWeights = try Self.weights(
      shared, functions.summary, table, grid: grid, weights)
    let count = shared.targets.count
    direct = [[Double]](repeating: [Double](repeating: 0, count: log.userSlots), count: count)
    psi = direct
    for row in log.starts.map(Int.init) {
      let user = Int(dataset.users[row])
      let level = functions.policy(table, state: row, grid: grid)
      for target in 0..<count {
        let value = critic.value(row, level: level, fold: shared.folds[user], target: target)
        direct[target][user] += value
        psi[target][user] += value
      }
    }
    var sum = 0.0
    var squares = 0.0
    for fitted in log.fitted where residualWeights[Int(fitted)] > 0 {
      try log.poll(at: fitted)
      let row = Int(fitted)
      let user = Int(dataset.users[row])
      let weight = residualWeights[row]
      sum += weight
      squares += weight * weight
      let own = functions.levels[Int(dataset.actions[row])]
      let discount = shared.discount(row)
      let next = Int(dataset.next[row])
      let following = discount != 0 ? functions.policy(table, state: next, grid: grid) : []
      for target in 0..<count {
        var residual = shared.targets[target].values[row]
        residual -= critic.value(row, level: own, fold: shared.folds[user], target: target)
        if discount != 0 {
          residual +=
            discount
            * critic.value(next, level: following, fold: shared.folds[user], target: target)
        }
        psi[target][user] += weight * residual
      }
    }
    effectiveSize = squares > 0 ? sum * sum / squares : 0
  }

  /// (n) what each decision's residual counts: γ^t w ρ, or γ^t Π ρ.
  private static func weights(
    _ shared: MarginalLog, _ summary: StateSummary, _ table: PolicyTable, grid: Int,
    _ weights: ResidualWeights
  ) throws -> [Double] {
    let dataset = shared.log.dataset
    let decays = shared.decays
    var result = [Double](repeating: 0, count: dataset.count)
    guard shared.given != nil else { return result }
    switch weights {
    case .marginal:
      let density = try DensityRatio(shared, summary, table, grid: grid, decays: decays)
      for fitted in shared.log.fitted {
        try shared.log.poll(at: fitted)
        let row = Int(fitted)
        let ratio = shared.ratio(row, table, grid: grid)
        guard ratio > 0 else { continue }
        let fold = shared.folds[Int(dataset.users[row])]
        result[row] = decays[row] * density.value(row, fold: fold) * ratio
      }
    case .trajectory:
      for episode in dataset.episodes {
        var product = 1.0
        for row in episode {
          product *= shared.ratio(row, table, grid: grid)
          guard product > 0 else { break }
          result[row] = decays[row] * product
        }
      }
    }
    return result
  }
}

extension MarginalLog {
  /// All targets share one discount.
  var gamma: Double { targets.first?.gamma ?? 1 }

  /// A row's place among blocks of strata and folds.
  func block(_ row: Int, _ summary: StateSummary) -> Int {
    Int(summary.strata[row]) * Self.folds + folds[Int(log.dataset.users[row])]
  }

  func discount(_ row: Int) -> Double { log.discount(row, gamma: gamma) }

  /// (n) γ^(time since the episode began).
  var decays: [Double] {
    var decay = [Double](repeating: 1, count: log.dataset.count)
    guard gamma < 1 else { return decay }
    for episode in log.dataset.episodes {
      for row in episode.dropFirst() { decay[row] = decay[row - 1] * discount(row - 1) }
    }
    return decay
  }
}
