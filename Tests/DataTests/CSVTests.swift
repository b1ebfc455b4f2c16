// CSV as people write it: what is read, and what is refused with which line.

import Data
import Foundation
import Testing

@Suite("CSV")
struct CSVTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var expected: Table
    var testDescription: String { name }
  }

  static let plain = Table(
    names: ["a", "b"], columns: [.number([1, 2]), .text(TextColumn(["x", "y"]))])

  static let samples: [Sample] = [
    Sample(name: "plain", text: "a,b\n1,x\n2,y\n", expected: plain),
    Sample(name: "no final newline", text: "a,b\n1,x\n2,y", expected: plain),
    Sample(name: "CRLF", text: "a,b\r\n1,x\r\n2,y\r\n", expected: plain),
    Sample(name: "lone CR", text: "a,b\r1,x\r2,y\r", expected: plain),
    Sample(name: "byte order mark", text: "\u{FEFF}a,b\n1,x\n2,y\n", expected: plain),
    Sample(name: "semicolons", text: "a;b\n1;x\n2;y\n", expected: plain),
    Sample(name: "a first line of Excel's", text: "sep=;\r\na;b\n1;x\n2;y\n", expected: plain),
    Sample(
      name: "a delimiter at the end of each line", text: "a;b;\n1;x;\n2;y;\n", expected: plain),
    Sample(name: "one at the end of some lines", text: "a;b;\r\n1;x\r\n2;y;", expected: plain),
    Sample(name: "tabs", text: "a\tb\n1\tx\n2\ty\n", expected: plain),
    Sample(name: "blank lines", text: "a,b\n1,x\n\n2,y\n\n", expected: plain),
    Sample(name: "quotes", text: "\"a\",\"b\"\n\"1\",\"x\"\n2,\"y\"\n", expected: plain),
    Sample(
      name: "quoted delimiters, quotes and newlines",
      text: "a,b\n1,\"x, \"\"y\"\"\"\n2,\"two\nlines\"\n",
      expected: Table(
        names: ["a", "b"],
        columns: [.number([1, 2]), .text(TextColumn(["x, \"y\"", "two\nlines"]))])),
    Sample(
      name: "text in a column of numbers", text: "a\n1\n2.50\nthree\n",
      expected: Table(
        names: ["a"], columns: [.text(TextColumn(["1", "2.50", "three"]))],
        remarks: [
          ColumnRemark(
            column: "a", look: .number(nil), isExpected: true, cells: 3, exceptions: 1,
            examples: ["three"], line: 4)
        ])),
    Sample(
      name: "booleans", text: "a,b\ntrue,True\nFALSE,\n",
      expected: Table(
        names: ["a", "b"], columns: [.boolean([true, false]), .text(TextColumn(["True", nil]))])),
    Sample(
      name: "a number among booleans", text: "a\ntrue\n1\n",
      expected: Table(
        names: ["a"], columns: [.text(TextColumn(["true", "1"]))],
        remarks: [
          ColumnRemark(
            column: "a", look: .number(nil), isExpected: true, cells: 2, exceptions: 1,
            examples: ["true"], line: 2)
        ])),
    Sample(
      name: "missing texts", text: "a,b\n1,NA\n2,x\n",
      expected: Table(
        names: ["a", "b"], columns: [.number([1, 2]), .text(TextColumn([nil, "x"]))])),
    Sample(
      name: "numbers of every kind",
      text: "a\n-0.1\n+2\n1e3\n.5\n6.02E-23\n9007199254740992\n",
      expected: Table(
        names: ["a"],
        columns: [.number([-0.1, 2, 1000, 0.5, 6.02e-23, 9_007_199_254_740_992])])),
    Sample(
      name: "no rows", text: "a,b\n",
      expected: Table(names: ["a", "b"], columns: [.number([]), .number([])])),
  ]

  @Test("reads the file as a person means it", arguments: samples)
  func reads(sample: Sample) throws {
    #expect(try Table.read(csv: sample.text, name: "t.csv") == sample.expected)
  }

  @Test("missing cells of a number column are NaN, and a column of nothing else is numbers")
  func missingCells() throws {
    let table = try Table.read(csv: "a,b\n1,\nNA,\nnull,\nNaN,\n,\n5,\n", name: "t.csv")
    guard case .number(let a) = table["a"], case .number(let b) = table["b"] else {
      Issue.record("expected numbers")
      return
    }
    #expect(a.map(\.isNaN) == [false, true, true, true, true, false])
    #expect(a[5] == 5)
    #expect(b.allSatisfy(\.isNaN) && b.count == 6)
  }

  static let refusals: [(String, TableReadError)] = [
    ("", .empty(path: "t.csv")),
    ("\n\n", .empty(path: "t.csv")),
    ("a,b\n1,2\n3\n", .raggedRow(path: "t.csv", line: 3, expected: 2, found: 1)),
    ("a,b\n1,2,3,4\n", .raggedRow(path: "t.csv", line: 2, expected: 2, found: 4)),
    ("a,b\n\"x\ny\",2\n3\n", .raggedRow(path: "t.csv", line: 4, expected: 2, found: 1)),
    ("a,,c\n1,2,3\n", .emptyColumnName(path: "t.csv", column: 2)),
    ("a,b,\n1,2,3\n", .emptyColumnName(path: "t.csv", column: 3)),
    ("a,b,\n1,2,,\n", .emptyColumnName(path: "t.csv", column: 3)),
    ("a,b,,\n1,2,,\n", .emptyColumnName(path: "t.csv", column: 3)),
    ("a,b,a\n1,2,3\n", .duplicateColumn(path: "t.csv", name: "a", first: 1, second: 3)),
    ("a,b\n1,\"x\n2,y\n", .unclosedQuote(path: "t.csv", line: 2, column: 3)),
    ("a,b\n1,\"x\"y\n", .textAfterQuote(path: "t.csv", line: 2, column: 6)),
    ("PAR1xxxx", .unknownFormat(path: "t.csv", found: "a Parquet file")),
    ("a\u{0}b\n", .unknownFormat(path: "t.csv", found: "a binary file")),
  ]

  @Test("refuses what is no table, with the line", arguments: refusals)
  func refuses(text: String, error: TableReadError) {
    #expect(throws: error) { try Table.read(csv: text, name: "t.csv") }
  }

  @Test("identifiers that numbers would run together stay texts")
  func longNumbers() throws {
    func read(_ cells: String...) throws -> Table {
      try Table.read(csv: "a,b\n" + cells.map { "\($0),1\n" }.joined(), name: "a.csv")
    }
    // 2^53 + 1 is no double, and the last two have one double between them.
    let ids = [
      "9007199254740993", "9007199254740992", "12345678901234567890", "12345678901234567891",
    ]
    let whole = try read(ids[0], ids[1], ids[2], ids[3])
    #expect(whole["a"] == .text(TextColumn(ids)))
    #expect(whole.remarks.map(\.look) == [.long])
    #expect(
      whole.remarks.first?.message == "`a` is text: its cells have more digits than a number keeps")
    let clients = ["1033501218.1368477899", "1033501218.1368477898", "7.5"]
    #expect(try read(clients[0], clients[1], clients[2])["a"] == .text(TextColumn(clients)))
    // 2^54 and 10^20 are doubles; so is, nearly, what a program prints with twenty digits, as often as it likes.
    #expect(try read("18014398509481984", "100000000000000000000")["a"] == .number([0x1p54, 1e20]))
    let tenth = "0.10000000000000000555"
    let printed = try read(tenth, "0.12345678901234567", tenth, "0.1000000000000000055500")
    #expect(printed["a"] == .number([0.1, 0.12345678901234567, 0.1, 0.1]))
    #expect(printed.remarks.isEmpty)
  }

  @Test("says where a file is not UTF-8")
  func notUTF8() throws {
    let path = temporary("latin1.csv")
    try Foundation.Data(Array("a,b\n1,x\n2,caf".utf8) + [0xE9, 10]).write(
      to: URL(fileURLWithPath: path))
    #expect(throws: TableReadError.notUTF8(path: path, line: 3, column: 3)) {
      try Table.read(path: path)
    }
  }

  @Test("a missing file and a folder are told apart")
  func noFile() {
    let missing = temporary("does-not-exist.csv")
    let folder = FileManager.default.temporaryDirectory.path
    #expect(throws: TableReadError.fileMissing(path: missing)) { try Table.read(path: missing) }
    #expect(throws: TableReadError.fileMissing(path: missing)) {
      try Table.readHeader(path: missing)
    }
    #expect(throws: TableReadError.isDirectory(path: folder)) { try Table.read(path: folder) }
  }

  @Test("what is written is read back, digit for digit")
  func roundTrip() throws {
    let table = Table(
      names: ["n", "t", "f"],
      columns: [
        .number([0.1 + 0.2, -1e-300, 1_234_567, 5e300]),
        .text(TextColumn(["a,b", "say \"hi\"", nil, "two\nlines"])),
        .boolean([true, false, true, true]),
      ])
    let path = temporary("round-trip.csv")
    try table.write(path: path)
    #expect(try Table.read(path: path) == table)
    #expect(try Table.read(path: path).digest == table.digest)
  }

  @Test("what would fill the memory is refused before it is read")
  func tooLarge() throws {
    // A file with a hole: its size is all that there is of it.
    let path = temporary("huge.csv")
    try Foundation.Data("a,b\n1,2\n".utf8).write(to: URL(fileURLWithPath: path))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: ProcessInfo.processInfo.physicalMemory)
    try handle.close()
    let error = #expect(throws: TableReadError.self) { try Table.read(path: path) }
    #expect(error?.message.contains("that this machine can take") == true)
    #expect(try Table.readHeader(path: path).entries.map(\.name) == ["a", "b"])
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: TableReadError.unknownFormat(path: "/dev/zero", found: "a device")) {
      try Table.read(path: "/dev/zero")
    }
  }

  @Test("writing into a folder that is not there leaves nothing behind")
  func writeFails() {
    let path = temporary("no/such/folder/t.csv")
    #expect(throws: TableWriteError.folderMissing(path: path)) {
      try Self.plain.write(path: path)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("a header is read without the rest of the file")
  func header() throws {
    let path = temporary("long.csv")
    let rows = String(repeating: "1,x,true\n", count: 60_000)
    try Foundation.Data("n,t,f\n\(rows)oops,y,false\n".utf8).write(
      to: URL(fileURLWithPath: path))
    let header = try Table.readHeader(path: path)
    #expect(header.entries.map(\.name) == ["n", "t", "f"])
    #expect(header.entries.map(\.type) == [.number, .text, .boolean])
    #expect(!header.isComplete)
    #expect(try Table.read(path: path).remarks.first?.line == 60_002)
  }
}

/// A path of this process alone.
func temporary(_ name: String) -> String {
  FileManager.default.temporaryDirectory
    .appendingPathComponent("scrip-\(ProcessInfo.processInfo.processIdentifier)-\(name)").path
}
