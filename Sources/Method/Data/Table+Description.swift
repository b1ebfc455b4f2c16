// One line per column: what `describe` shows.

public struct ColumnSummary: Sendable, Hashable {
  public var name: String
  public var type: ColumnType
  public var missing: Int
  /// Different cells, the missing ones not counted.
  public var distinct: Int
  /// Of numbers, and of booleans as 0 and 1; nil for texts, dates and columns without a value.
  public var min: Double?
  public var mean: Double?
  public var max: Double?
  /// Sample standard deviation; nil for fewer than two values.
  public var sd: Double?
  /// Of dates.
  public var earliest: Moment?
  public var latest: Moment?
}

extension Table {
  public var summaries: [ColumnSummary] {
    zip(names, columns).map { name, column in
      switch column {
      case .number(let values): summary(name, .number, values)
      case .boolean(let values): summary(name, .boolean, values.map { $0 ? 1 : 0 })
      case .date(let values):
        dates(name, values.filter { !$0.isNaN }, missing: column.missingCount)
      case .text(let text):
        ColumnSummary(
          name: name, type: .text, missing: column.missingCount,
          distinct: Set(text.codes.filter { $0 >= 0 }).count)
      }
    }
  }

  /// The summaries as a table: column, type, missing, distinct, min, mean, max, and where there are dates
  /// earliest and latest.
  public func described() -> Table {
    let all = summaries
    func number(_ value: (ColumnSummary) -> Double?) -> Column {
      .number(all.map { value($0) ?? .nan })
    }
    func date(_ value: (ColumnSummary) -> Moment?) -> Column {
      .date(all.map { value($0)?.seconds ?? .nan })
    }
    let haveDates = all.contains { $0.type == .date }
    return Table(
      names: ["column", "type", "missing", "distinct", "min", "mean", "max"]
        + (haveDates ? ["earliest", "latest"] : []),
      columns: [
        .text(TextColumn(all.map(\.name))), .text(TextColumn(all.map(\.type.rawValue))),
        number { Double($0.missing) }, number { Double($0.distinct) }, number(\.min),
        number(\.mean), number(\.max),
      ] + (haveDates ? [date(\.earliest), date(\.latest)] : []))
  }

  private func dates(_ name: String, _ present: [Double], missing: Int) -> ColumnSummary {
    var result = ColumnSummary(
      name: name, type: .date, missing: missing, distinct: Set(present).count)
    result.earliest = present.min().map { Moment(seconds: $0) }
    result.latest = present.max().map { Moment(seconds: $0) }
    return result
  }

  private func summary(_ name: String, _ type: ColumnType, _ values: [Double]) -> ColumnSummary {
    let present = values.filter { !$0.isNaN }
    var result = ColumnSummary(
      name: name, type: type, missing: values.count - present.count,
      distinct: Set(present).count)
    guard let least = present.min(), let greatest = present.max() else { return result }
    result.min = least
    result.max = greatest
    result.mean = mean(present)
    result.sd = standardDeviation(present)
    return result
  }
}

/// NaN for no values.
package func mean(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
}

/// Sample standard deviation, divisor n − 1; nil for fewer than two values.
package func standardDeviation(_ values: [Double]) -> Double? {
  guard values.count > 1 else { return nil }
  let center = mean(values)
  let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  return (squares / Double(values.count - 1)).squareRoot()
}

/// The value below which a share of the sorted values lies, interpolated (Hyndman and Fan's type 7,
/// as R, NumPy and Excel); nil for no values.
package func quantile(sorted values: [Double], _ share: Double) -> Double? {
  guard let last = values.last else { return nil }
  let position = Swift.min(Swift.max(share, 0), 1) * Double(values.count - 1)
  let low = Int(position)
  guard low + 1 < values.count else { return last }
  return values[low] + (position - Double(low)) * (values[low + 1] - values[low])
}
