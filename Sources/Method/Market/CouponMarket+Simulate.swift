// Writes the log that an analyst would have: one row per visit, nothing of what is latent.

public import Compute
public import Data

extension CouponMarket {
  /// Simulates warm-up and logged days under `behaviour`.
  ///
  /// One row per user and visit-day: user (from 1), day (from 0), the state at the start of that day
  /// (user_type, h_k and l_k: coupons of level k received in the 30 days before, and those followed by
  /// a visit the next day, the memory where the kind has one, noise), coupon (its value), returned
  /// (0 when the user comes the next day, else −1), visit (1), cost (the coupon's value),
  /// terminated (the user's last visit in the log).
  /// `propensities` adds p_k, the behaviour's probability of each level.
  public func simulate(behaviour: Behaviour = .uniform, propensities: Bool = false) -> Table {
    let people = MarketUsers(self)
    let draw = LevelDraw(probabilities(behaviour), levels: levelCount)
    let parts = parallelMap(chunkCount) { log(people, draw, users: customers(chunk: $0)) }
    return table(parts, propensities: propensities ? probabilities(behaviour) : nil)
  }

  /// The same for markets that take a while: says how far it is and may be stopped.
  public func simulate(behaviour: Behaviour, propensities: Bool, progress: Compute.Progress)
    throws(Cancelled) -> Table
  {
    let people = MarketUsers(self)
    let draw = LevelDraw(probabilities(behaviour), levels: levelCount)
    let parts = try parallelMap(chunkCount) { (chunk) throws(Cancelled) in
      try progress.advance("simulate", chunk * Self.chunk, of: users, unit: "customers")
      return log(people, draw, users: customers(chunk: chunk))
    }
    try progress.advance("simulate", users, of: users, unit: "customers")
    return table(parts, propensities: propensities ? probabilities(behaviour) : nil)
  }

  private static let chunk = 512
  private var chunkCount: Int { (users + Self.chunk - 1) / Self.chunk }

  private func customers(chunk: Int) -> Range<Int> {
    chunk * Self.chunk..<min(users, (chunk + 1) * Self.chunk)
  }

  /// Roles of the simulated log: an episode per user and a fixed last day.
  public func roles(
    reward: MarketReward = .returned, propensities: PropensityRole? = nil
  ) -> DatasetRoles {
    DatasetRoles(
      user: "user", time: "day", state: stateNames, action: "coupon",
      reward: reward == .visits ? "visit" : "returned", cost: "cost", outcome: "visit",
      terminated: "terminated", propensities: propensities, population: users)
  }

  /// Rows of a range of users.
  private struct Log: Sendable {
    var users: [Double] = []
    var days: [Double] = []
    var types: [Int32] = []
    var levels: [Int8] = []
    var returned: [Double] = []
    var terminated: [Bool] = []
    /// (rows, 2 · levels)
    var counts: [UInt8] = []
    var memories: [UInt8] = []

    /// A state column; `width` is that of `counts`.
    func values(of source: StateSource, width: Int) -> [Double] {
      switch source {
      case .day: days
      case .type: types.map(Double.init)
      case .count(let index):
        stride(from: index, to: counts.count, by: width).map { Double(counts[$0]) }
      case .memory(let offset): memories.map { Double(Int($0) + offset) }
      case .noise(let seed):
        zip(users, days).map { keyedUniform(seed, Int($0) - 1, Int($1)) }
      }
    }
  }

  private func log(_ people: MarketUsers, _ draw: LevelDraw, users: Range<Int>) -> Log {
    var log = Log()
    var histories = Histories(self, users: users)
    histories.warmUp(people, draw)
    for user in 0..<histories.count {
      let id = users.lowerBound + user
      var last: Int?
      var counts: [UInt8] = []
      for day in 0..<days {
        counts.removeAll(keepingCapacity: true)
        histories.appendCounts(user, to: &counts)
        let memory = histories.memory(user)
        let level = histories.step(user, day: day, people, draw)
        guard level >= 0 else { continue }
        last = log.users.count
        log.users.append(Double(id + 1))
        log.days.append(Double(day))
        log.types.append(Int32(people.types[id]))
        log.levels.append(level)
        log.returned.append(histories.visits(user, day: day + 1, people) ? 0 : -1)
        log.terminated.append(false)
        log.counts.append(contentsOf: counts)
        log.memories.append(memory)
      }
      if let last { log.terminated[last] = true }
    }
    return log
  }

  private func table(_ parts: [Log], propensities: [Double]?) -> Table {
    let levels = parts.flatMap(\.levels)
    let types = parts.flatMap(\.types)
    let values = Column.number(levels.map { value(level: Int($0)) })
    var names = ["user", "day", "user_type"]
    var columns: [Column] = [
      .number(parts.flatMap(\.users)), .number(parts.flatMap(\.days)),
      .text(TextColumn(codes: types, levels: UserType.allCases.map(\.rawValue))),
    ]
    let width = 2 * levelCount
    let rest = Array(stateSources.dropFirst(2))
    names += stateNames.dropFirst(2)
    columns += parallelMap(rest.count) { index in
      Column.number(parts.flatMap { $0.values(of: rest[index], width: width) })
    }
    names += Self.resultNames
    columns += [
      values, .number(parts.flatMap(\.returned)),
      .number([Double](repeating: 1, count: levels.count)), values,
      .boolean(parts.flatMap(\.terminated)),
    ]
    if let propensities {
      for level in 0..<levelCount {
        names.append("p_\(level)")
        columns.append(.number(types.map { propensities[Int($0) * levelCount + level] }))
      }
    }
    return Table(names: names, columns: columns)
  }
}
