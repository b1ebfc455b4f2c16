// What an estimator says at one λ: for each quantity, every user's contribution. Their sum over the
// population is the estimate and their spread its standard error. For normalised estimators the
// contributions are the linearisation (the delta method) of a product of means: with episodes per
// user Ē and weighted mean R = ΣA/ΣB,
//
//   J = Ē·R,   ψ_u = R·E_u + Ē·(A_u − R·B_u)/B̄,   mean ψ = J
//
// so that users without a row, whose ψ is 0, lower the mean and count in its error like everybody.

import Data
import Foundation

struct ImportanceReading: Sendable {
  var support: ImportanceSupport
  /// By quantity (users by code), whose sum over the population is the estimate; nil without support.
  var contributions: [[Double]]?
}

/// How much of a log an estimate rests on.
public struct ImportanceSupport: Sendable, Hashable {
  /// Kish's effective number of users; for estimators that weigh per decision, at the decision number
  /// where it is smallest.
  public var effectiveUsers: Double
  /// Users whose whole episodes the policy could have had.
  public var agreeing: Int
  /// Mean weight of the episodes, 1 but for chance when the probabilities are right and the log gave the
  /// policy's levels a chance everywhere; NaN where it cannot be computed.
  public var meanWeight: Double
  /// Standard error of `meanWeight`, over users.
  public var meanWeightError: Double
  /// Products that were cut to `clip`.
  public var clipped: Int
  /// Why there is no number.
  public var refusal: Refusal?

  public enum Refusal: Sendable, Hashable {
    /// No logged episode is one that the policy could have had.
    case noAgreement
    case tooFewUsers(effective: Double, least: Double)
    /// The episodes that agree make up less than half of what the policy would do: by far most of that, such as
    /// long episodes, is not in the log, and what is tells little of it.
    case missesMost(share: Double)
    /// A weight is larger than any number, though enough users share it.
    case beyondNumbers
  }
}

extension ImportanceReading {
  /// - Parameter quantities: each (n) by decision, discounted from its episode's first.
  init(
    _ estimator: ImportanceEstimator, _ weights: ImportanceWeights, quantities: [[Double]],
    least: Double
  ) {
    support = ImportanceSupport(weights, estimator, least: least)
    guard support.refusal == nil else { return }
    let parts = quantities.map { values in
      switch estimator {
      case .ips: weights.sums(values, perDecision: false)
      case .pdis: weights.sums(values, perDecision: true)
      case .snips: weights.normalised(weights.returns(values))
      case .wis: weights.normalisedByDecision(values)
      }
    }
    if parts.allSatisfy({ $0.allSatisfy(\.isFinite) }) {
      contributions = parts
    } else {
      support.refusal = .beyondNumbers
    }
  }
}

extension ImportanceSupport {
  /// E w = 1 where the log gave the policy's coupons a chance everywhere.
  private static let leastMeanWeight = 0.5

  init(_ weights: ImportanceWeights, _ estimator: ImportanceEstimator, least: Double) {
    let users = weights.users
    let last = weights.relative(at: max(users.longest - 1, 0))
    agreeing = last.weights.count { $0 > 0 }
    effectiveUsers = weights.effectiveUsers(everywhere: estimator.isPerDecision)
    clipped = weights.clipped
    meanWeight = .nan
    meanWeightError = .nan
    if last.top > -.infinity, exp(last.top).isFinite, !users.episodes.isEmpty {
      let count = Double(users.episodes.count)
      let scale = exp(last.top)
      let mean = scale * last.weights.reduce(0, +) / count
      let squares = last.weights.indices.reduce(0.0) { sum, user in
        let rest = scale * last.weights[user] - mean * Double(users.episodes(of: user).count)
        return sum + rest * rest
      }
      meanWeight = mean
      meanWeightError = squares.squareRoot() / count
    }
    // Below e⁷⁰⁰ a weight is a number, and so is its product with what a user brings.
    let isTooLarge = !estimator.isNormalised && weights.largest > 700
    if agreeing == 0 || effectiveUsers == 0 {
      refusal = .noAgreement
    } else if effectiveUsers < least {
      refusal = .tooFewUsers(effective: effectiveUsers, least: least)
    } else if clipped == 0, meanWeight < Self.leastMeanWeight {
      refusal = .missesMost(share: meanWeight)
    } else if isTooLarge {
      refusal = .beyondNumbers
    }
  }
}

extension ImportanceWeights {
  /// (users) Σ w · y, with the product up to each decision or that of the whole episode.
  fileprivate func sums(_ values: [Double], perDecision: Bool) -> [Double] {
    (0..<users.count).map { user in
      users.episodes(of: user).reduce(0) { sum, episode in
        let whole = logs[episode.upperBound - 1]
        return sum
          + episode.reduce(0.0) { $0 + exp(perDecision ? logs[$1] : whole) * values[$1] }
      }
    }
  }

  /// By episode, in the order of `users.episodes`.
  fileprivate func returns(_ values: [Double]) -> [Double] {
    users.episodes.map { episode in episode.reduce(0) { $0 + values[$1] } }
  }

  /// ψ of the weighted mean of the episodes' returns.
  fileprivate func normalised(_ returns: [Double]) -> [Double] {
    let (weights, top) = relative(at: max(users.longest - 1, 0))
    var ratio = WeightedRatio(users)
    var place = 0
    var parts = [Double](repeating: 0, count: users.count)
    for user in 0..<users.count {
      for episode in users.episodes(of: user) {
        parts[user] += exp(logs[episode.upperBound - 1] - top) * returns[place]
        place += 1
      }
    }
    ratio.add(parts, weights)
    return ratio.contributions
  }

  /// ψ of the sum over decision numbers of the weighted means at each.
  fileprivate func normalisedByDecision(_ values: [Double]) -> [Double] {
    var ratio = WeightedRatio(users)
    for step in 0..<users.longest {
      let (weights, top) = relative(at: step)
      let parts = (0..<users.count).map { user in
        users.episodes(of: user).reduce(0.0) { sum, episode in
          let row = episode.lowerBound + step
          return row < episode.upperBound ? sum + exp(logs[row] - top) * values[row] : sum
        }
      }
      ratio.add(parts, weights)
    }
    return ratio.contributions
  }
}

/// Ē times a sum of ratios ΣA/ΣB, linearised by user.
private struct WeightedRatio {
  private(set) var contributions: [Double]
  private let counts: [Double]
  /// Ē/B̄ is `episodes` / ΣB: the size of the population cancels.
  private let episodes: Double

  init(_ users: UserEpisodes) {
    counts = (0..<users.count).map { Double(users.episodes(of: $0).count) }
    episodes = counts.reduce(0, +)
    contributions = [Double](repeating: 0, count: users.count)
  }

  mutating func add(_ parts: [Double], _ weights: [Double]) {
    let sum = weights.reduce(0, +)
    let ratio = parts.reduce(0, +) / sum
    for user in contributions.indices {
      contributions[user] +=
        ratio * counts[user] + episodes / sum * (parts[user] - ratio * weights[user])
    }
  }
}
