// Turns the body of a CSV file into typed columns in one pass. A column's type is settled by its first
// cell that is not missing; when a later cell disagrees, the column is text, and a second pass reads
// just those columns again, so that no cell's spelling is ever lost. Cells are collected as doubles in
// blocks of rows (texts as codes, booleans as 0 and 1, dates as seconds), which keeps the inner loop free of types.

import Compute

struct CSVReader {
  enum Kind {
    case undecided, number, boolean, date, text
    /// Found to be text after other cells had been read: the second pass reads it.
    case conflict
    case skip
  }

  let file: CSVFile
  let format: CellFormat
  /// Stands before a fraction.
  private let point: UInt8
  /// What means a missing cell, beside the usual.
  private let missing: Set<[UInt8]>
  private let powers: [Double] = (0...22).map { powerOfTen($0) }
  private(set) var kinds: [Kind]
  private var sawMissing: [Bool]
  /// Whether a cell begins with a zero that its number does not have.
  private(set) var sawPadding: [Bool]
  private(set) var grouping: [GroupingLook]
  /// Whether a column is text because its cells have more digits than a number keeps.
  private(set) var isLong: [Bool]
  private var long: [LongNumbers]
  private var interners: [TextInterner]
  private var values: [[Double]]
  private(set) var rowCount = 0

  private static let blockRows = 1024

  private init(file: CSVFile, format: CellFormat, kinds: [Kind]) {
    self.file = file
    self.format = format
    point = (format.decimal ?? .point).byte
    missing = Set(format.missing.map { Array(trimmed(Array($0.utf8)[...])) })
    self.kinds = kinds
    sawMissing = [Bool](repeating: false, count: kinds.count)
    sawPadding = sawMissing
    isLong = sawMissing
    long = [LongNumbers](repeating: LongNumbers(), count: kinds.count)
    grouping = [GroupingLook](repeating: .none, count: kinds.count)
    interners = [TextInterner](repeating: TextInterner(), count: kinds.count)
    values = [[Double]](repeating: [], count: kinds.count)
  }

  static func table(
    of file: CSVFile, _ format: CellFormat = CellFormat(), progress: Progress
  ) throws -> Table {
    let width = file.names.count
    let asked = file.names.map { name in
      format.texts.contains { matches(name, pattern: $0) } ? Kind.text : .undecided
    }
    var first = CSVReader(file: file, format: format, kinds: asked)
    try first.run(progress: progress)
    let again = (0..<width).filter { first.isText($0) }
    var columns = (0..<width).map { again.contains($0) ? Column.number([]) : first.column($0) }
    if !again.isEmpty {
      var kinds = [Kind](repeating: .skip, count: width)
      for column in again { kinds[column] = .text }
      var second = CSVReader(file: file, format: format, kinds: kinds)
      try second.run(progress: progress)
      for column in again { columns[column] = second.column(column) }
    }
    let found = try remarks(file, columns, format, asked)
    let doubts = first.doubts.filter { doubt in !found.contains { $0.column == doubt.column } }
    return Table(names: file.names, columns: columns, remarks: found + doubts)
  }

  /// Whether the first pass leaves column `index` to the second.
  private func isText(_ index: Int) -> Bool {
    switch kinds[index] {
    case .conflict: true
    case .boolean: sawMissing[index]  // booleans are never missing, so such a column stays text
    case .undecided, .number, .date, .text, .skip: false
    }
  }

  private func column(_ index: Int) -> Column {
    let cells = values[index]
    switch kinds[index] {
    case .undecided, .number, .conflict, .skip: return .number(cells)
    case .boolean: return .boolean(cells.map { $0 == 1 })
    case .date: return .date(cells)
    case .text:
      let codes = cells.map { $0.isNaN ? Int32(-1) : Int32($0) }
      return .text(TextColumn(codes: codes, levels: interners[index].levels))
    }
  }

  private mutating func run(progress: Progress) throws {
    let file = self.file
    let bytes = file.bytes.span
    let width = file.names.count
    var cells = CSVCells(
      path: file.path, delimiter: file.delimiter, offset: file.bodyStart, line: file.bodyLine)
    var block = [Double](repeating: .nan, count: Self.blockRows * width)
    var filled = 0
    while cells.offset < bytes.count {
      let first = bytes[cells.offset]
      if (first == 10 || first == 13) && width > 1 {  // a blank line
        _ = cells.finish(bytes, cells.offset)
        continue
      }
      try row(bytes, &cells, &block, filled)
      filled += 1
      rowCount += 1
      if filled == Self.blockRows {
        flush(block, filled)
        filled = 0
        try progress.advance("load", cells.offset, of: bytes.count, unit: "bytes")
      }
    }
    flush(block, filled)
  }

  private mutating func flush(_ block: [Double], _ rows: Int) {
    for column in 0..<kinds.count where kinds[column] != .skip {
      let start = column * Self.blockRows
      values[column].append(contentsOf: block[start..<(start + rows)])
    }
  }

