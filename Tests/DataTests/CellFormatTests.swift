// Numbers and dates that are written in other ways, and what is said of a column that is text because of them.

import Data
import Foundation
import Testing

struct Written: Sendable {
  var text: String
  var decimal: CellFormat.DecimalMark?
  var value: Double?
}

@Test(
  "numbers with commas, points and groups",
  arguments: [
    Written(text: "1,5", decimal: .comma, value: 1.5),
    Written(text: " -1.234.567,25 ", decimal: .comma, value: -1_234_567.25),
    Written(text: "1.500", decimal: .comma, value: 1500),
    Written(text: "1.50", decimal: .comma, value: nil),
    Written(text: "1.2345", decimal: .comma, value: nil),
    Written(text: ".123", decimal: .comma, value: nil),
    Written(text: "1,2,3", decimal: .comma, value: nil),
    Written(text: "1,234.5", decimal: .comma, value: nil),
    Written(text: "3e2", decimal: .comma, value: 300),
    Written(text: "1,5e2", decimal: .comma, value: 150),
    Written(text: ",5", decimal: .comma, value: 0.5),
    Written(text: "", decimal: .comma, value: nil),
    Written(text: ",", decimal: .comma, value: nil),
    Written(text: "-", decimal: .comma, value: nil),
    Written(text: "1,234,567.25", decimal: .point, value: 1_234_567.25),
    Written(text: "1,234", decimal: .point, value: 1234),
    Written(text: "12,34", decimal: .point, value: nil),
    Written(text: "1,234", decimal: nil, value: nil),
    Written(text: "1234.5", decimal: nil, value: 1234.5),
  ])
private func numbers(_ item: Written) {
  #expect(CellFormat(decimal: item.decimal).number(item.text) == item.value)
}

struct WrittenDate: Sendable {
  var text: String
  var order: DateOrder
  /// As ISO 8601 has it.
  var date: String?
}

@Test(
  "dates with the day or the month first",
  arguments: [
    WrittenDate(text: "01.03.2024", order: .dayFirst, date: "2024-03-01"),
    WrittenDate(text: "1/3/2024", order: .dayFirst, date: "2024-03-01"),
    WrittenDate(text: "1/3/2024", order: .monthFirst, date: "2024-01-03"),
    WrittenDate(text: "12-31-2023", order: .monthFirst, date: "2023-12-31"),
    WrittenDate(text: "31-12-2023", order: .monthFirst, date: nil),
    WrittenDate(text: "1.3/2024", order: .dayFirst, date: nil),
    WrittenDate(text: "1.3.24", order: .dayFirst, date: "2024-03-01"),
    WrittenDate(text: "1.3.24 8:00", order: .dayFirst, date: "2024-03-01 08:00:00"),
    WrittenDate(text: "1.3.024", order: .dayFirst, date: nil),
    WrittenDate(text: "29.02.2023", order: .dayFirst, date: nil),
    WrittenDate(text: "1.3.2024 9:05", order: .dayFirst, date: "2024-03-01 09:05:00"),
    WrittenDate(text: "3/1/2024 12:30 AM", order: .monthFirst, date: "2024-03-01 00:30:00"),
    WrittenDate(text: "3/1/2024 1:30:15pm", order: .monthFirst, date: "2024-03-01 13:30:15"),
    WrittenDate(text: "3/1/2024 13:30 PM", order: .monthFirst, date: nil),
    WrittenDate(text: "3/1/2024 1:30 XM", order: .monthFirst, date: nil),
    WrittenDate(text: "1-Mar-2024", order: .dayFirst, date: "2024-03-01"),
    WrittenDate(text: "01-MAR-24 08:30", order: .dayFirst, date: "2024-03-01 08:30:00"),
    WrittenDate(text: "31 december 2023", order: .monthFirst, date: "2023-12-31"),
    WrittenDate(text: "Sept. 5, 2024", order: .monthFirst, date: "2024-09-05"),
    WrittenDate(text: "March 1 2024 1:30 PM", order: .monthFirst, date: "2024-03-01 13:30:00"),
    WrittenDate(text: "May 1, 2024", order: .yearFirst, date: nil),
    WrittenDate(text: "30 Feb 2024", order: .dayFirst, date: nil),
    WrittenDate(text: "1 Marz 2024", order: .dayFirst, date: nil),
    WrittenDate(text: "1 Ma 2024", order: .dayFirst, date: nil),
    WrittenDate(text: "1 Mar", order: .dayFirst, date: nil),
    WrittenDate(text: "Mar 2024", order: .monthFirst, date: nil),
    WrittenDate(text: "2024-03-01", order: .dayFirst, date: nil),
    WrittenDate(text: "01.03.2024", order: .yearFirst, date: nil),
  ])
