// A date, with or without a time of day: whole seconds since 1970-01-01 00:00 on the Gregorian calendar,
// which is extended to the years before it was kept. There are no time zones: a log's times are read as
// they are written, since what matters for a coupon is the customer's own day. A column of them is its
// seconds, NaN where missing.
//
// Days from a civil date and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.

public struct Moment: Sendable, Hashable, Comparable {
  /// Whole seconds since 1970-01-01 00:00.
  public var seconds: Double

  public static let secondsOfDay = 86_400.0

  public init(seconds: Double) {
    self.seconds = seconds.rounded()
  }

  /// Nil when there is no such day or time.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year), (0...23).contains(hour),
      (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let days = Self.days(year: year, month: month, day: day)
    seconds = Double(days * 86_400 + hour * 3600 + minute * 60 + second)
  }

  public static func < (a: Moment, b: Moment) -> Bool { a.seconds < b.seconds }

  /// Days since 1970-01-01, the time of day left out.
  public var dayNumber: Int { Int((seconds / Self.secondsOfDay).rounded(.down)) }

  /// 0 to 86,399.
  public var secondOfDay: Int { Int(seconds - Double(dayNumber) * Self.secondsOfDay) }

  /// Whether a calendar of four-digit years has it.
  public var isOnCalendar: Bool {
    seconds >= -62_135_596_800 && seconds < 253_402_300_800
  }

  public var civil: (year: Int, month: Int, day: Int) { Self.civil(dayNumber) }

  /// 1 is Monday, 7 is Sunday, as in ISO 8601.
  public var dayOfWeek: Int {
    // 1970-01-01 was a Thursday.
    let offset = (dayNumber + 3) % 7
    return (offset < 0 ? offset + 7 : offset) + 1
  }

  // MARK: Calendar

  static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  static func days(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  static func civil(_ dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let z = dayNumber + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}

/// Where a calendar period begins.
public enum CalendarPeriod: String, Sendable, CaseIterable {
  case hour, day, week, month, year
}

extension Moment {
  /// The first moment of the hour, day, week (Monday), month or year that it lies in.
  public func start(of period: CalendarPeriod) -> Moment {
    let day = Double(dayNumber) * Self.secondsOfDay
    switch period {
    case .hour: return Moment(seconds: day + Double(secondOfDay / 3600 * 3600))
    case .day: return Moment(seconds: day)
    case .week: return Moment(seconds: day - Double(dayOfWeek - 1) * Self.secondsOfDay)
    case .month: return Moment(seconds: day - Double(civil.day - 1) * Self.secondsOfDay)
    case .year:
      let first = Self.days(year: civil.year, month: 1, day: 1)
      return Moment(seconds: Double(first) * Self.secondsOfDay)
    }
  }
}
