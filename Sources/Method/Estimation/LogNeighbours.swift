// The logged decisions that are most like a state and a level: brute force over a sample of each level's
// decisions, in standardised inputs weighed by how strongly the policy's network reads them, which is
// the distance that its first layer sees when inputs do not overlap.

import Compute
import Data
import Learning

struct LogNeighbours: Sendable {
  struct Neighbour: Sendable {
    /// The decision in the log.
    var row: Int32
    var distance: Float
  }

  /// State columns that count.
  let columns: [String]
  private let width: Int
  /// (m, w) weighed states.
  private let states: [Float]
  /// (m) whose state it is.
  private let owners: [Int32]
  /// By level the sampled decisions, and their states (n, w).
  private let rows: [[Int32]]
  private let points: [[Float]]

  /// Decisions that may be found.
  var count: Int { rows.reduce(0) { $0 + $1.count } }

  static let mostPerLevel = 3000

  init(_ log: Dataset, for policy: Policy, seed: UInt64) throws {
    let reading = Reading(policy, log)
    columns = reading.columns
    let encoded = try reading.encoder.encode(log.stateBatch)
    let full = reading.encoder.width
    let kept = reading.factors.indices.filter { reading.factors[$0] > 0 }
    let width = kept.count
    var states = [Float](repeating: 0, count: log.stateCount * width)
    for state in 0..<log.stateCount {
      for (place, column) in kept.enumerated() {
        states[state * width + place] = encoded[state * full + column] * reading.factors[column]
      }
    }
    var owners = log.users + [Int32](repeating: -1, count: log.stateCount - log.count)
    var byLevel = [[Int32]](repeating: [], count: log.levels.count)
    for row in 0..<log.count {
      let next = Int(log.next[row])
      if next >= log.count { owners[next] = log.users[row] }
      // A decision that was cut off does not say how it goes on.
      guard log.terminated[row] || next >= 0 else { continue }
      byLevel[Int(log.actions[row])].append(Int32(row))
    }
    rows = byLevel.enumerated().map { level, all in
      guard all.count > Self.mostPerLevel else { return all }
      var random = RandomStream(seed: seed, stage: "coverage.sample", index: level)
      var shuffled = all
      random.shuffle(&shuffled)
      return shuffled.prefix(Self.mostPerLevel).sorted()
    }
    points = rows.map { rows in
      rows.flatMap { states[(Int($0) * width)..<((Int($0) + 1) * width)] }
    }
    self.width = width
    self.states = states
    self.owners = owners
  }

  /// The decisions nearest to a state with that level, nearest first, by other users than the state's
  /// and `user`. Of equally near ones those count first that follow `turn` (in 0..<1) of the sample.
  func nearest(to state: Int, level: Int, besides user: Int32, turn: Double, count: Int)
    -> [Neighbour]
  {
    let rows = rows[level]
    let points = points[level]
    let owner = owners[state]
    let own = Array(states[(state * width)..<((state + 1) * width)])
    var found: [Neighbour] = []
    let offset = Int(turn * Double(rows.count))
    for step in rows.indices {
      let index = step + offset < rows.count ? step + offset : step + offset - rows.count
      let limit = found.count < count ? Float.infinity : found[count - 1].distance
      let start = index * width
      var sum: Float = 0
      for column in 0..<width {
        let difference = points[start + column] - own[column]
        sum += difference * difference
        if sum >= limit { break }
      }
      guard sum < limit else { continue }
      let whose = owners[Int(rows[index])]
      guard whose != owner, whose != user else { continue }
      if found.count == count { found.removeLast() }
      let place = found.firstIndex { $0.distance > sum } ?? found.count
      found.insert(Neighbour(row: rows[index], distance: sum), at: place)
    }
    return found.map { Neighbour(row: $0.row, distance: $0.distance.squareRoot()) }
  }

  /// The distance within which `share` of a sample of the log's own decisions have another user's
  /// decision with the same level.
  func reach(share: Double, sample: Int, seed: UInt64) -> Float {
    var all = rows.enumerated().flatMap { level, rows in rows.map { (row: $0, level: level) } }
    var random = RandomStream(seed: seed, stage: "coverage.reach")
    random.shuffle(&all)
    let picked = Array(all.prefix(sample))
    let jobs = 32
    let distances = parallelMap(jobs) { job in
      stride(from: job, to: picked.count, by: jobs).compactMap { index in
        nearest(
          to: Int(picked[index].row), level: picked[index].level, besides: -1, turn: 0, count: 1
        ).first?.distance
      }
    }.flatMap { $0 }.sorted()
    guard !distances.isEmpty else { return 0 }
    let place = Int((share * Double(distances.count)).rounded(.up)) - 1
    return distances[min(max(place, 0), distances.count - 1)]
  }
}

/// What of a state counts, and how much: the inputs that a learned policy kept, by their weight; every
/// state column of the log for any other policy.
private struct Reading {
  var encoder: StateEncoder
  var columns: [String]
  /// By encoded column.
  var factors: [Float]

  init(_ policy: Policy, _ log: Dataset) {
    let kept = (policy.summary?.inputs ?? []).filter { $0.survived && $0.weight > 0 }
    let strongest = kept.map(\.weight).max() ?? 1
    let weights = Dictionary(
      kept.map { ($0.column, $0.weight / strongest) }, uniquingKeysWith: { first, _ in first })
    let encoder = kept.isEmpty ? StateEncoder(log) : policy.encoder
    self.encoder = encoder
    columns = encoder.entries.map(\.name).filter { kept.isEmpty || weights[$0] != nil }
    factors = encoder.entries.flatMap { entry -> [Float] in
      let weight = kept.isEmpty ? 1 : weights[entry.name] ?? 0
      switch entry.rule {
      case .number: return [Float(weight)]
      case .category(let labels):
        // A column's weight is over all of its labels; without one, another label is one deviation.
        let size = kept.isEmpty ? 2 : Double(max(labels.count, 1))
        return [Float](repeating: Float(weight / size.squareRoot()), count: labels.count)
      }
    }
  }
}
