// The product of ratios π(a|s)/b(a|s) along each episode, as a sum of logarithms: after a thousand
// decisions the product itself may be larger than any number, or smaller. Whoever divides one weighted
// sum by another subtracts the largest logarithm first, so that nothing overflows.

import Data
import Foundation

struct ImportanceWeights: Sendable {
  let users: UserEpisodes
  /// (n) log of the product up to and including each decision; −∞ from where the policy would not have
  /// done as the log did.
  private(set) var logs: [Double]
  /// Products that `clip` cut.
  private(set) var clipped = 0

  /// - Parameter given: (n) logarithms of the probabilities of what was done.
  init(_ table: PolicyTable, grid: Int, dataset: Dataset, users: UserEpisodes, given: [Double]) {
    self.users = users
    logs = [Double](repeating: 0, count: dataset.count)
    for episode in dataset.episodes {
      var sum = 0.0
      for row in episode {
        let chance = table.probability(Int(dataset.actions[row]), state: row, grid: grid)
        sum += chance > 0 ? log(Double(chance)) - given[row] : -.infinity
        logs[row] = sum
      }
    }
  }

  /// A mixture gives each user one of the policies for good, so the probability of an episode is the mean
  /// of theirs, and its ratio the mean of the ratios: Σ share · w, not a product of mixed probabilities.
  init(mixing parts: [ImportanceWeights], shares: [Double]) {
    users = parts[0].users
    logs = parts[0].logs.indices.map { row in
      let terms = zip(parts, shares).filter { $1 > 0 }.map { $0.logs[row] + log($1) }
      let top = terms.max() ?? -.infinity
      guard top > -.infinity else { return -.infinity }
      return top + log(terms.reduce(0) { $0 + exp($1 - top) })
    }
  }

  mutating func clip(at largest: Double) {
    let bound = log(largest)
    for row in logs.indices where logs[row] > bound {
      logs[row] = bound
      clipped += 1
    }
  }

  /// The largest logarithm of any product.
  var largest: Double { logs.max() ?? -.infinity }

  /// The logarithm for an episode's decision `step`. An episode that has ended keeps its last weight: it
  /// is an episode of the policy with as much right as before, and brings nothing more.
  func logarithm(of episode: Range<Int>, at step: Int) -> Double {
    logs[min(episode.lowerBound + step, episode.upperBound - 1)]
  }

  /// Weights of the users at one decision number, relative to the largest: (users), by code.
  func relative(at step: Int) -> (weights: [Double], top: Double) {
    var top = -Double.infinity
    for episode in users.episodes { top = max(top, logarithm(of: episode, at: step)) }
    guard top > -.infinity else { return ([Double](repeating: 0, count: users.count), top) }
    return (
      (0..<users.count).map { user in
        users.episodes(of: user).reduce(0) { $0 + exp(logarithm(of: $1, at: step) - top) }
      }, top
    )
  }

  /// Kish's effective number of users, (Σw)²/Σw², at the end of all episodes, or with `everywhere` at the
  /// decision number where it is smallest.
  func effectiveUsers(everywhere: Bool) -> Double {
    guard users.longest > 0 else { return 0 }
    let steps = everywhere ? 0..<users.longest : (users.longest - 1)..<users.longest
    return steps.map { kish(relative(at: $0).weights) }.min() ?? 0
  }
}

/// As many equal weights as would be as good as these: (Σw)²/Σw² (Kish, 1965); 0 for none.
func kish(_ weights: [Double]) -> Double {
  let sum = weights.reduce(0, +)
  let squares = weights.reduce(0) { $0 + $1 * $1 }
  return squares > 0 ? sum * sum / squares : 0
}

/// A log's episodes by user.
struct UserEpisodes: Sendable {
  /// All episodes with a decision, in row order.
  let episodes: [Range<Int>]
  /// By user code, the places of the user's own episodes.
  private let places: [Range<Int>]
  /// Decisions of the longest.
  let longest: Int

  var count: Int { places.count }

  init(_ dataset: Dataset) {
    let episodes = dataset.episodes.filter { !$0.isEmpty }
    var places = [Range<Int>](repeating: 0..<0, count: dataset.userNames.count)
    var start = 0
    while start < episodes.count {
      let user = Int(dataset.users[episodes[start].lowerBound])
      var end = start + 1
      while end < episodes.count, Int(dataset.users[episodes[end].lowerBound]) == user { end += 1 }
      places[user] = start..<end
      start = end
    }
    self.episodes = episodes
    self.places = places
    longest = episodes.map(\.count).max() ?? 0
  }

  func episodes(of user: Int) -> ArraySlice<Range<Int>> { episodes[places[user]] }
}
