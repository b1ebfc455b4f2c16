// Counts what `Overlap` tells of one λ: the ratios π/b of the log's own decisions, and how likely the log was to
// do what the policy does.

import Data
import Foundation

struct OverlapCount: Sendable {
  let table: PolicyTable
  let log: Dataset
  let behaviour: BehaviourModel
  let segments: Segments
  let least: Float
  private let users: UserEpisodes
  private let given: [Double]

  init(
    table: PolicyTable, log: Dataset, behaviour: BehaviourModel, segments: Segments, least: Float
  ) {
    self.table = table
    self.log = log
    self.behaviour = behaviour
    self.segments = segments
    self.least = least
    users = UserEpisodes(log)
    given = behaviour.given.map { Foundation.log(Double($0)) }
  }

  /// Σρ and Σρ².
  private struct Sums {
    var ratios = 0.0
    var squares = 0.0
    var effective: Double { squares > 0 ? ratios * ratios / squares : 0 }

    mutating func add(_ ratio: Double) {
      ratios += ratio
      squares += ratio * ratio
    }
  }

  /// - Parameter grids: places of the table's grid with their shares of users; one but for a mixture.
  func entry(_ grids: [(grid: Int, share: Double)], lambda: Double) -> Overlap.Entry {
    var all = Sums()
    var bySegment = [Sums](repeating: Sums(), count: segments.count)
    var byLevel = [Sums](repeating: Sums(), count: log.levels.count)
    var byUser = [Double](repeating: 0, count: log.userNames.count)
    var largest = 0.0
    for row in 0..<log.count {
      let level = Int(log.actions[row])
      let chance = grids.reduce(0.0) {
        $0 + $1.share * Double(table.probability(level, state: row, grid: $1.grid))
      }
      guard chance > 0 else { continue }
      let ratio = chance / Double(behaviour.given[row])
      largest = max(largest, ratio)
      all.add(ratio)
      bySegment[Int(segments.codes[row])].add(ratio)
      byLevel[level].add(ratio)
      byUser[Int(log.users[row])] += ratio
    }
    let support = supported(grids)
    var weights = grids.map {
      ImportanceWeights(table, grid: $0.grid, dataset: log, users: users, given: given)
    }
    if weights.count > 1 {
      weights = [ImportanceWeights(mixing: weights, shares: grids.map(\.share))]
    }
    let whole = weights[0].relative(at: max(users.longest - 1, 0)).weights
    func part(_ support: Supported, _ sums: Sums) -> Overlap.Part {
      Overlap.Part(decisions: support.decisions, thin: support.thin, effective: sums.effective)
    }
    return Overlap.Entry(
      lambda: lambda, all: part(support.all, all),
      bySegment: zip(support.bySegment, bySegment).map(part),
      byLevel: zip(support.byLevel, byLevel).map(part), users: kish(byUser),
      agreeingUsers: byUser.count { $0 > 0 }, episodeUsers: kish(whole),
      wholeUsers: whole.count { $0 > 0 }, largestRatio: largest,
      meanRatio: all.ratios / Double(max(log.count, 1)))
  }

  private struct Supported {
    var decisions = 0.0
    var thin = 0.0

    mutating func add(_ share: Double, isThin: Bool) {
      decisions += share
      if isThin { thin += share }
    }
  }

  /// The policy's own decisions in the log's states, and those that the log hardly ever took. Without
  /// the log's probabilities of all levels nothing can be said about the latter: NaN.
  private func supported(
    _ grids: [(grid: Int, share: Double)]
  ) -> (all: Supported, bySegment: [Supported], byLevel: [Supported]) {
    var all = Supported()
    var bySegment = [Supported](repeating: Supported(), count: segments.count)
    var byLevel = [Supported](repeating: Supported(), count: log.levels.count)
    let levels = log.levels.count
    func add(_ level: Int, row: Int, _ share: Double) {
      guard share > 0 else { return }
      let isThin = behaviour.all.map { $0[row * levels + level] < least } ?? false
      all.add(share, isThin: isThin)
      bySegment[Int(segments.codes[row])].add(share, isThin: isThin)
      byLevel[level].add(share, isThin: isThin)
    }
    for (grid, share) in grids {
      for row in 0..<log.count {
        switch table.decisions[grid] {
        case .levels(let chosen): add(Int(chosen[row]), row: row, share)
        case .probabilities(let values):
          for level in 0..<levels {
            add(level, row: row, share * Double(values[row * levels + level]))
          }
        }
      }
    }
    if behaviour.all == nil {
      all.thin = .nan
      for index in bySegment.indices { bySegment[index].thin = .nan }
      for index in byLevel.indices { byLevel[index].thin = .nan }
    }
    return (all, bySegment, byLevel)
  }
}