private func dates(_ item: WrittenDate) {
  #expect(Moment(item.text, item.order)?.description == item.date)
}

@Test("a file is read as its format says")
func formatOfFile() throws {
  let text = "a;b;c\n1.234,5;01.03.2024;?\n-0,5;2.3.2024;7\n"
  let format = CellFormat(decimal: .comma, dates: .dayFirst, missing: ["?"])
  let table = try Table.read(csv: text, name: "a.csv", format: format)
  #expect(table["a"] == .number([1234.5, -0.5]))
  #expect(table["b"]?.cell(0) == "2024-03-01" && table["b"]?.cell(1) == "2024-03-02")
  #expect(table["c"]?.missingCount == 1 && table["c"]?.cell(1) == "7")
  #expect(table.remarks.isEmpty)
}

@Test("with a decimal comma one column is one, and columns may be apart by commas all the same")
func commaOrComma() throws {
  let comma = CellFormat(decimal: .comma)
  #expect(
    try Table.read(csv: "x\n1,5\n2\n", name: "a.csv", format: comma)["x"] == .number([1.5, 2]))
  let both = try Table.read(csv: "x,y\n\"1,5\",2\n", name: "a.csv", format: comma)
  #expect(both["x"] == .number([1.5]) && both["y"] == .number([2]))
}

/// A file of one column: `usual` twenty times, then `last`.
private func remark(
  _ usual: String, _ last: String..., format: CellFormat = CellFormat()
) throws -> ColumnRemark? {
  let cells = [String](repeating: usual, count: 20) + last
  let text = "a;b\n" + cells.map { "\($0);1\n" }.joined()
  return try Table.read(csv: text, name: "a.csv", format: format).remarks.first
}

@Test("what keeps a column from being numbers or dates is said, with its line and the remedy")
func remarks() throws {
  let dirty = try #require(try remark("3.5", "7", "-"))
  #expect(dirty.message == "`a` is text: 1 of its 22 cells is no number, `-` on line 23")
  #expect(
    dirty.remedy == "mend it in the file, or take it for missing: `missing: [\"-\"]`")
  let several = try #require(try remark("2024-03-01", "-", "soon"))
  #expect(
    several.message
      == "`a` is text: 2 of its 22 cells are no dates, `-`, `soon`, the first on line 22")
  let comma = try #require(try remark("3,5"))
  #expect(comma.message == "`a` is text: its cells look like numbers with a decimal comma")
  #expect(comma.remedy == "`decimal: \",\"` reads them")
  let grouped = try #require(try remark("1,234.50", "?"))
  #expect(grouped.remedy.hasPrefix("`decimal: \".\"` reads them; mend it"))
  // A day above twelve says which order it is; without one both are named.
  #expect(try remark("1/2/2024", "13/2/2024")?.remedy == "`dates: \"day-month-year\"` reads them")
  #expect(try remark("1/2/2024", "2/13/2024")?.remedy == "`dates: \"month-day-year\"` reads them")
  #expect(
    try remark("1/2/2024")?.remedy
      == "`dates: \"day-month-year\"` or `dates: \"month-day-year\"` reads them")
  #expect(
    try remark("3.5", "x", format: CellFormat(decimal: .comma))?.remedy.contains("decimal") == true)
}

@Test("columns that are texts, or are what they look like, get no remark")
func noRemarks() throws {
  #expect(try remark("Kiel", "3") == nil)
  // With more than one odd cell in ten it may be meant as text, and nobody is told who does not ask.
  #expect(try remark("3", "x", "x", "x", "x")?.isLikely == false)
  #expect(try remark("3", "x")?.isLikely == true)
  #expect(try remark("3", "4.5", "") == nil)
  #expect(try remark("2024-03-01", "") == nil)
  #expect(try remark("") == nil)
}

