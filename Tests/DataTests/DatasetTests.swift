// What the builder makes of a log, by hand on logs of a few rows.

import Data
import Testing

@Suite("Dataset")
struct DatasetTests {
  static let roles = DatasetRoles(
    user: "user", time: "day", state: ["x"], action: "coupon", reward: "r", cost: "c")

  static func table(_ csv: String) throws -> Table { try Table.read(csv: csv, name: "log.csv") }

  @Test("rows are ordered, linked to the next decision and grouped into episodes")
  func links() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      b,1,10,0.5,0,0.5
      a,4,21,0.1,-1,0.1
      a,1,20,0.5,0,0.5
      b,2,11,0.1,0,0.1
      """)
    let data = try Dataset(table: table, roles: Self.roles)
    #expect(data.userNames == ["b", "a"])
    #expect(data.users == [0, 0, 1, 1])
    #expect(data.states == [10, 11, 20, 21])
    #expect(data.levels.map(\.label) == ["0.1", "0.5"] && data.levelsAreOrdered)
    #expect(data.actions == [1, 0, 1, 0])
    #expect(data.next == [1, -1, 3, -1])
    #expect(data.gaps == [1, 1, 3, 1])
    #expect(data.truncated == [false, true, false, true])
    #expect(data.terminated == [false, false, false, false])
    #expect(data.episodes == [0..<2, 2..<4])
    #expect(data.warnings.contains { $0.hasPrefix("rows were not in order of time (1 steps") })
  }

  @Test("an absent customer: the next decision counts, with its gap, and what happened between")
  func absentDays() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      a,0,0,1,5,1
      a,1,1,,7,0
      a,2,2,1,5,1
      a,4,4,1,5,1
      """)
    let data = try Dataset(table: table, roles: Self.roles)
    #expect(data.count == 3)
    #expect(data.rewards == [12, 5, 5])
    #expect(data.gaps == [2, 2, 1])
    #expect(data.next == [1, 2, -1])
  }

  @Test("a state after the last decision is its s′ and no decision")
  func bootstrapState() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      a,0,10,1,0,1
      a,3,13,,,
      b,0,20,1,0,1
      """)
    let data = try Dataset(table: table, roles: Self.roles)
    #expect(data.count == 2 && data.stateCount == 3)
    #expect(data.states == [10, 20, 13])
    #expect(data.next == [2, -1])
    #expect(data.gaps == [3, 1])
    #expect(data.truncated == [true, true])
  }

  @Test(
    "what a state after the last decision brought is part of what follows it, and not counted twice"
  )
  func bootstrapRewards() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      a,0,10,1,1,1
      a,1,11,,1,0
      a,2,12,,1,0
      """)
    let data = try Dataset(table: table, roles: Self.roles)
    #expect(data.rewards == [1] && data.next == [1] && data.states == [10, 11])
  }

  @Test("a gap above lapse ends the episode")
  func lapse() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      a,0,0,1,0,1
      a,9,1,1,0,1
      a,10,2,1,0,1
      """)
    var roles = Self.roles
    roles.lapse = 8
    let data = try Dataset(table: table, roles: roles)
    #expect(data.terminated == [true, false, false])
    #expect(data.truncated == [false, true, true])
    #expect(data.next == [-1, -1, -1])
    #expect(data.episodes == [0..<1, 1..<3])
    // A campaign's last day ends it for everybody, so nothing is unknown.
    roles.end = .terminated
    let campaign = try Dataset(table: table, roles: roles)
    #expect(campaign.terminated == [true, false, true])
    #expect(campaign.next == [-1, 2, -1])
  }

  @Test(
    "within lapse of the log's end who came back is known and who left is not: neither is learned from"
  )
  func late() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      a,0,0,1,0,1
      a,5,1,1,0,1
      b,0,2,1,0,1
      b,7,3,1,0,1
      b,14,4,1,0,1
      b,20,5,1,0,1
      c,13,6,1,0,1
      """)
    var roles = Self.roles
    roles.lapse = 8
    // Day 20 is the last, so from day 12 on a silence of more than 8 days cannot be seen.
    let data = try Dataset(table: table, roles: roles)
    #expect(data.next == [1, -1, 3, 4, -1, -1, -1])
    #expect(data.terminated == [false, true, false, false, false, false, false])
    #expect(data.truncated == [false, false, false, false, true, true, true])
    #expect(data.episodes == [0..<2, 2..<6, 6..<7])
    #expect(data.endsByLapse)
    #expect(data.warnings.contains { $0.hasPrefix("3 decisions are so close to the log's end") })
  }

  @Test(
    "silence is counted from a user's last row, and what came before it belongs to the decision")
  func silence() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c
      a,0,0,1,1,1
      a,1,1,,10,2
      a,40,2,1,1,1
      b,0,3,1,1,1
      b,20,4,,10,0
      b,40,5,1,1,1
      c,0,6,1,1,1
      c,5,7,,10,0
      d,0,8,1,1,1
      d,90,9,,10,0
      z,100,9,1,1,1
      """)
    var roles = Self.roles
    roles.lapse = 30
    let data = try Dataset(table: table, roles: roles)
    // a left after day 1, b never was away for longer than 20 days, c left after day 5, d before day 90.
    #expect(data.terminated == [true, true, false, true, true, true, false])
    #expect(data.rewards == [11, 1, 11, 1, 11, 1, 1])
    #expect(data.costs == [3, 1, 1, 1, 1, 1, 1])
    #expect(
      data.warnings.contains("1 row without an action comes after its user had left: left out"))
  }

  @Test("who was not seen for longer than lapse when the log ends has left as well")
  func lapsedAtTheEnd() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c,trunc,g
      a,0,0,1,0,1,0,1
      a,1,1,1,0,1,0,1
      b,2,1,1,0,1,0,1
      c,1,1,1,0,1,1,1
      d,0,0,1,0,1,0,1
      d,10,2,1,0,1,0,1
      """)
    var roles = Self.roles
    roles.lapse = 8
    // Day 10 is the last: a's silence of 9 is too long, b's of 8 is not, d is there.
    let data = try Dataset(table: table, roles: roles)
    #expect(data.terminated == [false, true, false, true, true, false])
    #expect(data.truncated == [false, false, true, false, false, true])
    // A column that says that c was cut off is believed.
    roles.truncated = "trunc"
    #expect(
      try Dataset(table: table, roles: roles).truncated == [false, false, true, true, false, true])
    // In a unit of its own, the time since the last decision is not known.
    roles.gap = "g"
    #expect(
      try Dataset(table: table, roles: roles).terminated == [
        false, false, false, false, false, false,
      ])
  }

  @Test("termination wins over truncation, and both end an episode")
  func flags() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c,term,trunc
      a,0,0,1,0,1,1,1
      a,1,1,1,0,1,0,1
      a,2,2,1,0,1,0,0
      """)
    var roles = Self.roles
    roles.terminated = "term"
    roles.truncated = "trunc"
    let data = try Dataset(table: table, roles: roles)
    #expect(data.terminated == [true, false, false])
    #expect(data.truncated == [false, true, true])
    #expect(data.episodes == [0..<1, 1..<2, 2..<3])
    #expect(
      data.warnings.contains("1 users end without terminated or truncated: taken as truncated"))
  }

  @Test("texts are categories, booleans are 0 and 1, text levels keep the order given")
  func kinds() throws {
    let table = try Self.table(
      """
      user,day,seg,vip,coupon,r,c
      a,0,high,true,small,0,1
      a,1,low,false,big,0,2
      """)
    var roles = Self.roles
    roles.state = ["seg", "vip"]
    let free = try Dataset(table: table, roles: roles)
    #expect(free.stateKinds == [.category(levels: ["high", "low"]), .number])
    #expect(free.states == [0, 1, 1, 0])
    #expect(free.levels.map(\.label) == ["big", "small"] && !free.levelsAreOrdered)
    roles.levelOrder = ["none", "small", "big"]
    let ordered = try Dataset(table: table, roles: roles)
    #expect(ordered.actions == [1, 2] && ordered.levelsAreOrdered)
    #expect(ordered.levels.map(\.value) == [0, 1, 2])
    #expect(ordered.levels.map(\.money) == [nil, nil, nil])
    #expect(ordered.warnings.contains("level none was given 0 times, too few to learn from"))
  }

  @Test("coupon values in tenths keep their level, however they were computed")
  func tenths() throws {
    let values = (1...29).map { Double($0) / 10 }
    let computed = (1...29).map { Double($0) * 0.1 }  // 0.30000000000000004 and its like
    let column = Column.number(values + computed)
    let count = values.count
    let index = Column.number((0..<(2 * count)).map(Double.init))
    let zero = Column.number([Double](repeating: 0, count: 2 * count))
    let table = Table(
      names: ["user", "day", "x", "coupon", "r", "c"],
      columns: [zero, index, index, column, zero, column])
    let data = try Dataset(table: table, roles: Self.roles)
    let expected = (0..<count).map(Int32.init)
    #expect(data.actions == expected + expected)
    #expect(data.levels.map(\.value) == values)
  }

  @Test("propensities: known uniform, per level, and of the level that was given")
  func propensities() throws {
    let table = try Self.table(
      """
      user,day,x,coupon,r,c,p,p_a,p_b
      a,0,0,a,0,1,0.25,0.25,0.75
      a,1,1,b,0,1,0.5,0.5,0.5
      """)
    var roles = Self.roles
    roles.propensities = .uniform
    #expect(try Dataset(table: table, roles: roles).propensities == [0.5, 0.5, 0.5, 0.5])
    roles.propensities = .perLevel(["p_a", "p_b"])
    #expect(try Dataset(table: table, roles: roles).propensities == [0.25, 0.75, 0.5, 0.5])
    roles.propensities = .logged("p")
    let logged = try Dataset(table: table, roles: roles)
    #expect(logged.loggedPropensities == [0.25, 0.5] && logged.propensities == nil)
    roles.propensities = .perLevel(["p", "p_b"])
    #expect(throws: Never.self) { try Dataset(table: table, roles: roles) }
    roles.propensities = .perLevel(["p_a", "c"])
    #expect(throws: DatasetError.probabilitiesDoNotSum(row: 1, sum: 1.25)) {
      try Dataset(table: table, roles: roles)
    }
    roles.propensities = .perLevel(["p_a"])
    #expect(throws: DatasetError.wrongPropensityCount(expected: 2, found: 1)) {
      try Dataset(table: table, roles: roles)
    }
  }

  @Test("users without a row count in means")
  func population() throws {
    let rows = (0..<98).map { "u\($0),0,\($0),1,0,2" }.joined(separator: "\n")
    var roles = Self.roles
    roles.population = 100
    let data = try Dataset(table: Self.table("user,day,x,coupon,r,c\n" + rows), roles: roles)
    #expect(data.summary.costPerUser == 1.96)
    #expect(data.summary.totalCost == 196)
    roles.population = 97
    #expect(throws: DatasetError.populationTooSmall(population: 97, users: 98)) {
      try Dataset(table: Self.table("user,day,x,coupon,r,c\n" + rows), roles: roles)
    }
  }

  @Test("money is counted undiscounted: thirty coupons of 1.0 cost 30")
  func undiscounted() throws {
    let rows = (0..<30).map { "a,\($0),\($0),1.0,0,1.0" }.joined(separator: "\n")
    let data = try Dataset(
      table: Self.table("user,day,x,coupon,r,c\n" + rows), roles: Self.roles)
    #expect(data.summary.costPerUser == 30)
  }

  @Test("the order of rows changes neither a user's first state nor any successor")
  func shuffled() throws {
    let header = "user,day,x,coupon,r,c\n"
    let rows = (0..<60).map { "u\($0 % 7),\($0 / 7),\($0),\($0 % 3),0,\($0)" }
    let plain = try Dataset(
      table: Self.table(header + rows.joined(separator: "\n")), roles: Self.roles)
    let mixed = try Dataset(
      table: Self.table(
        header + (0..<60).map { rows[($0 * 37 + 11) % 60] }.joined(separator: "\n")),
      roles: Self.roles)
    func firstStates(_ data: Dataset) -> [String: Float] {
      Dictionary(
        uniqueKeysWithValues: data.episodes.map {
          (data.userNames[Int(data.users[$0.lowerBound])], data.states[$0.lowerBound])
        })
    }
    func successors(_ data: Dataset) -> [Float: Float] {
      let known = (0..<data.count).filter { data.next[$0] >= 0 }
      return Dictionary(
        uniqueKeysWithValues: known.map { (data.states[$0], data.states[Int(data.next[$0])]) })
    }
    #expect(firstStates(plain) == firstStates(mixed))
    #expect(successors(plain) == successors(mixed) && successors(plain).count == 53)
  }

  @Test("what looks odd and can be learned from is a warning")
  func warnings() throws {
    let table = try Self.table("user,day,x,coupon,r,c\na,0,1,1,0,1\nb,1,1,2,0,1")
    let data = try Dataset(table: table, roles: Self.roles)
    #expect(
      data.warnings == [
        "state column `x` is the same in every row",
        "level 1 was given 1 times, too few to learn from",
        "level 2 was given 1 times, too few to learn from",
        "2 users have one decision only",
        "no decision is the last one, so an estimate needs a γ below 1; say where the log ends, if it does: "
          + "`end: \"terminated\"` for a campaign's last day, `lapse` for customers who leave",
      ])
  }

  /// A row for each user, with these coupons one after another.
  static func given(_ counts: [Int: Int], _ more: (Int) -> String, columns: String) throws -> Table
  {
    let coupons = counts.sorted { $0.key < $1.key }.flatMap {
      [Int](repeating: $0.key, count: $0.value)
    }
    let rows = coupons.enumerated().map { user, coupon in
      "\(user),0,\(user % 7),\(coupon),\(user % 2),\(user % 3),\(more(coupon))"
    }
    return try Self.table("user,day,x,coupon,r,c,\(columns)\n" + rows.joined(separator: "\n"))
  }

  @Test("counts that chance does not make speak against the probabilities that were told")
  func contradictions() throws {
    func warnings(_ counts: [Int: Int], _ role: PropensityRole, p: [Int: String]) throws -> [String]
    {
      let table = try Self.given(counts, { "\(p[$0] ?? ""),0.5,0.5" }, columns: "p,p1,p2")
      var roles = Self.roles
      roles.propensities = role
      return try Dataset(table: table, roles: roles).warnings
        .filter { $0.contains("chance") || $0.contains("too small") }
    }
    let halves = [1: "0.5", 2: "0.5"]
    // 520 of 1,000 at ½ are 1.3 standard errors from 500, 650 are 9.5.
    #expect(try warnings([1: 520, 2: 480], .uniform, p: halves).isEmpty)
    let odd = try warnings([1: 650, 2: 350], .uniform, p: halves)
    #expect(
      odd == [
        "level 1 was given 650 times, by the probabilities that were told about 500 times: chance does not do "
          + "that. Is `uniform: true` right?"
      ])
    #expect(try warnings([1: 650, 2: 350], .perLevel(["p1", "p2"]), p: halves).count == 1)
    #expect(try warnings([1: 650, 2: 350], .logged("p"), p: halves).count == 1)
    #expect(try warnings([1: 650, 2: 350], .logged("p"), p: [1: "0.65", 2: "0.35"]).isEmpty)
    // Too seldom says nothing where only the given level's probability is known: it may not have been on offer.
    #expect(try warnings([1: 650, 2: 350], .logged("p"), p: [1: "0.7", 2: "0.9"]).isEmpty)
    // A handful of decisions is no evidence.
    #expect(try warnings([1: 9, 2: 1], .uniform, p: halves).isEmpty)
  }

  @Test("a state that moves with what the decision brought is told")
  func leaks() throws {
    let table = try Self.given([1: 30, 2: 30], { "\(10 - 3 * $0)" }, columns: "twice")
    func warnings(_ state: String) throws -> [String] {
      var roles = Self.roles
      roles.state = [state]
      return try Dataset(table: table, roles: roles).warnings.filter { $0.contains("known before") }
    }
    #expect(try warnings("x").isEmpty)
    #expect(
      try warnings("twice") == [
        "state column `twice` moves with the decision's own coupon: was it known before?"
      ])
  }

  static let refusals: [(String, DatasetError)] = [
    ("a,0,1,1,0,1\na,0,2,1,0,1", .duplicateTime(user: "a", time: "0", rows: [1, 2])),
    ("a,0,,1,0,1", .missingValue(role: "state", column: "x", row: 1, user: "a")),
    ("a,0,1,1,0,1\nb,0,1,1,,1", .missingValue(role: "reward", column: "r", row: 2, user: "b")),
    ("a,,1,1,0,1", .missingValue(role: "time", column: "day", row: 1, user: "a")),
    (",0,1,1,0,1", .missingValue(role: "user", column: "user", row: 1, user: nil)),
    ("a,0,inf,1,0,1", .infiniteValue(role: "state", column: "x", row: 1, user: "a")),
    ("a,0,1,1,0,-2", .negativeCost(column: "c", row: 1, user: "a", value: -2)),
    ("a,0,1,,0,1", .noDecisions),
    (
      "a,0,1,1,0,1\na,1,1,1,oops,1",
      .wrongType(
        role: "reward", column: "r", expected: "numbers", found: .text,
        cause:
          "`r` is text: 1 of its 2 cells is no number, `oops` on line 3; mend it in the file, or take it for missing: `missing: [\"oops\"]`"
      )
    ),
  ]

  @Test("refuses a log that cannot be learned from, with row and user", arguments: refusals)
  func refuses(rows: String, error: DatasetError) throws {
    let table = try Self.table("user,day,x,coupon,r,c\n" + rows)
    #expect(throws: error) { try Dataset(table: table, roles: Self.roles) }
  }

  @Test("a result of the decision may not be part of its state")
  func leak() throws {
    let table = try Self.table("user,day,x,coupon,r,c\na,0,1,1,0,1")
    var roles = Self.roles
    roles.state = ["x", "r"]
    #expect(throws: DatasetError.leakingState(column: "r", role: "reward")) {
      try Dataset(table: table, roles: roles)
    }
    roles.state = ["x", "nix"]
    #expect(throws: DatasetError.self) { try Dataset(table: table, roles: roles) }
  }
}
