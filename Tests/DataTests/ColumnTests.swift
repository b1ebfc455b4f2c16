// Row expressions and table operations.

import Data
import Testing

@Suite("Columns and tables")
struct ColumnTests {
  static let numbers = ColumnOperand.column(.number([1, .nan, -3]))
  static let texts = ColumnOperand.column(.text(TextColumn(["a", nil, "b"])))

  static func booleans(_ operand: ColumnOperand) -> [Bool] {
    guard case .column(.boolean(let values)) = operand else { return [] }
    return values
  }

  @Test("arithmetic with a missing cell is missing, and single values fit every row")
  func arithmetic() throws {
    let sum = try ColumnOperand.combine(.add, Self.numbers, .number(10))
    guard case .column(.number(let values)) = sum else {
      Issue.record("expected numbers")
      return
    }
    #expect(values[0] == 11 && values[1].isNaN && values[2] == 7)
    #expect(try ColumnOperand.combine(.remainder, .number(-3), .number(7)) == .number(4))
    #expect(try ColumnOperand.combine(.power, .number(2), .number(10)) == .number(1024))
    guard case .number(let quotient) = try ColumnOperand.combine(.divide, .number(1), .number(0))
    else { return }
    #expect(quotient.isNaN)
    #expect(
      try ColumnOperand.combine(.add, Self.texts, .text("!"))
        == .column(.text(TextColumn(["a!", nil, "b!"]))))
  }

  @Test(
    "no comparison lets a missing cell through",
    arguments: [ColumnOperation.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual])
  func missing(operation: ColumnOperation) throws {
    let numbers = try ColumnOperand.combine(operation, Self.numbers, .number(0))
    #expect(Self.booleans(numbers)[1] == false)
    let texts = try ColumnOperand.combine(operation, Self.texts, .text("b"))
    #expect(Self.booleans(texts)[1] == false)
  }

  @Test("membership, choice and negation go row by row")
  func rows() throws {
    #expect(Self.booleans(try Self.texts.isIn([.text("b"), .text("c")])) == [false, false, true])
    #expect(Self.booleans(try Self.texts.isIn([])) == [false, false, false])
    #expect(Self.booleans(Self.numbers.isMissing()) == [false, true, false])
    let positive = try ColumnOperand.combine(.greater, Self.numbers, .number(0))
    #expect(Self.booleans(try positive.inverted()) == [false, true, true])
    #expect(
      try ColumnOperand.select(positive, .text("up"), .text("down"))
        == .column(.text(TextColumn(["up", "down", "down"]))))
    let filled = try ColumnOperand.select(Self.numbers.isMissing(), .number(0), Self.numbers)
    #expect(filled == .column(.number([1, 0, -3])))
  }

  @Test("types that do not fit are refused by name")
  func typeErrors() {
    #expect(
      throws: ColumnError.needs(operation: "-", expected: "numbers", left: .text, right: .number)
    ) { try ColumnOperand.combine(.subtract, Self.texts, .number(1)) }
    #expect(
      throws: ColumnError.needs(
        operation: "and", expected: "booleans", left: .number, right: .boolean)
    ) { try ColumnOperand.combine(.and, Self.numbers, .boolean(true)) }
    #expect(throws: ColumnError.lengths(operation: "+", left: 3, right: 1)) {
      try ColumnOperand.combine(.add, Self.numbers, .column(.number([1])))
    }
    #expect(throws: ColumnError.self) { try Self.texts.negated() }
    #expect(throws: ColumnError.self) { try Self.numbers.isIn([.text("a")]) }
  }

  static let table = Table(
    names: ["n", "t", "sent_a", "sent_b"],
    columns: [
      .number([3, 1, .nan, 2]), .text(TextColumn(["x", "y", nil, "x"])),
      .number([1, 2, 3, 4]), .boolean([true, false, true, true]),
    ])

  @Test("sorting is stable and puts missing cells last in both directions")
  func sorting() throws {
    #expect(try Self.table.sorted(by: ["n"])["sent_a"] == .number([2, 4, 1, 3]))
    #expect(try Self.table.sorted(by: ["n"], descending: true)["sent_a"] == .number([1, 4, 2, 3]))
    #expect(
      try Self.table.sorted(by: [SortKey("t", isDescending: true), SortKey("n")])["sent_a"]
        == .number([2, 4, 1, 3]))
    #expect(try Self.table.sorted(by: ["t", "n"])["sent_a"] == .number([4, 1, 2, 3]))
  }

  @Test("selections know names and patterns")
  func selecting() throws {
    #expect(try Self.table.selecting(["sent_*", "n"]).names == ["sent_a", "sent_b", "n"])
    #expect(try Self.table.selecting(["*"]).names == Self.table.names)
    #expect(throws: TableError.noMatch(pattern: "sent?")) {
      try Self.table.selecting(["sent?"])
    }
    #expect(throws: TableError.unknownColumn(name: "m", known: Self.table.names)) {
      try Self.table.selecting(["m"])
    }
  }

  @Test("filter, derive, head, rename and append leave other rows and columns alone")
  func reshaping() throws {
    let kept = try Self.table.filtered([true, false, false, true])
    #expect(kept["t"].map { [$0.cell(0), $0.cell(1)] } == ["x", "x"])
    #expect(Self.table.head(2).rowCount == 2 && Self.table.head(9) == Self.table)
    let derived = try Self.table.with("double", .number([1, 2, 3, 4]))
    #expect(derived.names.last == "double" && derived["n"]?.missingCount == 1)
    #expect(try Self.table.renaming("n", to: "m").names[0] == "m")
    #expect(throws: TableError.duplicateColumn(name: "t")) {
      try Self.table.renaming("n", to: "t")
    }
    let twice = try Self.table.appending(Self.table)
    #expect(twice.rowCount == 8 && twice["t"]?.cell(7) == "x")
    #expect(throws: TableError.columnsDiffer(missing: ["n"], extra: ["m"])) {
      try Self.table.appending(Self.table.renaming("n", to: "m"))
    }
  }

  @Test("a description counts missing and different cells")
  func describing() throws {
    let rows = Self.table.summaries
    #expect(rows.map(\.missing) == [1, 1, 0, 0])
    #expect(rows.map(\.distinct) == [3, 2, 4, 2])
    #expect(rows[0].min == 1 && rows[0].mean == 2 && rows[0].max == 3 && rows[0].sd == 1)
    #expect(rows[1].mean == nil && rows[3].mean == 0.75)
    #expect(Self.table.described().rowCount == 4)
  }

  @Test("a digest sees every cell and nothing else")
  func digests() throws {
    let same = Table(names: Self.table.names, columns: Self.table.columns)
    #expect(same.digest == Self.table.digest)
    #expect(Self.table.digest.description.count == 32)
    let recoded = Table(
      names: ["t"],
      columns: [.text(TextColumn(codes: [1, 0], levels: ["b", "a"]))])
    let coded = Table(names: ["t"], columns: [.text(TextColumn(["a", "b"]))])
    #expect(recoded.digest == coded.digest)
    let other = try Self.table.with("n", .number([3, 1, .nan, 2.0000000000000004]))
    #expect(other.digest != Self.table.digest)
    #expect(try Self.table.renaming("n", to: "m").digest != Self.table.digest)
  }
}
