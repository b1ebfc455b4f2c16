// Builds Dataset D from a table: orders rows by user and time, finds each decision's successor, and
// refuses what cannot be learned from. Nothing is repaired in silence: errors name column, row and
// value, everything else that looks odd becomes a warning.
//
// A row without an action is a state without a decision. Its reward and cost, if any, belong to the
// decision before it. When the user has no later decision, the first such row serves as s′, and what it and later ones
// brought is then part of what follows s′.

extension Dataset {
  /// D from `table`, whose columns play the parts of `roles`.
  public init(table: Table, roles: DatasetRoles) throws(DatasetError) {
    var builder = try DatasetBuilder(table: table, roles: roles)
    try builder.link()
    self = try builder.finish()
  }
}

struct DatasetBuilder {
  let columns: RoleColumns
  let roles: DatasetRoles
  let users: [Int32]
  let userNames: [String]
  let times: [Double]
  let action: ActionColumn
  let rewards: [Double]
  let outcomes: [Double]
  let costs: [Double]
  let gaps: [Double]?
  let terminatedFlags: [Bool]?
  let truncatedFlags: [Bool]?
  /// Table rows by user and time.
  var order: [Int]
  /// When the log ends.
  let lastTime: Double
  /// From when on a decision's customer may have left without the log knowing it.
  var lateFrom = Double.infinity

  /// Table rows of the decisions, and of the states without one that serve as s′.
  var decisions: [Int] = []
  var extras: [Int] = []
  /// Decision → position in `extras` of its s′.
  var extraAfter: [Int: Int] = [:]
  var result = Links()
  var warnings: [String] = []

  /// What linking finds, by decision.
  struct Links {
    var rewards: [Double] = []
    var outcomes: [Double] = []
    var costs: [Double] = []
    var next: [Int32] = []
    var gaps: [Float] = []
    var terminated: [Bool] = []
    var truncated: [Bool] = []
    var episodes: [Range<Int>] = []
    var leadingRows = 0
    var unmarkedEnds = 0
    var singles = 0
    /// Users whose last decision the log's end cut off: within `lapse` of it.
    var cutByEnd = 0
    /// Decisions from `lateFrom` on.
    var late = 0
    /// Rows without an action, of users who had left.
    var trailingRows = 0
  }

  init(table: Table, roles: DatasetRoles) throws(DatasetError) {
    let columns = RoleColumns(table: table, roles: roles)
    self.columns = columns
    self.roles = roles
    if let lapse = roles.lapse, !(lapse > 0) { throw .notPositive(name: "lapse", value: lapse) }
    try columns.checkState()
    (users, userNames) = try columns.users()
    times = try columns.numbers(roles.time, role: "time")
    action = try columns.actions()
    rewards = try columns.numbers(roles.reward, role: "reward")
    costs = try columns.numbers(roles.cost, role: "cost")
    if let name = roles.outcome {
      outcomes = try columns.numbers(name, role: "outcome")
    } else {
      outcomes = rewards
    }
    if let name = roles.gap { gaps = try columns.numbers(name, role: "gap") } else { gaps = nil }
    terminatedFlags = try columns.flags(roles.terminated, role: "terminated")
    truncatedFlags = try columns.flags(roles.truncated, role: "truncated")
    order = Array(0..<table.rowCount)
    lastTime = times.max() ?? 0
    if let population = roles.population, population < userNames.count {
      throw .populationTooSmall(population: population, users: userNames.count)
    }
    try sortRows()
  }

