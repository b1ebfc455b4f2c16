// The paths of `Coverage`: all of them take their n-th step together, each looking for its match on its
// own, and then the matches are given out in the order of the paths, so that no result depends on the
// threads. A match lends its change of state, not its state: what a policy lets build up in a customer
// stays with the path, instead of being forgotten with every jump back into the log.

import Compute
import Data
import Learning

struct Stitching: Sendable {
  let log: Dataset
  let policy: Policy
  let choice: EntryChoice
  let neighbours: LogNeighbours
  let reach: Float
  let segments: Segments
  let settings: CoverageSettings
  /// First decisions of the users that paths begin with.
  let starts: [Int32]
  private let ranges: [(column: Int, low: Float, high: Float)]

  init(
    log: Dataset, policy: Policy, choice: EntryChoice, neighbours: LogNeighbours, reach: Float,
    segments: Segments, settings: CoverageSettings
  ) {
    self.log = log
    self.policy = policy
    self.choice = choice
    self.neighbours = neighbours
    self.reach = reach
    self.segments = segments
    self.settings = settings
    var firsts: [Int32] = []
    for row in 0..<log.count where row == 0 || log.users[row] != log.users[row - 1] {
      firsts.append(Int32(row))
    }
    var random = RandomStream(seed: settings.seed, stage: "coverage.starts")
    random.shuffle(&firsts)
    starts = firsts.prefix(max(settings.starts, 1)).sorted()
    ranges = neighbours.columns.compactMap { name in
      guard let column = log.stateNames.firstIndex(of: name),
        log.stateKinds[column] == .number
      else { return nil }
      let values = (0..<log.stateCount).map { log.states[$0 * log.width + column] }.sorted()
      let last = Double(values.count - 1)
      return (column, values[Int(0.01 * last)], values[Int((0.99 * last).rounded(.up))])
    }
  }

  /// A path on its way.
  private struct Path {
    var user: Int32
    /// Who lent the last change.
    var lender: Int32
    var segment: Int
    /// (d) raw.
    var state: [Float]
    var isWhole = true
    var isOpen = true
  }

  /// The policy's paths at one λ, or with `entry` nil the log's own: each takes the levels that its user
  /// was really given, and stops where those do.
  func follow(_ entry: Int?) throws -> Coverage.Entry {
    var paths = starts.map { start in
      Path(
        user: log.users[Int(start)], lender: log.users[Int(start)],
        segment: Int(segments.codes[Int(start)]), state: state(Int(start)))
    }
    var result = Coverage.Entry(
      lambda: entry.map { choice.lambdas[$0] } ?? 0, overall: .init(), byDecision: [],
      bySegment: .init(repeating: .init(), count: segments.count), wholePaths: 0, ended: 0,
      stranded: 0, cut: 0, used: 0, effective: 0, drifts: [])
    var uses: [Int32: Int] = [:]
    var outside = [Int](repeating: 0, count: ranges.count)
    var reached = 0
    let given = starts.map { decisions(from: $0) }
    let horizon = log.episodes.map(\.count).max() ?? 1
    for number in 0..<horizon {
      let open = paths.indices.filter { paths[$0].isOpen }
      guard !open.isEmpty else { break }
      let found = try candidates(paths, open, entry: entry, number: number)
      result.byDecision.append(.init())
      for (place, index) in open.enumerated() {
        let match = chosen(found[place], uses)
        let isClose = match.map(isClose) ?? false
        result.count(isClose, number: number, segment: paths[index].segment)
        if !isClose { paths[index].isWhole = false }
        guard let match else {
          paths[index].isOpen = false
          result.stranded += 1
          continue
        }
        uses[match.row, default: 0] += 1
        let row = Int(match.row)
        let isLast = number + 1 == (entry == nil ? given[index] : horizon)
        guard !log.terminated[row], !isLast else {
          paths[index].isOpen = false
          if log.terminated[row] { result.ended += 1 } else { result.cut += 1 }
          continue
        }
        paths[index].lender = log.users[row]
        advance(&paths[index].state, by: row)
        reached += 1
        for (place, range) in ranges.enumerated() {
          let value = paths[index].state[range.column]
          if value < range.low || value > range.high { outside[place] += 1 }
        }
      }
    }
    result.wholePaths = paths.count(where: \.isWhole)
    result.used = uses.count
    let total = Double(uses.values.reduce(0, +))
    let squares = uses.values.reduce(0.0) { $0 + Double($1 * $1) }
    result.effective = squares > 0 ? total * total / squares : 0
    result.drifts = zip(ranges, outside).map { range, outside in
      Coverage.Drift(
        column: log.stateNames[range.column], low: Double(range.low), high: Double(range.high),
        outside: Double(outside) / Double(max(reached, 1)))
    }
    return result
  }

