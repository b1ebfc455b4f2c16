// Dates as texts, in the one way that sorts and that nobody misreads: ISO 8601. Read are 2024-03-01,
// 2024-03-01 12:30, 2024-03-01T12:30:00 and 2024-03-01T12:30:00.123Z (a fraction of a second is dropped;
// any other time zone than UTC is refused, and a column that has one stays text). Written is the day
// alone at midnight and 2024-03-01 12:30:00 else.

extension Moment: CustomStringConvertible {
  public init?(_ text: String) {
    self.init(Array(text.utf8)[...])
  }

  init?(_ text: ArraySlice<UInt8>) {
    var cursor = Cursor(rest: text)
    guard let year = cursor.digits(4), cursor.skip(45), let month = cursor.digits(2),
      cursor.skip(45), let day = cursor.digits(2)
    else { return nil }
    var (hour, minute, second) = (0, 0, 0)
    if !cursor.rest.isEmpty {
      guard cursor.skip(84) || cursor.skip(32), let hours = cursor.digits(2), cursor.skip(58),
        let minutes = cursor.digits(2)
      else { return nil }
      (hour, minute) = (hours, minutes)
      if cursor.skip(58) {
        guard let seconds = cursor.digits(2) else { return nil }
        second = seconds
        if cursor.skip(46), !cursor.skipDigits() { return nil }
      }
      guard cursor.isUTC else { return nil }
    }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
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
