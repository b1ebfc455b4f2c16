// Whether the probabilities that ratios are divided by are right: of the levels that were said to be given with
// probability p, a share p should have been given. Estimated probabilities are judged on users that they
// were not fitted to. Logged ones can be wrong too, and are judged as they are.

import Compute
import Data
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