@Test("codes that begin with 0 are told, and stay texts when they are asked to")
func padding() throws {
  let text = "plz,n,k_1\n01067,1,007\n20095,0,1\n,0.5,2\n"
  let table = try Table.read(csv: text, name: "a.csv")
  #expect(table["plz"]?.cell(0) == "1067" && table["plz"]?.type == .number)
  #expect(table.remarks.map(\.column) == ["plz", "k_1"])
  #expect(table.remarks.first?.remedy == "`text: [\"plz\"]` keeps them")
  let kept = try Table.read(
    csv: text, name: "a.csv", format: CellFormat(texts: ["plz", "k_*"]))
  #expect(kept["plz"]?.cell(0) == "01067" && kept["k_1"]?.cell(1) == "1")
  #expect(kept["plz"]?.missingCount == 1 && kept["n"]?.type == .number)
  #expect(kept.remarks.isEmpty)
}

@Test("the line of a remark counts the lines of quoted cells and blank lines")
func lineOfRemark() throws {
  let rows = [String](repeating: "1,x\n", count: 20).joined()
  let table = try Table.read(csv: "a,b\n2,\"two\nlines\"\n\n\(rows)-,x\n", name: "a.csv")
  #expect(table.remarks.first?.line == 25)
}

@Test(
  "numbers beside a unit that was asked for",
  arguments: [
    ("15 €", 15), ("-15€", -15), ("€ 1.234,50", 1234.5), ("-€15", -15), ("€-15", -15),
    ("12,5%", 0.125),
    ("12 %", 0.12), ("7", 7), ("1\u{A0}234,5\u{202F}€", 1234.5), ("EUR 3", 3), ("$3", nil),
    ("€", nil),
    ("3 € 4", nil), ("€3€", nil), ("1 23,5", nil), ("1'234'567", 1_234_567), ("1’234", 1234),
    ("'234", nil),
  ] as [(String, Double?)])
private func unitsOfNumbers(text: String, value: Double?) {
  let format = CellFormat(decimal: .comma, units: ["€", "EUR", "%"])
  #expect(format.number(text) == value)
}

@Test("a column of amounts says which unit reads it, and two currencies are never one column")
func remarksOnUnits() throws {
  let euros = try #require(try remark("15 €"))
  #expect(euros.message == "`a` is text: its cells look like numbers with `€`")
  #expect(euros.remedy == "`units: [\"€\"]` reads them")
  let comma = try #require(try remark("1.234,50 €", "free"))
  #expect(
    comma.message.hasPrefix("`a` is text: its cells look like numbers with `€` and a decimal"))
  #expect(comma.remedy.hasPrefix("`units: [\"€\"], decimal: \",\"` reads them; mend it"))
  #expect(try remark("$1,234")?.remedy == "`units: [\"$\"], decimal: \".\"` reads them")
  #expect(try remark("USD 3")?.remedy == "`units: [\"USD\"]` reads them")
  #expect(try remark("15 €", "$15")?.message.contains("1 of its 21 cells is no number") == true)
  // Codes are none: `u17` is a user.
  #expect(try remark("u17") == nil)
  #expect(try remark("12 kg") == nil)
  let read = try Table.read(
    csv: "a;b\n15 €;12%\n0;7%\n", name: "a.csv", format: CellFormat(units: ["€", "%"]))
  #expect(read["a"] == .number([15, 0]) && read["b"] == .number([0.12, 0.07]))
}

@Test("points that may stand between thousands are told, in columns of numbers too")
func thousands() throws {
  func remarks(_ cells: String...) throws -> [ColumnRemark] {
    try Table.read(csv: "a;b\n" + cells.map { "\($0);1\n" }.joined(), name: "a.csv").remarks
  }
  let grouped = try remarks("1.234", "950", "-12.500", "1.100")
  #expect(grouped.map(\.look) == [.grouped])
  #expect(grouped.first?.remedy == "if these are thousands, `decimal: \",\"` reads them")
  // Another number of decimals, a zero in front or one such cell alone says nothing.
  #expect(try remarks("1.234", "1.5").isEmpty && remarks("0.123", "1.234", "2.345").isEmpty)
  #expect(try remarks("1.234", "7").isEmpty && remarks("1234.567", "1.234", "2.345").isEmpty)
  let euros = try #require(try remarks("1.234 €", "18.000 €").first)
  #expect(
    euros.message
      == "`a` is text: its cells look like numbers with `€` and points between thousands")
  #expect(euros.remedy == "`units: [\"€\"], decimal: \",\"` reads them")
}

