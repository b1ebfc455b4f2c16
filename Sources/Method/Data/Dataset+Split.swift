// Parts of a dataset, always by user: rows of one customer on both sides of a split would let a
// policy be judged on what it has seen.

import Compute

extension Dataset {
  /// Disjoint parts holding the given shares of the users. Which part a user falls in depends on the
  /// user's name and the seed only up to the ranking among all users, not on row order.
  ///
  /// Shares above zero; when they sum to less than one, the rest forms a last part. The population
  /// without rows is shared out in the same proportions.
  public func split(_ fractions: [Double], seed: UInt64) throws(DatasetError) -> [Dataset] {
    for fraction in fractions where !(fraction > 0 && fraction <= 1) {
      throw .badFraction(fraction)
    }
    let sum = fractions.reduce(0, +)
    guard sum <= 1 + 1e-9, !fractions.isEmpty else { throw .badFraction(sum) }
    let shares = sum < 1 - 1e-9 ? fractions + [1 - sum] : fractions
    let keys = userNames.map { mixed(stableHash($0) ^ mixed(seed)) }
    let order = keys.indices.sorted { (keys[$0], userNames[$0]) < (keys[$1], userNames[$1]) }

    var part = [Int](repeating: shares.count - 1, count: order.count)
    let userCuts = Self.cuts(order.count, shares)
    let absentCuts = Self.cuts(populationSize - userNames.count, shares)
    for index in shares.indices {
      for position in userCuts[index]..<userCuts[index + 1] { part[order[position]] = index }
    }
    return shares.indices.map { index in
      let absent = absentCuts[index + 1] - absentCuts[index]
      return subset(absent: absent) { part[$0] == index }
    }
  }

  /// The users that `keep` accepts by code, in their order, with `absent` users who have no row.
  public func subset(absent: Int = 0, keep: (Int) -> Bool) -> Dataset {
    var newUser = [Int32](repeating: -1, count: userNames.count)
    var names: [String] = []
    for user in userNames.indices where keep(user) {
      newUser[user] = Int32(names.count)
      names.append(userNames[user])
    }
    let rows = (0..<count).filter { newUser[Int(users[$0])] >= 0 }
    var newRow = [Int32](repeating: -1, count: stateCount)
    for (index, row) in rows.enumerated() { newRow[row] = Int32(index) }
    var stateRows = rows
    for row in rows where Int(next[row]) >= count && newRow[Int(next[row])] < 0 {
      newRow[Int(next[row])] = Int32(stateRows.count)
      stateRows.append(Int(next[row]))
    }
    var states: [Float] = []
    states.reserveCapacity(stateRows.count * width)
    for row in stateRows {
      states.append(contentsOf: self.states[(row * width)..<((row + 1) * width)])
    }
    let levelCount = levels.count
    var part = Dataset(
      stateNames: stateNames, stateKinds: stateKinds, states: states, levels: levels,
      levelsAreOrdered: levelsAreOrdered, actions: rows.map { actions[$0] },
      rewards: rows.map { rewards[$0] }, outcomes: rows.map { outcomes[$0] },
      outcomeName: outcomeName, costs: rows.map { costs[$0] },
      next: rows.map { next[$0] < 0 ? -1 : newRow[Int(next[$0])] }, gaps: rows.map { gaps[$0] },
      terminated: rows.map { terminated[$0] }, truncated: rows.map { truncated[$0] },
      propensities: propensities.map { all in
        rows.flatMap { all[($0 * levelCount)..<(($0 + 1) * levelCount)] }
      },
      loggedPropensities: loggedPropensities.map { all in rows.map { all[$0] } },
      users: rows.map { newUser[Int(users[$0])] }, userNames: names,
      times: rows.map { times[$0] },
      episodes: episodes.compactMap { episode in
        let start = newRow[episode.lowerBound]
        return start < 0 ? nil : Int(start)..<(Int(start) + episode.count)
      },
      populationSize: names.count + absent,
      warnings: warnings.map { $0.hasPrefix(Self.ofWhole) ? $0 : Self.ofWhole + $0 })
    part.timesAreDates = timesAreDates
    part.endsByLapse = endsByLapse
    return part
  }

  /// Before what was found in the log as a whole, in its parts.
  private static let ofWhole = "before the split: "

  /// Cuts `count` into shares; the parts' sizes differ from exact shares by less than one.
  private static func cuts(_ count: Int, _ shares: [Double]) -> [Int] {
    var cuts = [0]
    var sum = 0.0
    for share in shares {
      sum += share
      cuts.append(min(count, Int((sum * Double(count)).rounded())))
    }
    cuts[shares.count] = count
    return cuts
  }
}