  @inline(__always)
  private mutating func row(
    _ bytes: Span<UInt8>, _ cells: inout CSVCells, _ block: inout [Double], _ slot: Int
  ) throws(TableReadError) {
    let width = kinds.count
    let line = cells.line
    var column = 0
    var ended = false
    while !ended {
      guard column < width else {
        if file.endsInDelimiter, cells.isAtLineEnd(bytes) {
          _ = cells.finish(bytes, cells.offset)
          break
        }
        throw ragged(bytes, &cells, line: line, found: column)
      }
      if kinds[column] == .number, let (value, end, fraction) = plainNumber(bytes, cells.offset) {
        if fraction > 0, grouping[column] != .decimals {
          let start = bytes[cells.offset] == 45 ? cells.offset + 1 : cells.offset
          grouping[column].see(
            whole: end - fraction - 1 - start, fraction: fraction, first: bytes[start])
        }
        if cells.offset + 1 < end, bytes[cells.offset] == 48, bytes[cells.offset + 1] &- 48 < 10 {
          sawPadding[column] = true
        }
        block[column * Self.blockRows + slot] = value
        ended = cells.finish(bytes, end)
      } else {
        block[column * Self.blockRows + slot] = try cell(bytes, &cells, column, &ended)
      }
      column += 1
    }
    guard column == width else {
      throw .raggedRow(path: file.path, line: line, expected: width, found: column)
    }
  }

  /// Counts the cells of a row that is too long. After names that end in a delimiter it has a cell without a name.
  private func ragged(
    _ bytes: Span<UInt8>, _ cells: inout CSVCells, line: Int, found: Int
  ) -> TableReadError {
    if file.endsInDelimiter { return .emptyColumnName(path: file.path, column: kinds.count + 1) }
    var count = found
    while true {
      do throws(TableReadError) {
        count += 1
        if try cells.next(bytes).endsLine { break }
      } catch { return error }
    }
    return .raggedRow(path: file.path, line: line, expected: kinds.count, found: count)
  }

  /// A number of at most 18 digits without an exponent, where it ends, and how many of its digits are a
  /// fraction; nil for any other cell.
  /// Mantissa and power of ten are exact doubles, so their quotient is correctly rounded.
  @inline(__always)
  private func plainNumber(
    _ bytes: Span<UInt8>, _ start: Int
  ) -> (value: Double, end: Int, fraction: Int)? {
    let end = bytes.count
    var at = start
    var negative = false
    if at < end, bytes[at] == 45 {
      negative = true
      at += 1
    }
    var mantissa: UInt64 = 0
    let digits = at
    while at < end {
      let digit = bytes[at] &- 48
      guard digit < 10 else { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      at += 1
    }
    var count = at - digits
    var fraction = 0
    if at < end, bytes[at] == point {
      at += 1
      let point = at
      while at < end {
        let digit = bytes[at] &- 48
        guard digit < 10 else { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        at += 1
      }
      fraction = at - point
      count += fraction
    }
    guard count > 0, count <= 18, mantissa <= 1 << 53 else { return nil }
    if at < end, bytes[at] != file.delimiter, bytes[at] != 10, bytes[at] != 13 { return nil }
    let value = fraction == 0 ? Double(mantissa) : Double(mantissa) / powers[fraction]
    return (negative ? -value : value, at, fraction)
  }

  /// Any cell: decides the column's type, notes a conflict, codes a text.
  @inline(never)
  private mutating func cell(
    _ bytes: Span<UInt8>, _ cells: inout CSVCells, _ column: Int, _ ended: inout Bool
  ) throws(TableReadError) -> Double {
    let (start, first) = (cells.offset, cells.line)
    let cell = try cells.next(bytes)
    ended = cell.endsLine
    if kinds[column] == .skip || kinds[column] == .conflict { return .nan }
    let text = trimmed(cell.text(in: file.bytes))
    if isMissing(text) || !missing.isEmpty && missing.contains(Array(text)) {
      sawMissing[column] = true
      return .nan
    }
    if kinds[column] == .undecided { kinds[column] = kind(of: text) }
    switch kinds[column] {
    case .number:
      if let value = format.number(text) {
        if long[column].loses(text, value, point: point) {
          isLong[column] = true
          kinds[column] = .conflict
          return .nan
        }
        let digits = text.prefix(2)
        if digits.count == 2, digits.first == 48, digits.allSatisfy({ $0 &- 48 < 10 }) {
          sawPadding[column] = true
        }
        grouping[column].see(format.withoutUnit(text)?.number ?? text)
        return value
      }
      kinds[column] = .conflict
      return .nan
    case .boolean:
      if let value = boolean(text) { return value ? 1 : 0 }
      kinds[column] = .conflict
      return .nan
    case .date:
      if let moment = Moment(text, format.dates) { return moment.seconds }
      kinds[column] = .conflict
      return .nan
    case .text, .undecided, .conflict, .skip:
      let whole = cell.text(in: file.bytes)
      if let code = interners[column].code(for: whole) { return Double(code) }
    }
    throw .notUTF8(path: file.path, line: first, column: cells.column(bytes, start))
  }

  private func kind(of text: ArraySlice<UInt8>) -> Kind {
    if format.number(text) != nil { return .number }
    if Moment(text, format.dates) != nil { return .date }
    return boolean(text) != nil ? .boolean : .text
  }
}
