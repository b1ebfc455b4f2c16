// Numbers and dates that are written in other ways, and what is said of a column that is text because of them.

import Data
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
