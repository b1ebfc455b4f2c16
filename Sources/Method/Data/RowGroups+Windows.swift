// What a row knows of the rows before it in its group: running sums and neighbouring cells.

extension RowGroups {
  /// For each row the sum over the rows of its group up to and with itself, missing cells left out. With
  /// `within`, only over rows whose time is later than its own less `within`.
  ///
  /// - Throws: when `within` is given and the order is not by numbers or dates.
  public func runningSums(_ values: [Double], within: Double? = nil) throws(TableError) -> [Double]
  {
    guard within == nil || times != nil else { throw .noTimes }
    var result = [Double](repeating: 0, count: rowCount)
    for group in 0..<count {
      let rows = rows(of: group)
      var whole = ExactSum()
      var left = ExactSum()
      var oldest = rows.startIndex
      for row in rows {
        whole.add(values[row])
        if let within, let times {
          // A row without a time is in no window but its own.
          while rows[oldest] != row, !(times[rows[oldest]] > times[row] - within) {
            left.add(values[rows[oldest]])
            oldest += 1
          }
        }
        result[row] = whole.minus(left)
      }
    }
    return result
  }

  /// The cell of the row so many rows before (or after, when negative) in the group; missing where there
  /// is none.
  public func shifted(_ column: Column, by steps: Int) -> Column {
    var sources = [Int](repeating: -1, count: rowCount)
    for group in 0..<count {
      let rows = rows(of: group)
      for (place, row) in rows.enumerated() {
        let other = place - steps
        if other >= 0, other < rows.count { sources[row] = rows[rows.startIndex + other] }
      }
    }
    return column.gatheredOrMissing(sources)
  }
}

extension Column {
  /// The cells of `rows`, missing where a row is −1. A boolean cannot be missing: it becomes 0 or 1.
  func gatheredOrMissing(_ rows: [Int]) -> Column {
    switch self {
    case .number(let values): .number(rows.map { $0 < 0 ? .nan : values[$0] })
    case .date(let values): .date(rows.map { $0 < 0 ? .nan : values[$0] })
    case .boolean(let values): .number(rows.map { $0 < 0 ? .nan : values[$0] ? 1 : 0 })
    case .text(let text):
      .text(
        TextColumn(codes: rows.map { $0 < 0 ? -1 : text.codes[$0] }, levels: text.levels))
    }
  }
}

/// A sum in twice the digits of a double (Knuth's two-sum), so that what leaves a window leaves nothing
/// of itself behind.
private struct ExactSum {
  private var high = 0.0
  private var low = 0.0

  mutating func add(_ value: Double) {
    guard !value.isNaN else { return }
    let sum = high + value
    let rest = sum - high
    low += (high - (sum - rest)) + (value - rest)
    high = sum
  }

  func minus(_ other: ExactSum) -> Double {
    high.isFinite ? (high - other.high) + (low - other.low) : high
  }
}
