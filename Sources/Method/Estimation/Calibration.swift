// Whether the probabilities that ratios are divided by are right: of the levels that were said to be given with
// probability p, a share p should have been given. Estimated probabilities are judged on users that they
// were not fitted to. Logged ones can be wrong too, and are judged as they are.

package import Compute
package import Data
import Foundation
import Learning

public struct Calibration: Sendable {
  /// Pairs of a decision and a level with like probabilities.
  public struct Bin: Sendable, Hashable {
    public var count: Int
    /// Mean probability.
    public var predicted: Double
    /// Share that was given.
    public var observed: Double

    /// Standard error of `observed`, were the probability right.
    public var error: Double {
      (max(predicted * (1 - predicted), 0) / Double(max(count, 1))).squareRoot()
    }
  }

  public struct Level: Sendable, Hashable {
    /// Decisions that gave it.
    public var given: Int
    /// Mean of 1/b over all decisions where it was given, else 0: 1 when b is right.
    public var inverse: Double
    /// Standard error of `inverse`.
    public var error: Double
  }

  /// True for probabilities of users that the model had not seen; false for logged ones.
  public var isHeldOut: Bool
  /// By rising probability, as many pairs in each as equal probabilities allow; empty when only the
  /// probabilities of what was given are known.
  public var bins: [Bin]
  /// Σ share · |observed − predicted| over the bins (expected calibration error, Guo et al., 2017, over all
  /// levels); NaN without bins.
  public var expectedError: Double
  /// Mean −log of the probability of what was given.
  public var logLoss: Double
  /// The same when every level has its frequency in the log, whatever the state.
  public var marginalLogLoss: Double
  public var levels: [Level]
}

extension Calibration {
  /// - Parameter heldOut: (n, A); estimated probabilities cannot be judged without.
  init?(_ log: Dataset, _ behaviour: BehaviourModel, heldOut: [Float]?) {
    let count = log.levels.count
    let all = log.propensities ?? (behaviour.isKnown ? nil : heldOut)
    guard behaviour.isKnown || all != nil else { return nil }
    let isHeldOut = !behaviour.isKnown
    self.isHeldOut = isHeldOut
    let given = (0..<log.count).map { row -> Double in
      guard let all, isHeldOut else { return Double(behaviour.given[row]) }
      return Double(max(all[row * count + Int(log.actions[row])], behaviour.floor))
    }
    let bins = all.map { Self.bins($0, log.actions, levels: count) } ?? []
    self.bins = bins
    let pairs = Double(max(bins.reduce(0) { $0 + $1.count }, 1))
    let gaps = bins.map { Double($0.count) * abs($0.observed - $0.predicted) }
    expectedError = bins.isEmpty ? .nan : gaps.reduce(0, +) / pairs
    let size = Double(max(log.count, 1))
    logLoss = given.reduce(0) { $0 - Foundation.log($1) } / size
    var counts = [Int](repeating: 0, count: count)
    var sums = [Double](repeating: 0, count: count)
    var squares = [Double](repeating: 0, count: count)
    for (row, action) in log.actions.enumerated() {
      counts[Int(action)] += 1
      sums[Int(action)] += 1 / given[row]
      squares[Int(action)] += 1 / (given[row] * given[row])
    }
    marginalLogLoss = counts.reduce(0) {
      $1 > 0 ? $0 - Double($1) / size * Foundation.log(Double($1) / size) : $0
    }
    levels = counts.indices.map { level in
      let mean = sums[level] / size
      let variance = max(squares[level] / size - mean * mean, 0) / max(size - 1, 1)
      return Level(given: counts[level], inverse: mean, error: variance.squareRoot())
    }
  }

  private static let mostPairs = 2_000_000
  private static let binCount = 10

  /// - Parameter all: (n, A).
  static func bins(_ all: [Float], _ actions: [Int32], levels: Int) -> [Bin] {
    let pace = max(1, actions.count * levels / mostPairs)
    var pairs: [(probability: Float, isGiven: Bool)] = []
    for row in stride(from: 0, to: actions.count, by: pace) {
      for level in 0..<levels {
        pairs.append((all[row * levels + level], Int(actions[row]) == level))
      }
    }
    pairs.sort { $0.probability < $1.probability }
    var bins: [Bin] = []
    var start = 0
    while start < pairs.count {
      var end = min(
        start + max((pairs.count + binCount - 1) / binCount, 1), pairs.count)
      while end < pairs.count, pairs[end].probability == pairs[end - 1].probability { end += 1 }
      let part = pairs[start..<end]
      let size = Double(part.count)
      bins.append(
        Bin(
          count: part.count,
          predicted: part.reduce(0) { $0 + Double($1.probability) } / size,
          observed: Double(part.count { $0.isGiven }) / size))
      start = end
    }
    return bins
  }
}

/// (n, A) probabilities of every level, each user's by a model of the log's policy that was fitted to users of the
/// other parts; `nil` with one user, who has no others.
package func crossFitted(
  _ log: Dataset, folds: Int, seed: UInt64, _ progress: Compute.Progress
) throws -> [Float]? {
  let parts = userParts(log, count: folds, seed: seed)
  let count = (parts.max() ?? 0) + 1
  guard count > 1 else { return nil }
  let levels = log.levels.count
  var result = [Float](repeating: 0, count: log.count * levels)
  for part in 0..<count {
    let others = log.subset { parts[$0] != part }
    let model = try Policy.behaviour(of: others, seed: seed, progress: progress)
    guard let all = try model.support(log.stateBatch) else { return nil }
    for row in 0..<log.count where parts[Int(log.users[row])] == part {
      for place in (row * levels)..<((row + 1) * levels) { result[place] = all[place] }
    }
  }
  return result
}

/// By user code, one of at most `count` parts of equal size among users with a decision, by the users'
/// names and the seed.
package func userParts(_ log: Dataset, count: Int, seed: UInt64) -> [Int] {
  let keys = log.userNames.map { mixed(stableHash($0) ^ mixed(seed)) }
  let present = Set(log.users).map(Int.init).sorted {
    (keys[$0], log.userNames[$0]) < (keys[$1], log.userNames[$1])
  }
  var parts = [Int](repeating: 0, count: log.userNames.count)
  for (place, user) in present.enumerated() {
    parts[user] = place % max(min(count, present.count), 1)
  }
  return parts
}
