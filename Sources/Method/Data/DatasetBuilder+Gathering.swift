// The second half of building: with decisions in order, states and propensities are copied by row, and
// what looks odd is noted.

extension DatasetBuilder {
  /// (m, d) row-major states of decisions and extras.
  mutating func gatherStates() throws(DatasetError) -> (
    values: [Float], kinds: [StateKind]
  ) {
    let rows = decisions + extras
    let width = roles.state.count
    var values = [Float](repeating: 0, count: rows.count * width)
    var kinds: [StateKind] = []
    for (index, name) in roles.state.enumerated() {
      let (cells, kind) = try columns.state(name)
      try check(cells, role: "state", column: name, rows: rows)
      kinds.append(kind)
      var constant = true
      for (slot, row) in rows.enumerated() {
        let value = Float(cells[row])
        guard value.isFinite else {
          throw .infiniteValue(
            role: "state", column: name, row: row + 1, user: userNames[Int(users[row])])
        }
        values[slot * width + index] = value
        if value != values[index] { constant = false }
      }
      if constant { warnings.append("state column `\(name)` is the same in every row") }
    }
    return (values, kinds)
  }

  func gatherPropensities() throws(DatasetError) -> (all: [Float]?, logged: [Float]?) {
    let count = action.levels.count
    switch roles.propensities {
    case nil: return (nil, nil)
    case .uniform:
      return ([Float](repeating: 1 / Float(count), count: decisions.count * count), nil)
    case .logged(let name):
      let values = try columns.numbers(name, role: "propensity")
      try check(values, role: "propensity", column: name, rows: decisions)
      for row in decisions where !(values[row] > 0 && values[row] <= 1) {
        throw .notAProbability(column: name, row: row + 1, value: values[row])
      }
      return (nil, decisions.map { Float(values[$0]) })
    case .perLevel(let names):
      guard names.count == count else {
        throw .wrongPropensityCount(expected: count, found: names.count)
      }
      var all = [Float](repeating: 0, count: decisions.count * count)
      var sums = [Double](repeating: 0, count: decisions.count)
      for (level, name) in names.enumerated() {
        let values = try columns.numbers(name, role: "propensity")
        try check(values, role: "propensity", column: name, rows: decisions)
        for (slot, row) in decisions.enumerated() {
          let isGiven = Int(action.codes[row]) == level
          guard values[row] >= 0, values[row] <= 1, !isGiven || values[row] > 0 else {
            throw .notAProbability(column: name, row: row + 1, value: values[row])
          }
          all[slot * count + level] = Float(values[row])
          sums[slot] += values[row]
        }
      }
      for (slot, sum) in sums.enumerated() where abs(sum - 1) > 1e-3 {
        throw .probabilitiesDoNotSum(row: decisions[slot] + 1, sum: sum)
      }
      return (all, nil)
    }
  }

  mutating func noteFindings() {
    var counts = [Int](repeating: 0, count: action.levels.count)
    for row in decisions { counts[Int(action.codes[row])] += 1 }
    for (level, count) in zip(action.levels, counts) where count < roles.rareLevel {
      warnings.append("level \(level.label) was given \(count) times, too few to learn from")
    }
    if action.levels.count == 1 {
      warnings.append("every decision gave the same level: there is nothing to compare")
    }
    warnings += leaks
    if result.singles > 0 {
      warnings.append(
        result.singles == 1
          ? "1 user has one decision only" : "\(result.singles) users have one decision only")
    }
    if result.leadingRows > 0 {
      warnings.append(
        "\(result.leadingRows) rows without an action come before their user's first decision: left out"
      )
    }
    if result.trailingRows > 0 {
      warnings.append(
        result.trailingRows == 1
          ? "1 row without an action comes after its user had left: left out"
          : "\(result.trailingRows) rows without an action come after their user had left: left out"
      )
    }
    if result.late > 0 {
      warnings.append(
        (result.late == 1 ? "1 decision is" : "\(result.late) decisions are")
          + " so close to the log's end that nobody knows who left after that: what follows is learned from "
          + "earlier ones")
    }
    if result.unmarkedEnds > 0 {
      warnings.append(
        "\(result.unmarkedEnds) users end without terminated or truncated: taken as truncated")
    }
    if !result.terminated.contains(true) {
      warnings.append(
        "no decision is the last one, so an estimate needs a γ below 1; say where the log ends, if it does: "
          + "`end: \"terminated\"` for a campaign's last day, `lapse` for customers who leave")
    }
  }
}
