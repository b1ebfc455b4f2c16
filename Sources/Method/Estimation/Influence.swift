// How far an estimate may be off because these users and no others were logged: each user's influence on
// a doubly robust value,
//
//   ψ_u = V(first) + Σ_t γ^t · ρ_t · (r_t + γ^gap V(next) − Q(s_t, a_t)),   ρ = π(a | s)/b(a | s)
//
// which is the marginalised form (Kallus and Uehara 2020) with the ratio of state densities taken as 1.
// REME's estimate stays the critic's value and ψ gives its spread; `dr` reports the mean of ψ itself. That is no calibrated interval: it does not
// see what a wrong state or a wrong critic adds.

import Data

struct Influence: Sendable {
  /// (users, L) row-major, users by code.
  var psi: [Double]
  /// (Σρ)²/Σρ² by λ: how many decisions the correction rests on.
  var effectiveSize: [Double]
}

extension Critic {
  /// J(λ): the sum over episodes of V(first), over the population. `starts` are the episodes' first rows.
  func mean(starts: [Int32], grid: Int) -> Double {
    stateValues(starts, grid: grid).reduce(0, +) / Double(log.population)
  }

  /// ψ of every user for every λ.
  func influence(_ behaviour: BehaviourModel) -> Influence {
    let count = table.lambdas.count
    var result = Influence(
      psi: [Double](repeating: 0, count: log.userSlots * count), effectiveSize: [])
    let decay = decays()
    for grid in 0..<count {
      let starts = log.starts
      for (row, value) in zip(starts, stateValues(starts, grid: grid)) {
        result.psi[Int(log.dataset.users[Int(row)]) * count + grid] += value
      }
      let (rows, ratios) = agreeing(behaviour, grid: grid)
      for (place, correction) in corrections(rows, grid: grid).enumerated() {
        let row = Int(rows[place])
        result.psi[Int(log.dataset.users[row]) * count + grid] +=
          decay[row] * ratios[place] * correction
      }
      let sum = ratios.reduce(0, +)
      let squares = ratios.reduce(0) { $0 + $1 * $1 }
      result.effectiveSize.append(squares > 0 ? sum * sum / squares : 0)
    }
    return result
  }

  /// Fitted decisions that the policy might have taken too, with ρ.
  private func agreeing(_ behaviour: BehaviourModel, grid: Int) -> ([Int32], [Double]) {
    var rows: [Int32] = []
    var ratios: [Double] = []
    for row in log.fitted {
      let level = Int(log.dataset.actions[Int(row)])
      let probability = table.probability(level, state: Int(row), grid: grid)
      let given = behaviour.given[Int(row)]
      guard probability > 0, given > 0 else { continue }
      rows.append(row)
      ratios.append(Double(probability) / Double(given))
    }
    return (rows, ratios)
  }

  /// r + γ^gap · V(next) − Q(s, a) of `rows`.
  private func corrections(_ rows: [Int32], grid: Int) -> [Double] {
    let dataset = log.dataset
    let discounts = rows.map { log.discount(Int($0), gamma: gamma) }
    let own = values(rows, levels: rows.map { dataset.actions[Int($0)] }, grid: grid)
    let next = stateValues(rows.map { max(dataset.next[Int($0)], 0) }, grid: grid)
    return rows.indices.map {
      values[Int(rows[$0])] + (discounts[$0] == 0 ? 0 : discounts[$0] * next[$0]) - own[$0]
    }
  }

  /// (n) γ^(time since the episode began).
  private func decays() -> [Double] {
    var decay = [Double](repeating: 1, count: log.dataset.count)
    guard gamma < 1 else { return decay }
    for episode in log.dataset.episodes {
      for row in episode.dropFirst() {
        decay[row] = decay[row - 1] * log.discount(row - 1, gamma: gamma)
      }
    }
    return decay
  }
}

extension EvaluationLog {
  /// First rows of all episodes: where a policy's value is read. A user who lapses and comes back
  /// starts again, and the user's value is the sum over the episodes.
  var starts: [Int32] { dataset.episodes.filter { !$0.isEmpty }.map { Int32($0.lowerBound) } }

  /// (L) means of ψ over the population: the doubly robust values.
  func means(_ psi: [Double], count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for index in psi.indices { sums[index % count] += psi[index] }
    return sums.map { $0 / Double(population) }
  }

  /// (L, L) covariance of the means of ψ over the population; users without a decision have ψ = 0.
  func covariance(_ psi: [Double], count: Int) -> [Double]? {
    guard population > 1 else { return nil }
    let size = Double(population)
    var sums = [Double](repeating: 0, count: count)
    var products = [Double](repeating: 0, count: count * count)
    for user in 0..<(psi.count / max(count, 1)) {
      for a in 0..<count {
        let value = psi[user * count + a]
        sums[a] += value
        for b in 0...a { products[a * count + b] += value * psi[user * count + b] }
      }
    }
    var result = [Double](repeating: 0, count: count * count)
    for a in 0..<count {
      for b in 0...a {
        let value = (products[a * count + b] - sums[a] * sums[b] / size) / (size - 1) / size
        result[a * count + b] = value
        result[b * count + a] = value
      }
    }
    return result
  }
}