  private mutating func sortRows() throws(DatasetError) {
    try check(times, role: "time", column: roles.time, rows: order)
    var latest = [Double](repeating: -.infinity, count: userNames.count)
    var backwards = 0
    for row in order {
      let user = Int(users[row])
      if times[row] < latest[user] { backwards += 1 }
      latest[user] = times[row]
    }
    if backwards > 0 {
      warnings.append("rows were not in order of time (\(backwards) steps back): sorted by time")
    }
    let (users, times) = (users, times)
    order.sort { left, right in
      if users[left] != users[right] { return users[left] < users[right] }
      return times[left] != times[right] ? times[left] < times[right] : left < right
    }
    for (left, right) in zip(order, order.dropFirst())
    where users[left] == users[right] && times[left] == times[right] {
      throw .duplicateTime(
        user: userNames[Int(users[left])],
        time: columns.table[roles.time]?.cell(left) ?? formatted(times[left]),
        rows: [left + 1, right + 1])
    }
  }

  /// Every value of a role must be there and finite.
  func check(
    _ values: [Double], role: String, column: String, rows: [Int]
  ) throws(DatasetError) {
    for row in rows where !values[row].isFinite {
      let user = userNames[Int(users[row])]
      throw values[row].isNaN
        ? .missingValue(role: role, column: column, row: row + 1, user: user)
        : .infiniteValue(role: role, column: column, row: row + 1, user: user)
    }
  }

  mutating func link() throws(DatasetError) {
    try linkUsers()
    if let lapse = roles.lapse, gaps == nil, result.cutByEnd > 0 {
      // Of a decision within `lapse` of the end the log knows who came back, and not who left. To keep the ones and
      // lose the others would make customers look more faithful than they are, so what follows is known of none.
      lateFrom = lastTime - lapse
      (decisions, extras, extraAfter, result) = ([], [], [:], Links())
      try linkUsers()
    }
    guard !decisions.isEmpty else { throw .noDecisions }
    let count = decisions.count
    for (decision, extra) in extraAfter { result.next[decision] = Int32(count + extra) }
  }

