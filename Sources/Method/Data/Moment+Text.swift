// Dates as texts. Without being told otherwise, in the one way that sorts and that nobody misreads, ISO 8601: read are
// 2024-03-01, 2024-03-01 12:30, 2024-03-01T12:30:00 and 2024-03-01T12:30:00.123Z (a fraction of a second is
// dropped; any other time zone than UTC is refused, and a column that has one stays text). With the day or the
// month first, parts are apart by dots, slashes or hyphens and may have one digit, a month may be an English name
// (1-Mar-2024, March 1, 2024), a year of two digits is one of this century, and a time may end in AM or PM. Written is
// the day alone at midnight and 2024-03-01 12:30:00 else.

extension Moment: CustomStringConvertible {
  public init?(_ text: String, _ order: DateOrder = .yearFirst) {
    self.init(Array(text.utf8)[...], order)
  }

  init?(_ text: ArraySlice<UInt8>, _ order: DateOrder = .yearFirst) {
    var cursor = Cursor(rest: text)
    guard let day = cursor.day(order), let time = cursor.time(order) else { return nil }
    self.init(
      year: day.year, month: day.month, day: day.day, hour: time.hour, minute: time.minute,
      second: time.second)
  }

  public var description: String {
    let (year, month, day) = civil
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let second = secondOfDay
    guard second > 0 else { return date }
    return "\(date) \(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):"
      + padded(second % 60, 2)
  }
}

private func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

private struct Cursor {
  var rest: ArraySlice<UInt8>

  mutating func digits(_ count: Int) -> Int? {
    guard rest.count >= count else { return nil }
    var value = 0
    for byte in rest.prefix(count) {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    rest = rest.dropFirst(count)
    return value
  }

  /// One digit or two.
  mutating func shortDigits() -> Int? { digits(2) ?? digits(1) }

  mutating func day(_ order: DateOrder) -> (year: Int, month: Int, day: Int)? {
    if order == .yearFirst {
      guard let year = digits(4), skip(45), let month = digits(2), skip(45), let day = digits(2)
      else { return nil }
      return (year, month, day)
    }
    if let named = namedMonth() { return named }
    guard let first = shortDigits(), let mark = rest.first, [45, 46, 47].contains(mark),
      skip(mark), let second = shortDigits(), skip(mark),
      let year = year()
    else { return nil }
    return order == .dayFirst ? (year, second, first) : (year, first, second)
  }

  /// A day whose month is a name, before it or behind it; the order is plain then.
  private mutating func namedMonth() -> (year: Int, month: Int, day: Int)? {
    var cursor = self
    let before = cursor.month()
    if before != nil, !cursor.skip(32), !cursor.skip(45) { return nil }
    guard let day = cursor.shortDigits() else { return nil }
    if before != nil { _ = cursor.skip(44) }
    guard cursor.skip(32) || cursor.skip(45), let month = before ?? cursor.month() else {
      return nil
    }
    if before == nil, !cursor.skip(32), !cursor.skip(45) { return nil }
    guard let year = cursor.year() else { return nil }
    self = cursor
    return (year, month, day)
  }

  /// An English name of a month or its first three letters, `Sept` too, perhaps with a full stop.
  private mutating func month() -> Int? {
    let word = rest.prefix { ($0 | 0x20) >= 97 && ($0 | 0x20) <= 122 }
    guard word.count >= 3 else { return nil }
    let name = String(decoding: word, as: UTF8.self).lowercased()
    let place = Self.months.firstIndex {
      $0 == name || $0.prefix(3) == name || name == "sept" && $0.hasPrefix(name)
    }
    guard let place else { return nil }
    rest = rest.dropFirst(word.count)
    if word.count <= 4 { _ = skip(46) }
    return place + 1
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// Four digits, or two of this century.
  private mutating func year() -> Int? { digits(4) ?? digits(2).map { 2000 + $0 } }

  /// Midnight when nothing follows; nil when something else does.
  mutating func time(_ order: DateOrder) -> (hour: Int, minute: Int, second: Int)? {
    guard !rest.isEmpty else { return (0, 0, 0) }
    guard skip(84) || skip(32), let hour = order == .yearFirst ? digits(2) : shortDigits(),
      skip(58), let minute = digits(2)
    else { return nil }
    var second = 0
    if skip(58) {
      guard let seconds = digits(2) else { return nil }
      second = seconds
      if skip(46), !skipDigits() { return nil }
    }
    if order != .yearFirst, let isAfternoon = half {
      guard (1...12).contains(hour) else { return nil }
      return (hour % 12 + (isAfternoon ? 12 : 0), minute, second)
    }
    return isUTC ? (hour, minute, second) : nil
  }

  /// Whether AM or PM is all that is left.
  private var half: Bool? {
    let letters = rest.first == 32 ? rest.dropFirst() : rest
    guard letters.count == 2, letters.last.map({ $0 | 0x20 }) == 109 else { return nil }
    switch letters.first.map({ $0 | 0x20 }) {
    case 97: return false
    case 112: return true
    default: return nil
    }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// At least one digit.
  mutating func skipDigits() -> Bool {
    let start = rest.count
    while let byte = rest.first, byte >= 48, byte <= 57 { rest = rest.dropFirst() }
    return rest.count < start
  }

  /// Nothing, `Z`, `+00`, `+00:00` or `+0000`.
  var isUTC: Bool {
    ["", "Z", "+00", "+00:00", "+0000"].contains { rest.elementsEqual($0.utf8) }
  }
}
