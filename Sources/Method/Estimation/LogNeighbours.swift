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

  /// State columns that count, and directions in which many vary together (`StateEncoder.pooled`).
  let columns: [String]
  private let reading: Reading
  /// Encoded columns that count.
  private let kept: [Int]
  private var width: Int { kept.count }
  private let users: [Int32]
  /// By level the sampled decisions, and their states (n, w).
  private let rows: [[Int32]]
  private let points: [[Float]]

  /// Decisions that may be found.
  var count: Int { rows.reduce(0) { $0 + $1.count } }

  static let mostPerLevel = 3000

  /// Without a policy all inputs count alike.
  init(_ log: Dataset, for policy: Policy?, seed: UInt64) throws {
    let reading = Reading(policy, log)
    let kept = reading.factors.indices.filter { reading.factors[$0] > 0 }
    columns = reading.columns
    self.reading = reading
    self.kept = kept
    users = log.users
    var byLevel = [[Int32]](repeating: [], count: log.levels.count)
    // A decision that was cut off does not say how it goes on.
    for row in 0..<log.count where log.terminated[row] || log.next[row] >= 0 {
      byLevel[Int(log.actions[row])].append(Int32(row))
    }
    rows = byLevel.enumerated().map { level, all in
      guard all.count > Self.mostPerLevel else { return all }
      var random = RandomStream(seed: seed, stage: "coverage.sample", index: level)
      var shuffled = all
      random.shuffle(&shuffled)
      return shuffled.prefix(Self.mostPerLevel).sorted()
    }
    let points = try reading.points(log.stateBatch, kept)
    self.points = rows.map { rows in
      rows.flatMap { points[(Int($0) * kept.count)..<((Int($0) + 1) * kept.count)] }
    }
  }

  /// (n, w) states as distances see them.
  func points(_ batch: StateBatch) throws -> [Float] { try reading.points(batch, kept) }

  /// The decisions nearest to `point` (w) with that level, nearest first, by none of `others`. Of
  /// equally near ones those count first that follow `turn` (in 0..<1) of the sample.
  func nearest(
    to point: ArraySlice<Float>, level: Int, besides others: [Int32], turn: Double, count: Int
  ) -> [Neighbour] {
    let rows = rows[level]
    let points = points[level]
    let own = Array(point)
    let width = width
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
      guard sum < limit, !others.contains(users[Int(rows[index])]) else { continue }
      if found.count == count { found.removeLast() }
      let place = found.firstIndex { $0.distance > sum } ?? found.count
      found.insert(Neighbour(row: rows[index], distance: sum), at: place)
    }
    return found.map { Neighbour(row: $0.row, distance: $0.distance.squareRoot()) }
  }

  /// The distance within which `share` of a sample of the log's own decisions have another user's
  /// decision with the same level.
  func reach(share: Double, sample: Int, seed: UInt64) -> Float {
    var all = rows.enumerated().flatMap { level, rows in
      rows.indices.map { (place: $0, level: level) }
    }
    var random = RandomStream(seed: seed, stage: "coverage.reach")
    random.shuffle(&all)
    let picked = Array(all.prefix(sample))
    let jobs = 32
    let distances = parallelMap(jobs) { job in
      stride(from: job, to: picked.count, by: jobs).compactMap { index in
        let (place, level) = picked[index]
        return nearest(
          to: points[level][(place * width)..<((place + 1) * width)], level: level,
          besides: [users[Int(rows[level][place])]], turn: 0, count: 1
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
private struct Reading: Sendable {
  var encoder: StateEncoder
  var columns: [String]
  /// By encoded column.
  var factors: [Float]

  init(_ policy: Policy?, _ log: Dataset) {
    let inputs = policy?.summary?.inputs ?? []
    let counts = inputs.map { $0.survived ? $0.weight : 0 }
    let strongest = counts.max() ?? 0
    let own = policy?.encoder ?? StateEncoder(log)
    let isRead = strongest > 0 && counts.count == own.sourceNames.count
    var encoder = isRead ? own : StateEncoder(log)
    for index in encoder.entries.indices {
      guard case .number(let mean, let deviation, _, _) = encoder.entries[index].rule else {
        continue
      }
      // A state beyond the log's range is as far away as it is, even if the policy clips it.
      let far = Double(Float.greatestFiniteMagnitude)
      encoder.entries[index].rule = .number(
        mean: mean, deviation: deviation, low: -far, high: far)
    }
    self.encoder = encoder
    let names = encoder.sourceNames
    let weights = isRead ? counts.map { $0 / strongest } : names.map { _ in 1 }
    columns = names.indices.filter { weights[$0] > 0 }.map { names[$0] }
    let entries = encoder.entries
    factors = encoder.sources.map { source in
      guard source < entries.count, case .category(let labels) = entries[source].rule else {
        return Float(weights[source])
      }
      // A column's weight is over all of its labels; without one, another label is one deviation.
      let size = isRead ? Double(max(labels.count, 1)) : 2
      return Float(weights[source] / size.squareRoot())
    }
  }

  func points(_ batch: StateBatch, _ kept: [Int]) throws -> [Float] {
    let encoded = try encoder.encode(batch)
    let width = encoder.width
    var points = [Float](repeating: 0, count: batch.count * kept.count)
    for row in 0..<batch.count {
      for (place, column) in kept.enumerated() {
        points[row * kept.count + place] = encoded[row * width + column] * factors[column]
      }
    }
    return points
  }
}
