// What a log says against what was said of it: probabilities that its own counts contradict, and states that move with
// what the decision brought.

extension DatasetBuilder {
  /// 2 exp(−z²/2) is 1 in 12,000: with twenty levels, 1 of 600 logs is warned of by chance at most.
  private static let surprise = 4.5

  /// How far a sum of parts, none of them larger than `largest`, may lie from its mean (Bernstein's inequality, for
  /// decisions one after another Freedman 1975, with exp(−z²/2) on its right side).
  private static func reach(variance: Double, largest: Double) -> Double {
    let part = largest * surprise * surprise / 6
    return part + (part * part + surprise * surprise * variance).squareRoot()
  }

  /// Levels whose number speaks against the probabilities that were given.
  ///
  /// With the probabilities p_i of all levels, the count of one is a sum of independent draws with mean Σ p_i and
  /// variance Σ p_i (1 − p_i). With that of the given level alone, Σ 1/p_i over the decisions that gave it has
  /// mean n at most (Horvitz and Thompson 1952), less where the level could not be given; so only too large a
  /// sum speaks.
  func contradictions(all: [Float]?, logged: [Float]?) -> [String] {
    let levels = action.levels.count
    let n = decisions.count
    guard levels > 1, n > 0 else { return [] }
    var given = [Double](repeating: 0, count: levels)
    var expected = given
    var variance = given
    var largest = 1.0
    for (slot, row) in decisions.enumerated() {
      let level = Int(action.codes[row])
      if let all {
        given[level] += 1
        for other in 0..<levels {
          let p = Double(all[slot * levels + other])
          expected[other] += p
          variance[other] += p * (1 - p)
        }
      } else if let logged {
        let p = Double(logged[slot])
        given[level] += 1 / p
        largest = max(largest, 1 / p)
        variance[level] += (1 - p) / (p * p)
      } else {
        return []
      }
    }
    if logged != nil { expected = given.map { _ in Double(n) } }
    let isOdd = { (level: Int) -> Bool in
      let difference = given[level] - expected[level]
      return (logged == nil ? abs(difference) : difference)
        > Self.reach(variance: variance[level], largest: largest)
    }
    guard let worst = (0..<levels).first(where: isOdd) else { return [] }
    let label = action.levels[worst].label
    guard logged == nil else {
      return [
        "the probabilities of level \(label) are too small: by them it would have been given less often than it was"
      ]
    }
    return [
      "level \(label) was given \(Int(given[worst])) times, by the probabilities that were told about "
        + "\(Int(expected[worst].rounded())) times: chance does not do that"
        + (roles.propensities == .uniform ? ". Is `uniform: true` right?" : "")
    ]
  }

  /// State columns that are a multiple of what the decision brought or cost, shifted perhaps: nobody knew them before.
  var leaks: [String] {
    let rows = decisions
    guard rows.count >= 20 else { return [] }
    let brought = [
      ("reward", rewards), ("outcome", outcomes), ("cost", costs),
      ("coupon", given),
    ]
    return roles.state.compactMap { name -> String? in
      guard case .number(let cells)? = columns.table[name] else { return nil }
      let leak = brought.first {
        // The first thousand rows speak for nearly all columns.
        isMultiple(cells, of: $0.1, in: rows.prefix(1_000))
          && isMultiple(cells, of: $0.1, in: rows[...])
      }
      return leak.map {
        "state column `\(name)` moves with the decision's own \($0.0): was it known before?"
      }
    }
  }

  /// By table row, the value of the coupon.
  private var given: [Double] {
    action.codes.map { $0 < 0 ? .nan : action.levels[Int($0)].value }
  }

  /// Whether the correlation is 1 or −1 but for rounding.
  private func isMultiple(
    _ left: [Double], of right: [Double], in rows: ArraySlice<Int>
  ) -> Bool {
    let n = Double(rows.count)
    var (meanLeft, meanRight) = (0.0, 0.0)
    for row in rows {
      meanLeft += left[row] / n
      meanRight += right[row] / n
    }
    var (squaresLeft, squaresRight, products) = (0.0, 0.0, 0.0)
    for row in rows {
      let (x, y) = (left[row] - meanLeft, right[row] - meanRight)
      squaresLeft += x * x
      squaresRight += y * y
      products += x * y
    }
    // Of a constant column only the rounding of its mean is left.
    guard squaresLeft > 1e-24 * n * meanLeft * meanLeft,
      squaresRight > 1e-24 * n * meanRight * meanRight
    else { return false }
    return products * products > (1 - 1e-9) * squaresLeft * squaresRight
  }
}
