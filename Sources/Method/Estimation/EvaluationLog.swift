// The log as an evaluation sees it: which rows can be fitted, where episodes start, and what was really
// earned from each decision on. A row that was cut off without a known next state says nothing about
// what follows and is left out; a row that was cut off with one bootstraps from it; only termination
// means that nothing follows.

import Compute
import Data
import Foundation

struct EvaluationLog: Sendable {
  let dataset: Dataset
  /// (m, w) encoded states.
  let states: StateMatrix
  /// Decisions whose target is known.
  let fitted: [Int32]
  /// Decisions that were cut off without a known next state.
  let excluded: Int
  private let progress: Compute.Progress

  /// `encoded` is (m, w) row-major, one row per state of the dataset.
  init(
    _ dataset: Dataset, encoded: StateMatrix, progress: Compute.Progress = Compute.Progress()
  ) throws(EstimationError) {
    self.progress = progress
    precondition(encoded.count == dataset.stateCount, "an encoded row for every state")
    guard dataset.count > 0 else { throw .noDecisions }
    self.dataset = dataset
    states = encoded
    fitted = (0..<dataset.count).compactMap {
      dataset.terminated[$0] || dataset.next[$0] >= 0 ? Int32($0) : nil
    }
    excluded = dataset.count - fitted.count
    guard !fitted.isEmpty else { throw .nothingToFit(excluded: excluded) }
  }

  /// Polls for cancellation every few thousand rows of a loop over them.
  @inline(__always)
  func poll(at row: Int32) throws(Cancelled) {
    if row & 0xFFF == 0xFFF { try progress.poll() }
  }

  /// Share of the episodes that were cut off before their end.
  var cutShare: Double {
    let cut = dataset.episodes.count { !dataset.terminated[$0.upperBound - 1] }
    return Double(cut) / Double(max(dataset.episodes.count, 1))
  }

  /// Hardly an episode was cut off: what the log's own policy brought is what it brings.
  var isWhole: Bool { cutShare <= 0.05 }

  var hasEnd: Bool { fitted.contains { dataset.terminated[Int($0)] } }

  /// What is left to come depends on how much time is left: not where customers leave at any time.
  var endsInTime: Bool { hasEnd && !dataset.endsByLapse }

  /// γ^gap · (1 − terminated), 0 as well where the next state is not known.
  func discount(_ row: Int, gamma: Double) -> Double {
    guard !dataset.terminated[row], dataset.next[row] >= 0 else { return 0 }
    return gamma == 1 ? 1 : pow(gamma, Double(dataset.gaps[row]))
  }

  /// Root mean square of the logged return-to-go of `values` (n), which scales a critic's targets; and
  /// the largest return-to-go in size.
  func returns(of values: [Double], gamma: Double) -> (scale: Double, largest: Double) {
    var squares = 0.0
    var largest = 0.0
    for episode in dataset.episodes {
      var following = 0.0
      for row in episode.reversed() {
        following = values[row] + discount(row, gamma: gamma) * following
        squares += following * following
        largest = max(largest, abs(following))
      }
    }
    let scale = (squares / Double(dataset.count)).squareRoot()
    return (scale > 0 ? scale : 1, largest)
  }

  /// Users with at least one decision.
  var users: Int { dataset.userNames.isEmpty ? 0 : Set(dataset.users).count }

  /// Users that means are over.
  var population: Int { max(dataset.populationSize, users) }

  var userSlots: Int { max(dataset.userNames.count, Int(dataset.users.max() ?? -1) + 1) }
}

extension EvaluationLog {
  /// First rows of all episodes: where a policy's value is read. A user who lapses and comes back
  /// starts again, and the user's value is the sum over the episodes.
  var starts: [Int32] { dataset.episodes.filter { !$0.isEmpty }.map { Int32($0.lowerBound) } }
}
