// Times as segments: the periods of a log, or the places in a period that repeats, such as a week's days.

public import Data

extension Segments {
  /// - Parameters:
  ///   - width: how long a period is, in the log's time units.
  ///   - cycle: periods after which they count anew; 7 of width 1 are the days of a week.
  ///
  /// Periods of dates are counted from a Monday, so that 7 days are a week, and are named by their days.
  public init(_ log: Dataset, every width: Double, cycle: Int? = nil) throws(EstimationError) {
    // Beyond, neighbouring periods are the same number.
    let isCountable = log.times.allSatisfy { abs($0 / width) < 1e15 }
    guard isCountable else { throw .tooManySegments(log.count, most: Self.most) }
    let origin = log.timesAreDates ? Self.monday : 0
    let periods = log.times.map { time -> Int in
      let period = Int(((time - origin) / width).rounded(.down))
      guard let cycle, cycle > 0 else { return period }
      return ((period % cycle) + cycle) % cycle
    }
    let present = Set(periods).sorted()
    guard present.count <= Self.most else { throw .tooManySegments(present.count, most: Self.most) }
    let place = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    let rest = log.stateCount - log.count
    columns = ["time"]
    labels = present.map { period in
      if cycle == 7, width == 1, log.timesAreDates { return [Self.weekdays[period]] }
      guard cycle == nil else { return ["\(period)"] }
      if log.timesAreDates { return [Self.dates(period, width)] }
      return [width != 1 ? Self.span(period, width) : "\(period)"]
    }
    codes = periods.map { place[$0] ?? 0 } + [Int32](repeating: 0, count: max(0, rest))
  }

  /// 1969-12-29, in days since 1970-01-01.
  private static let monday = -3.0
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// The first and the last day of a period, or when it begins and ends where those are no whole days.
  private static func dates(_ period: Int, _ width: Double) -> String {
    let first = Double(period) * width + monday
    let isWhole = width == width.rounded()
    let ends = [first, first + width - (isWhole ? 1 : 0)].map {
      Moment(seconds: $0 * Moment.secondsOfDay).description
    }
    return ends[0] == ends[1] ? ends[0] : ends.joined(separator: " to ")
  }

  private static func span(_ period: Int, _ width: Double) -> String {
    "\(formatted(Double(period) * width)) to \(formatted(Double(period + 1) * width))"
  }
}