@Test("cells that mean a missing one are told however many there are")
func markedMissing() throws {
  func remark(_ odd: String) throws -> ColumnRemark? {
    let cells = (0..<100).map { $0 % 2 == 0 ? "\($0).5" : odd }
    return try Table.read(csv: "a;b\n" + cells.map { "\($0);1\n" }.joined(), name: "a.csv").remarks
      .first
  }
  #expect(try remark("-")?.isLikely == true && remark("k.A.")?.isLikely == true)
  #expect(try remark("XL")?.isLikely == false)
  #expect(try remark("-")?.remedy.hasSuffix("`missing: [\"-\"]`") == true)
}

@Test(
  "titles, pages and other formats are named",
  arguments: [
    ("Report\na;b\n1;2\n", "line 1 has one column name, the lines below have 2 cells"),
    ("<html><body>", "a page of HTML"), ("[ {\"a\": 1}]", "a JSON file"),
    ("{\"a\": 1}", "a JSON file"),
  ])
func otherFiles(text: String, message: String) throws {
  let failure = #expect(throws: TableReadError.self) { try Table.read(csv: text, name: "a.csv") }
  #expect(failure?.message.contains(message) == true)
}

@Test("columns may stand apart by bars, and a text column of one name stays one")
func bars() throws {
  #expect(try Table.read(csv: "a|b\n1|2\n", name: "a.csv").names == ["a", "b"])
  #expect(try Table.read(csv: "note\n\"a; b\"\n\"c; d\"\n", name: "a.csv").rowCount == 2)
  #expect(try Table.read(csv: "note\none; two\nthree\n", name: "a.csv").rowCount == 2)
}

/// A file with these bytes, read and gone.
private func read(_ bytes: [UInt8], _ format: CellFormat = CellFormat()) throws -> Table {
  let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
  try Foundation.Data(bytes).write(to: place)
  defer { try? FileManager.default.removeItem(at: place) }
  let header = try Table.readHeader(path: place.path, format: format)
  let table = try Table.read(path: place.path, format: format)
  #expect(header.entries.map(\.name) == table.names)
  #expect(header.entries.map(\.type) == table.columns.map(\.type))
  return table
}

@Test("files of Windows are read when they are told to be")
func windowsLetters() throws {
  // "Größe;€" and "Köln;5": ö 0xF6, ß 0xDF, € 0x80.
  let bytes =
    Array("Gr".utf8) + [0xF6, 0xDF] + Array("e;".utf8) + [0x80, 10] + Array("K".utf8)
    + [0xF6] + Array("ln;5\n".utf8)
  let table = try read(bytes, CellFormat(encoding: .windows1252))
  #expect(table.names == ["Größe", "€"])
  #expect(table["Größe"]?.cell(0) == "Köln")
  let failure = #expect(throws: TableReadError.self) { try Table.read(bytes: bytes) }
  #expect(failure?.hint?.contains("encoding: \"windows-1252\"") == true)
}

@Test("UTF-16 is read as its first bytes say", arguments: [true, false])
func utf16(bigEndian: Bool) throws {
  // The letter ਊ is U+0A0A: both of its bytes are line breaks elsewhere. Long enough for a sample to end in the middle.
  let text = "stadt\tn\n" + String(repeating: "Köln ਊ 😀\t5\n", count: 20_000)
  func bytes(_ text: String) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
      return bigEndian ? [high, low] : [low, high]
    }
  }
  let table = try read(bytes(text))
  #expect(table.names == ["stadt", "n"] && table.rowCount == 20_000)
  #expect(table["stadt"]?.cell(19_999) == "Köln ਊ 😀" && table["n"]?.type == .number)
  #expect(throws: TableReadError.self) { try read(Array(bytes("a\n1\n").dropLast())) }
}

@Test(
  "names that would say how a file is read are quoted",
  arguments: ["sep=;", "\u{FEFF}a", "a|b", "a;b", "a\tb", "{", "[{", "PAR1", "<html"])
func namesThatSaySomething(name: String) throws {
  let table = Table(names: [name], columns: [.text(TextColumn(["x;y", "z"]))])
  let again = try Table.read(csv: String(decoding: table.csv, as: UTF8.self), name: "a.csv")
  #expect(again.names == [name] && again.rowCount == 2)
}

extension Table {
  fileprivate static func read(bytes: [UInt8]) throws -> Table {
    let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
    try Foundation.Data(bytes).write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    return try Table.read(path: place.path)
  }
}
