// Who got what on which day, the counts over the last thirty days that the state shows, and the
// market's memory. Counts move with the window: a coupon that leaves takes its return along.

/// Histories of users `range`, addressed by local index 0..<range.count.
struct Histories: Sendable {
  let firstUser: Int
  let count: Int
  private let levels: Int
  private let span: Int
  /// (users, warm-up + days + 1) level given, −1 on days without a visit.
  private var given: [Int8]
  /// (users, levels) coupons of the window, and those that were followed by a visit the next day.
  private var received: [UInt8]
  private var returned: [UInt8]
  private let rule: MarketMemory
  /// (users) memory at the start of the next unrecorded day, and at the start of the day before it.
  private var memories: [UInt8]
  private var memoriesBefore: [UInt8]

  private static let window = CouponMarket.window

  init(_ market: CouponMarket, users: Range<Int>) {
    firstUser = users.lowerBound
    count = users.count
    levels = market.levelCount
    span = Self.window + market.days + 1
    given = [Int8](repeating: -1, count: users.count * span)
    received = [UInt8](repeating: 0, count: users.count * levels)
    returned = received
    rule = MarketMemory(market.kind, levels: levels)
    memories = [UInt8](repeating: rule.start, count: users.count)
    memoriesBefore = memories
  }

  /// What was given on `day` (from −30), or −1.
  func coupon(_ user: Int, day: Int) -> Int8 {
    let index = day + Self.window
    return index < 0 ? -1 : given[user * span + index]
  }

  /// The memory at the start of the next unrecorded day.
  func memory(_ user: Int) -> UInt8 { memories[user] }

  /// The chance of a visit on `day`, the next unrecorded one.
  func chance(_ user: Int, day: Int, _ people: MarketUsers) -> Double {
    people.chance(
      firstUser + user, after: coupon(user, day: day - 1), in: memoriesBefore[user])
  }

  /// Whether the user visits on `day`, the next unrecorded one.
  func visits(_ user: Int, day: Int, _ people: MarketUsers) -> Bool {
    people.visits(
      firstUser + user, day: day, after: coupon(user, day: day - 1), in: memoriesBefore[user])
  }

  /// Records `day`: the level given, or −1 when there was no visit. Afterwards the counts and the
  /// memory are those at the start of the next day.
  mutating func record(_ user: Int, day: Int, coupon: Int8) {
    let base = user * span + day + Self.window
    let counts = user * levels
    given[base] = coupon
    memoriesBefore[user] = memories[user]
    memories[user] = rule.after(memories[user], given: coupon)
    if coupon >= 0 {
      received[counts + Int(coupon)] += 1
      let before = self.coupon(user, day: day - 1)
      if before >= 0 { returned[counts + Int(before)] += 1 }
    }
    guard day >= 0 else { return }
    let leaving = given[base - Self.window]
    guard leaving >= 0 else { return }
    received[counts + Int(leaving)] -= 1
    if given[base - Self.window + 1] >= 0 { returned[counts + Int(leaving)] -= 1 }
  }

  /// H and L at the start of the next unrecorded day, `levels` counts each.
  func appendCounts(_ user: Int, to counts: inout [UInt8]) {
    let range = (user * levels)..<((user + 1) * levels)
    counts.append(contentsOf: received[range])
    counts.append(contentsOf: returned[range])
  }

  /// H[level] for level < levels, else L[level − levels].
  @inline(__always)
  func countAt(_ user: Int, _ index: Int) -> UInt8 {
    index < levels ? received[user * levels + index] : returned[user * levels + index - levels]
  }

  /// Runs the warm-up under `behaviour`, starting as "no visit before".
  mutating func warmUp(_ people: MarketUsers, _ draw: LevelDraw) {
    for user in 0..<count {
      for day in -Self.window..<0 { step(user, day: day, people, draw) }
    }
  }

  /// One day of one user under a behaviour policy; the level given, or −1.
  @discardableResult
  mutating func step(_ user: Int, day: Int, _ people: MarketUsers, _ draw: LevelDraw) -> Int8 {
    let id = firstUser + user
    let level =
      visits(user, day: day, people)
      ? draw.level(row: Int(people.types[id]), draw: people.decisionDraw(id, day: day)) : -1
    record(user, day: day, coupon: level)
    return level
  }
}
