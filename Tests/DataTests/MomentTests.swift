// The calendar against days that are known from elsewhere: GNU date and the ISO 8601 standard's examples.
import Data
import Testing

@Suite struct MomentTests {
  @Test(
    "the day number of a date is what GNU date counts",
    arguments: [
      ("1970-01-01", 0), ("2000-02-29", 11_016), ("2024-03-01", 19_783), ("1969-12-31", -1),
      ("1900-03-01", -25_508), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
  func dayNumbers(text: String, day: Int) throws {
    let moment = try #require(Moment(text))
    #expect(moment.dayNumber == day)
    #expect(moment.description == text)
    #expect(moment.isOnCalendar)
  }

  @Test("every day of eight centuries is the day after the one before")
  func everyDay() throws {
    var (year, month, day) = (1600, 1, 1)
    let first = try #require(Moment(year: year, month: month, day: day))
    for offset in 0..<292_194 {  // 800 Gregorian years
      let moment = Moment(seconds: first.seconds + Double(offset) * Moment.secondsOfDay)
      let civil = moment.civil
      guard civil == (year, month, day) else {
        Issue.record("day \(offset) is \(civil), expected \((year, month, day))")
        return
      }
      day += 1
      if Moment(year: year, month: month, day: day) == nil { (month, day) = (month + 1, 1) }
      if month == 13 { (year, month) = (year + 1, 1) }
    }
    #expect(year == 2400)
  }

  @Test("days of the week: 29 February 2024 was a Thursday, 1 January 1900 a Monday")
  func daysOfWeek() {
    #expect(Moment("2024-02-29")?.dayOfWeek == 4)
    #expect(Moment("1900-01-01")?.dayOfWeek == 1)
    #expect(Moment("1969-12-28")?.dayOfWeek == 7)
  }

  @Test(
    "texts that are read, and how they are written",
    arguments: [
      ("2024-03-01T12:30:00", "2024-03-01 12:30:00"), ("2024-03-01 12:30", "2024-03-01 12:30:00"),
      ("2024-03-01T12:30:09.987Z", "2024-03-01 12:30:09"), ("2024-03-01 00:00:00", "2024-03-01"),
      ("2024-03-01 01:02:03+00:00", "2024-03-01 01:02:03"),
      ("1969-12-31 23:59:59", "1969-12-31 23:59:59"),
    ])
  func texts(text: String, written: String) { #expect(Moment(text)?.description == written) }

  @Test(
    "texts that are no dates",
    arguments: [
      "", "2024", "2024-3-1", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "0000-01-01",
      "2024-03-01T", "2024-03-01 24:00", "2024-03-01 12", "2024-03-01 12:00:60", "01.03.2024",
      "2024-03-01 12:00:00.", "2024-03-01T12:00:00+02:00", "2024-03-01x", "2024-03-01 12:30 ",
    ])
  func noDates(text: String) { #expect(Moment(text) == nil) }

  @Test(
    "where periods begin",
    arguments: [
      (CalendarPeriod.hour, "2024-03-03 18:00:00"), (.day, "2024-03-03"), (.week, "2024-02-26"),
      (.month, "2024-03-01"), (.year, "2024-01-01"),
    ])
  func periods(period: CalendarPeriod, start: String) throws {
    let moment = try #require(Moment("2024-03-03 18:45:10"))  // a Sunday
    #expect(moment.start(of: period).description == start)
  }

  @Test("a file's dates are a date column, and are written as they were read")
  func csv() throws {
    let text = "day,at,mixed\n2024-03-01,2024-03-01 10:00:00,2024-03-01\n,,soon\n"
    let table = try Table.read(csv: text, name: "visits")
    #expect(table.columns.map(\.type) == [.date, .date, .text])
    #expect(table["day"]?.missingCount == 1)
    #expect(String(decoding: table.csv, as: UTF8.self) == text)
  }

  @Test("days are added and taken, dates differ by days, and what is missing stays missing")
  func arithmetic() throws {
    let day = ColumnOperand.column(.date([0, 86_400, .nan]))
    let start = ColumnOperand.date(Moment(seconds: 86_400))
    #expect(
      try ColumnOperand.combine(.add, day, .number(1.5))
        .isSame(.column(.date([129_600, 216_000, .nan]))))
    #expect(
      try ColumnOperand.combine(.subtract, day, start).isSame(.column(.number([-1, 0, .nan]))))
    #expect(
      try ColumnOperand.combine(.less, day, start) == .column(.boolean([true, false, false])))
    #expect(
      try ColumnOperand.combine(.equal, day, start) == .column(.boolean([false, true, false])))
    #expect(try ColumnOperand.combine(.add, start, .number(4e6)) == .missing, "beyond the calendar")
    #expect(throws: ColumnError.self) { try ColumnOperand.combine(.add, day, start) }
    #expect(throws: ColumnError.self) { try ColumnOperand.combine(.less, day, .number(1)) }
    #expect(throws: ColumnError.self) { try ColumnOperand.combine(.multiply, day, .number(2)) }
  }

  @Test("a table is sorted by dates, missing ones last, and a date is time but no state")
  func roles() throws {
    let table = Table(
      names: ["user", "at", "coupon", "visit"],
      columns: [
        .number([1, 1, 2, 2]), .date([172_800, 0, 86_400, 864_000]), .number([0, 1, 0, 1]),
        .number([1, 0, 1, 0]),
      ])
    #expect(try table.sorted(by: ["at"])["user"] == .number([1, 2, 1, 2]))
    var roles = DatasetRoles(
      user: "user", time: "at", state: ["visit"], action: "coupon", reward: "visit", cost: "coupon")
    roles.state = ["at"]
    #expect(throws: DatasetError.self) { try Dataset(table: table, roles: roles) }
  }
}

extension ColumnOperand {
  /// Equality in which a missing cell is equal to itself.
  fileprivate func isSame(_ other: ColumnOperand) -> Bool {
    switch (self, other) {
    case (.column(.number(let a)), .column(.number(let b))),
      (.column(.date(let a)), .column(.date(let b))):
      a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    default: false
    }
  }
}