  private mutating func linkUsers() throws(DatasetError) {
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, users[order[end]] == users[order[start]] { end += 1 }
      try linkUser(Array(order[start..<end]))
      start = end
    }
  }

  private mutating func linkUser(_ rows: [Int]) throws(DatasetError) {
    let positions = rows.indices.filter { action.codes[rows[$0]] >= 0 }
    guard let first = positions.first else {
      result.leadingRows += rows.count
      return
    }
    result.leadingRows += first
    if positions.count == 1 { result.singles += 1 }
    var episodeStart = decisions.count
    for (index, position) in positions.enumerated() {
      let isLast = index + 1 == positions.count
      let stop = isLast ? rows.count : positions[index + 1]
      let between = Array(rows[(position + 1)..<stop])
      let ends = try append(rows[position], between: between, next: isLast ? nil : rows[stop])
      if ends || isLast {
        result.episodes.append(episodeStart..<decisions.count)
        episodeStart = decisions.count
      }
    }
  }

  /// Adds one decision; true when the episode ends with it.
  ///
  /// - Parameter next: the user's next decision.
  private mutating func append(
    _ row: Int, between: [Int], next: Int?
  ) throws(DatasetError) -> Bool {
    var terminated = terminatedFlags?[row] ?? false
    var truncated = truncatedFlags?[row] ?? false
    let isLate = times[row] >= lateFrom
    let following = next ?? between.first
    let gap = try following.map { following throws(DatasetError) in try self.gap(row, following) }
    var (own, hasLeft) = stay(row, between: between, next: next)
    if let lapse = roles.lapse, gaps != nil, let gap, gap > lapse { hasLeft = true }
    if hasLeft, !truncated { terminated = true }
    if terminated { truncated = false }
    let ends = terminated || truncated
    let index = decisions.count
    decisions.append(row)
    result.trailingRows += between.count - own.count

    var place: Int32 = -1
    if isLate {
      result.late += 1
      (terminated, truncated) = (false, true)
    } else if following != nil, !terminated {
      if next != nil {
        if !truncated { place = Int32(index + 1) }
      } else {
        extraAfter[index] = extras.count
        extras.append(between[0])
        place = 0  // set when the number of decisions is known
        own = []
        if terminatedFlags == nil, truncatedFlags == nil { truncated = true }
      }
    } else if !terminated, !truncated {
      markEnd(terminated: &terminated, truncated: &truncated)
    }
    if next == nil, !terminated, lastTime - times[row] <= roles.lapse ?? 0 { result.cutByEnd += 1 }
    appendSums(row, between: own)
    result.next.append(place)
    result.gaps.append(place < 0 ? 1 : Float(gap ?? 1))
    result.terminated.append(terminated)
    result.truncated.append(truncated)
    return isLate ? ends : terminated || truncated
  }

  /// The rows without an action until the user's next decision or until a silence longer than `lapse`, and whether
  /// there was one: then the user had left.
  private func stay(_ row: Int, between: [Int], next: Int?) -> (rows: [Int], hasLeft: Bool) {
    guard let lapse = roles.lapse, gaps == nil else { return (between, false) }
    var previous = row
    for (index, following) in (between + [next].compactMap(\.self)).enumerated() {
      if times[following] - times[previous] > lapse { return (Array(between.prefix(index)), true) }
      previous = following
    }
    return (between, next == nil && lastTime - times[previous] > lapse)
  }

  /// A last decision that no column marks.
  private mutating func markEnd(terminated: inout Bool, truncated: inout Bool) {
    if terminatedFlags == nil, truncatedFlags == nil {
      switch roles.end {
      case .terminated: terminated = true
      case .truncated: truncated = true
      }
      return
    }
    truncated = true
    if truncatedFlags != nil { result.unmarkedEnds += 1 }
  }

  private func gap(_ row: Int, _ following: Int) throws(DatasetError) -> Double {
    guard let gaps, let name = roles.gap, !gaps[row].isNaN else {
      return times[following] - times[row]
    }
    guard gaps[row] > 0, gaps[row].isFinite else {
      throw .badGap(column: name, row: row + 1, value: gaps[row])
    }
    return gaps[row]
  }

  private mutating func appendSums(_ row: Int, between: [Int]) {
    func sum(_ values: [Double]) -> Double {
      between.reduce(values[row]) { $0 + (values[$1].isNaN ? 0 : values[$1]) }
    }
    result.rewards.append(sum(rewards))
    result.outcomes.append(sum(outcomes))
    result.costs.append(sum(costs))
  }

  mutating func finish() throws(DatasetError) -> Dataset {
    try check(rewards, role: "reward", column: roles.reward, rows: decisions)
    try check(costs, role: "cost", column: roles.cost, rows: decisions)
    if let name = roles.outcome {
      try check(outcomes, role: "outcome", column: name, rows: decisions)
    }
    for row in order where costs[row] < 0 {
      throw .negativeCost(
        column: roles.cost, row: row + 1, user: userNames[Int(users[row])], value: costs[row])
    }
    let state = try gatherStates()
    let propensities = try gatherPropensities()
    noteFindings()
    warnings += contradictions(all: propensities.all, logged: propensities.logged)
    var dataset = Dataset(
      stateNames: roles.state, stateKinds: state.kinds, states: state.values,
      levels: action.levels, levelsAreOrdered: action.ordered,
      actions: decisions.map { action.codes[$0] }, rewards: result.rewards,
      outcomes: result.outcomes, outcomeName: roles.outcome ?? roles.reward, costs: result.costs,
      next: result.next, gaps: result.gaps, terminated: result.terminated,
      truncated: result.truncated, propensities: propensities.all,
      loggedPropensities: propensities.logged, users: decisions.map { users[$0] },
      userNames: userNames, times: decisions.map { times[$0] }, episodes: result.episodes,
      populationSize: roles.population ?? userNames.count, warnings: warnings)
    dataset.endsByLapse = roles.lapse != nil && terminatedFlags == nil && roles.end == .truncated
    dataset.timesAreDates = columns.table[roles.time]?.type == .date
    return dataset
  }
}