  /// The decisions of a user from a row on.
  private func decisions(from start: Int32) -> Int {
    var end = Int(start)
    while end < log.count, log.users[end] == log.users[Int(start)] { end += 1 }
    return end - Int(start)
  }

  private func state(_ row: Int) -> [Float] {
    Array(log.states[(row * log.width)..<((row + 1) * log.width)])
  }

  /// s + (s′ᵢ − sᵢ) in numbers; a category that changed in the log changes here.
  private func advance(_ state: inout [Float], by row: Int) {
    let before = row * log.width
    let after = Int(log.next[row]) * log.width
    for column in 0..<log.width {
      let change = log.states[after + column] - log.states[before + column]
      guard change != 0 else { continue }
      switch log.stateKinds[column] {
      case .number: state[column] += change
      case .category: state[column] = log.states[after + column]
      }
    }
  }

  /// How many near decisions a path may choose from when the nearest is used up.
  private static let candidateCount = 16

  private func candidates(_ paths: [Path], _ open: [Int], entry: Int?, number: Int) throws
    -> [[LogNeighbours.Neighbour]]
  {
    let batch = StateBatch(
      names: log.stateNames, kinds: log.stateKinds, values: open.flatMap { paths[$0].state },
      count: open.count)
    let points = try neighbours.points(batch)
    let width = points.count / open.count
    let levels =
      try entry.map {
        try self.levels(batch, users: open.map { paths[$0].user }, entry: $0, open, number)
      } ?? open.map { Int(log.actions[Int(starts[$0]) + number]) }
    let jobs = 32
    let parts = parallelMap(jobs) { job in
      stride(from: job, to: open.count, by: jobs).map { place in
        let path = paths[open[place]]
        let point = points[(place * width)..<((place + 1) * width)]
        let turn = keyedUniform(settings.seed &+ 1, open[place], number)
        return neighbours.nearest(
          to: point, level: levels[place], besides: [path.user, path.lender], turn: turn,
          count: Self.candidateCount)
      }
    }
    return open.indices.map { parts[$0 % jobs][$0 / jobs] }
  }

  /// The policy's levels; a stochastic policy draws by (seed, path, decision).
  private func levels(
    _ batch: StateBatch, users: [Int32], entry: Int, _ open: [Int], _ number: Int
  ) throws -> [Int] {
    let decisions =
      choice.isMixture
      ? try policy.decisions(batch, users: users.map { Policy.userKey(log.userNames[Int($0)]) })
      : try policy.decisions(batch, lambda: choice.lambdas[entry])
    switch decisions {
    case .levels(let levels): return levels.map(Int.init)
    case .probabilities(let values):
      let count = log.levels.count
      return open.enumerated().map { place, path in
        var left = Float(keyedUniform(settings.seed, path, number))
        var last = 0
        for level in 0..<count where values[place * count + level] > 0 {
          last = level
          left -= values[place * count + level]
          if left < 0 { break }
        }
        return last
      }
    }
  }

  /// The nearest of the close ones that is not used up, or else the nearest.
  private func chosen(_ candidates: [LogNeighbours.Neighbour], _ uses: [Int32: Int])
    -> LogNeighbours.Neighbour?
  {
    candidates.first { isClose($0) && uses[$0.row, default: 0] < settings.uses }
      ?? candidates.first
  }

  private func isClose(_ match: LogNeighbours.Neighbour) -> Bool {
    match.distance <= reach * 1.000_01
  }
}

extension Coverage.Entry {
  fileprivate mutating func count(_ isClose: Bool, number: Int, segment: Int) {
    overall.add(isClose)
    byDecision[number].add(isClose)
    bySegment[segment].add(isClose)
  }
}

extension Coverage.Share {
  fileprivate mutating func add(_ isClose: Bool) {
    steps += 1
    if isClose { close += 1 }
  }
}
