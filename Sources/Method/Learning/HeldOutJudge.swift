// Which of several value networks ranks coupons best, judged by users that none of them has seen.
//
// A temporal-difference error cannot be compared between networks that each chase a target of their
// own, and most of it is about how often a customer comes anyway. So all candidates get one target and
// are asked about the effect of the coupon alone:
//
//   y    = r − λc + γ^gap · (1 − terminated) · V̄(s′)       V̄, m: mean over the candidates of
//   loss = mean (y − m(s) − A_i(s, a))²                     max over keep(s′) of Q_i, and of Σ_b G(b|s) Q_i(s, b)
//   A_i  = Q_i(s, a) − Σ_b G(b|s) Q_i(s, b)
//
// This is the R-loss of Nie and Wager (2021) for many levels, with one bootstrapped outcome. Up to noise
// that all share, its differences are the squared errors of A_i. Standard errors are over users.

package import Compute
import Data

package struct HeldOutJudge: Sendable {
  package struct Verdict: Sendable {
    /// By candidate: loss above the best candidate's, and its standard error.
    package var excess: [Double]
    package var standardErrors: [Double]

    package init(excess: [Double], standardErrors: [Double]) {
      self.excess = excess
      self.standardErrors = standardErrors
    }

    /// The first candidate that is no more than one standard error worse than the best (Breiman et
    /// al., 1984): candidates are told from the simplest on.
    package var simplest: Int {
      excess.indices.first { excess[$0] <= standardErrors[$0] } ?? 0
    }
  }

  private let problem: TrainingProblem
  private let keep: [UInt8]?
  private let rows: [Int32]
  /// (rows) where the states and those that follow are: a copy of the states would be a large part of a log.
  private let here: [Int32]
  private let next: [Int32]
  /// (rows, A) G(b|s), or what the log says.
  private let behaviour: [Float]
  /// Enough prices to see every kind of policy; the noise is in the rows, not in λ.
  private static let prices = 5

  /// `rows` are decisions of held-out users with a target.
  package init(
    _ problem: TrainingProblem, keep: [UInt8]?, behaviour model: GenerativeModel, rows: [Int32]
  ) {
    self.problem = problem
    self.keep = keep
    self.rows = rows
    let dataset = problem.data.dataset
    here = rows
    next = rows.map { max(0, dataset.next[Int($0)]) }
    let levels = dataset.levels.count
    if let known = dataset.propensities {
      behaviour = rows.flatMap { known[(Int($0) * levels)..<((Int($0) + 1) * levels)] }
    } else {
      var values = model.network.values(problem.states, rows: here)
      softmaxRows(&values, levels: levels)
      behaviour = values
    }
  }

  /// What a candidate says of a state's actions, and of the state where that is apart.
  package typealias Candidate = (network: HeadNetwork, level: HeadNetwork?)

  /// At least two candidates, on the λ grid of the problem.
  package func compare(_ candidates: [Candidate]) -> Verdict {
    let grid = problem.data.lambdas.values
    let count = min(Self.prices, grid.count)
    let picked = (0..<count).map { grid[count > 1 ? $0 * (grid.count - 1) / (count - 1) : 0] }
    var losses = [Double](repeating: 0, count: rows.count * candidates.count)
    for lambda in picked {
      for (index, loss) in rowLosses(candidates, lambda: lambda).enumerated() {
        losses[index] += loss / Double(count)
      }
    }
    return verdict(losses, candidates.count)
  }

  /// (part, A) what a candidate says of some rows' states and of the states that follow.
  private struct Reading {
    var here: [Float]
    var next: [Float]
  }

  /// (rows, candidates)
  private func rowLosses(_ candidates: [Candidate], lambda: Double) -> [Double] {
    var losses: [Double] = []
    losses.reserveCapacity(rows.count * candidates.count)
    for start in stride(from: 0, to: rows.count, by: Self.block) {
      let part = start..<min(rows.count, start + Self.block)
      addLosses(candidates, lambda: lambda, of: part, to: &losses)
    }
    return losses
  }

  /// Rows whose values are in memory at once: all candidates' for all rows would be a good part of a log.
  private static let block = 8_192

  private func addLosses(
    _ candidates: [Candidate], lambda: Double, of part: Range<Int>, to losses: inout [Double]
  ) {
    let condition = [LambdaScaler(problem.data.lambdas)(lambda)]
    let readings = candidates.map {
      Reading(
        here: read($0, Array(here[part]), condition), next: read($0, Array(next[part]), condition))
    }
    let dataset = problem.data.dataset
    let levels = dataset.levels.count
    let count = Double(candidates.count)
    for (index, place) in part.enumerated() {
      let row = Int(rows[place])
      let start = index * levels
      var target = (problem.rewards[row] - lambda * problem.costs[row]) / problem.scale
      let discount = Double(problem.discounts[row])
      if discount != 0 {
        let state = Int(dataset.next[row])
        var sum = 0.0
        for reading in readings {
          var best = -Float.infinity
          for level in 0..<levels where keep.map({ $0[state * levels + level] != 0 }) ?? true {
            best = max(best, reading.next[start + level])
          }
          sum += Double(best)
        }
        target += discount * sum / count
      }
      let means = readings.map { reading in
        (0..<levels).reduce(0.0) {
          $0 + Double(behaviour[place * levels + $1]) * Double(reading.here[start + $1])
        }
      }
      let middle = means.reduce(0, +) / count
      let action = start + Int(dataset.actions[row])
      for (candidate, reading) in readings.enumerated() {
        let advantage = Double(reading.here[action]) - means[candidate]
        let error = target - middle - advantage
        losses.append(error * error)
      }
    }
  }

  /// (n, A) values, levels included.
  private func read(_ candidate: Candidate, _ rows: [Int32], _ condition: [Float]) -> [Float] {
    let states = problem.states
    var values = candidate.network.values(states, rows: rows, condition: condition)
    let own = candidate.level?.values(states, rows: rows, condition: condition)
    guard let level = own else { return values }
    let count = candidate.network.shape.levels
    for index in values.indices { values[index] += level[index / count] }
    return values
  }

  private func verdict(_ losses: [Double], _ count: Int) -> Verdict {
    let dataset = problem.data.dataset
    var sums = [Double](repeating: 0, count: count)
    for index in losses.indices { sums[index % count] += losses[index] }
    let best = sums.indices.min { sums[$0] < sums[$1] } ?? 0
    // Rows of a user are consecutive; their differences from the best are added up.
    var squares = [Double](repeating: 0, count: count)
    var differences = [Double](repeating: 0, count: count)
    var users = 0.0
    for (index, row) in rows.enumerated() {
      for candidate in 0..<count {
        differences[candidate] += losses[index * count + candidate] - losses[index * count + best]
      }
      let isLast =
        index + 1 == rows.count
        || dataset.users[Int(rows[index + 1])] != dataset.users[Int(row)]
      guard isLast else { continue }
      users += 1
      for candidate in 0..<count {
        squares[candidate] += differences[candidate] * differences[candidate]
        differences[candidate] = 0
      }
    }
    let size = Double(max(rows.count, 1))
    let excess = sums.map { $0 - sums[best] }
    return Verdict(
      excess: excess.map { $0 / size },
      standardErrors: excess.indices.map {
        max(0, squares[$0] - excess[$0] * excess[$0] / max(users, 1)).squareRoot() / size
      })
  }
}
