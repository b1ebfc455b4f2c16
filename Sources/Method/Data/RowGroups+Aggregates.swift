// One value from the rows of each group. Missing cells are left out; sums run in the order of the table's
// rows, so that they are the same bits however the groups came about.

extension RowGroups {
  /// 0 for a group without a value.
  public func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (row, value) in values.enumerated() where !value.isNaN { sums[Int(groupOf[row])] += value }
    return sums
  }

  /// Cells that are not missing.
  public func counts(_ values: [Double]) -> [Double] {
    var counts = [Double](repeating: 0, count: count)
    for (row, value) in values.enumerated() where !value.isNaN { counts[Int(groupOf[row])] += 1 }
    return counts
  }

  /// Missing for a group without a value.
  public func means(_ values: [Double]) -> [Double] {
    zip(sums(values), counts(values)).map { $1 == 0 ? .nan : $0 / $1 }
  }

  /// Missing for a group without a value.
  public func extremes(_ values: [Double], _ choose: (Double, Double) -> Double) -> [Double] {
    var extremes = [Double](repeating: .nan, count: count)
    for (row, value) in values.enumerated() where !value.isNaN {
      let group = Int(groupOf[row])
      extremes[group] = extremes[group].isNaN ? value : choose(extremes[group], value)
    }
    return extremes
  }

  /// The value below which a share of each group's values lies; missing for a group without a value.
  public func quantiles(_ values: [Double], _ share: Double) -> [Double] {
    (0..<count).map { group in
      let present = rows(of: group).map { values[$0] }.filter { !$0.isNaN }
      return quantile(sorted: present.sorted(), share) ?? .nan
    }
  }

  /// Sample standard deviation, divisor n − 1; missing for a group of fewer than two values.
  public func deviations(_ values: [Double]) -> [Double] {
    let (means, counts) = (means(values), counts(values))
    var squares = [Double](repeating: 0, count: count)
    for (row, value) in values.enumerated() where !value.isNaN {
      let gap = value - means[Int(groupOf[row])]
      squares[Int(groupOf[row])] += gap * gap
    }
    return zip(squares, counts).map { $1 < 2 ? .nan : ($0 / ($1 - 1)).squareRoot() }
  }

  /// Rows of each group.
  public var sizes: [Double] {
    isVoid ? [0] : (0..<count).map { Double(starts[$0 + 1] - starts[$0]) }
  }

  /// Rows of each group for which something holds.
  public func counts(where holds: [Bool]) -> [Double] {
    if isVoid { return [0] }
    var counts = [Double](repeating: 0, count: count)
    for (row, isTrue) in holds.enumerated() where isTrue { counts[Int(groupOf[row])] += 1 }
    return counts
  }

  /// Different cells of each group, the missing ones not counted.
  public func distinct(_ column: Column) -> [Double] {
    if isVoid { return [0] }
    var coder = DenseCoder()
    var pairs = DenseCoder()
    var counts = [Double](repeating: 0, count: count)
    let keys = column.keys
    for row in keys.indices where column.isPresent(row) {
      let pair = UInt64(UInt32(bitPattern: groupOf[row])) << 32 | UInt64(coder.code(for: keys[row]))
      let known = pairs.keys.count
      if Int(pairs.code(for: pair)) == known { counts[Int(groupOf[row])] += 1 }
    }
    return counts
  }

  /// The cell of each group's first or last row, in the group's order.
  public func ends(_ column: Column, last: Bool) -> Column {
    column.gathered((0..<count).map { sequence[last ? starts[$0 + 1] - 1 : starts[$0]] })
  }
}

extension Column {
  /// Whether the cell is not missing.
  func isPresent(_ row: Int) -> Bool {
    switch self {
    case .number(let values), .date(let values): !values[row].isNaN
    case .text(let text): text.codes[row] >= 0
    case .boolean: true
    }
  }
}
