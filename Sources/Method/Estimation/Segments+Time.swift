// Times as segments: the periods of a log, or the places in a period that repeats, such as a week's days.

public import Data

extension Segments {
  /// - Parameters:
  ///   - width: how long a period is, in the log's time units.
  ///   - cycle: periods after which they count anew; 7 of width 1 are the days of a week.
  public init(_ log: Dataset, every width: Double, cycle: Int? = nil) throws(EstimationError) {
    // Beyond, neighbouring periods are the same number.
    let isCountable = log.times.allSatisfy { abs($0 / width) < 1e15 }
    guard isCountable else { throw .tooManySegments(log.count, most: Self.most) }
    let periods = log.times.map { time -> Int in
      let period = Int((time / width).rounded(.down))
      guard let cycle, cycle > 0 else { return period }
      return ((period % cycle) + cycle) % cycle
    }
    let present = Set(periods).sorted()
    guard present.count <= Self.most else { throw .tooManySegments(present.count, most: Self.most) }
    let place = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    let rest = log.stateCount - log.count
    columns = ["time"]
    labels = present.map { period in
      [cycle == nil && width != 1 ? Self.span(period, width) : "\(period)"]
    }
    codes = periods.map { place[$0] ?? 0 } + [Int32](repeating: 0, count: max(0, rest))
  }

  private static func span(_ period: Int, _ width: Double) -> String {
    "\(formatted(Double(period) * width)) to \(formatted(Double(period + 1) * width))"
  }
}
