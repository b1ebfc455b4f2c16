// The paths of `Coverage`: all of them take their n-th step together, each looking for its match on its
// own, and then the matches are given out in the order of the paths, so that no result depends on the
// threads.

import Compute
import Data

struct Stitching: Sendable {
  let log: Dataset
  let table: PolicyTable
  let choice: EntryChoice
  let neighbours: LogNeighbours
  let reach: Float
  let segments: Segments
  let settings: CoverageSettings
  /// First decisions of the users that paths begin with.
  let starts: [Int32]
  private let ranges: [(column: Int, low: Float, high: Float)]

  init(
    log: Dataset, table: PolicyTable, choice: EntryChoice, neighbours: LogNeighbours, reach: Float,
    segments: Segments, settings: CoverageSettings
  ) {
    self.log = log
    self.table = table
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
    var state: Int
    var isWhole = true
    var isOpen = true
  }

  func follow(_ entry: Int) -> Coverage.Entry {
    var paths = starts.map { Path(user: log.users[Int($0)], state: Int($0)) }
    var result = Coverage.Entry(
      lambda: choice.lambdas[entry], overall: .init(), byDecision: [],
      bySegment: .init(repeating: .init(), count: segments.count), wholePaths: 0, ended: 0,
      stranded: 0, cut: 0, used: 0, effective: 0, drifts: [])
    var uses: [Int32: Int] = [:]
    var reached: [Int] = []
    let horizon = log.episodes.map(\.count).max() ?? 1
    for number in 0..<horizon {
      let open = paths.indices.filter { paths[$0].isOpen }
      guard !open.isEmpty else { break }
      let found = candidates(paths, open, entry: entry, number: number)
      result.byDecision.append(.init())
      for (place, index) in open.enumerated() {
        let match = chosen(found[place], uses)
        let isClose = match.map(isClose) ?? false
        result.count(
          isClose, number: number, segment: Int(segments.codes[paths[index].state]))
        if !isClose { paths[index].isWhole = false }
        guard let match else {
          paths[index].isOpen = false
          result.stranded += 1
          continue
        }
        uses[match.row, default: 0] += 1
        let row = Int(match.row)
        if log.terminated[row] || number + 1 == horizon {
          paths[index].isOpen = false
          if log.terminated[row] { result.ended += 1 } else { result.cut += 1 }
        }
        guard !log.terminated[row] else { continue }
        paths[index].state = Int(log.next[row])
        reached.append(paths[index].state)
      }
    }
    result.wholePaths = paths.count(where: \.isWhole)
    result.used = uses.count
    let total = Double(uses.values.reduce(0, +))
    let squares = uses.values.reduce(0.0) { $0 + Double($1 * $1) }
    result.effective = squares > 0 ? total * total / squares : 0
    result.drifts = drifts(reached)
    return result
  }

  /// How many near decisions a path may choose from when the nearest is used up.
  private static let candidateCount = 16

  private func candidates(_ paths: [Path], _ open: [Int], entry: Int, number: Int)
    -> [[LogNeighbours.Neighbour]]
  {
    let jobs = 32
    let parts = parallelMap(jobs) { job in
      stride(from: job, to: open.count, by: jobs).map { place in
        let path = paths[open[place]]
        let level = level(path.state, user: path.user, entry: entry, path: open[place], number)
        let turn = keyedUniform(settings.seed &+ 1, open[place], number)
        return neighbours.nearest(
          to: path.state, level: level, besides: path.user, turn: turn,
          count: Self.candidateCount)
      }
    }
    return open.indices.map { parts[$0 % jobs][$0 / jobs] }
  }

  /// The policy's level in a state; a stochastic policy draws by (seed, path, decision).
  private func level(_ state: Int, user: Int32, entry: Int, path: Int, _ number: Int) -> Int {
    let grid = choice.grid(entry, user: user)
    switch table.decisions[grid] {
    case .levels(let levels): return Int(levels[state])
    case .probabilities(let values):
      var left = Float(keyedUniform(settings.seed, path, number))
      var last = 0
      for level in 0..<table.levelCount where values[state * table.levelCount + level] > 0 {
        last = level
        left -= values[state * table.levelCount + level]
        if left < 0 { break }
      }
      return last
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

  private func drifts(_ reached: [Int]) -> [Coverage.Drift] {
    ranges.map { range in
      var outside = 0
      for state in reached {
        let value = log.states[state * log.width + range.column]
        if value < range.low || value > range.high { outside += 1 }
      }
      return Coverage.Drift(
        column: log.stateNames[range.column], low: Double(range.low), high: Double(range.high),
        outside: reached.isEmpty ? 0 : Double(outside) / Double(reached.count))
    }
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
