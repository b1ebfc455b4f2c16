// Cells of a result become a column of ours. SQLite has a type for each cell, we have one for each column:
// numbers are a number column, texts a text column, and both together texts. Texts that are all dates are a
// column of dates, as in a CSV file. What was declared boolean and holds nothing but 0 and 1 is a boolean column.

import Data

struct ResultColumn {
  let name: String
  private let declared: String
  private var numbers: [Double] = []
  private var codes: [Int32] = []
  private var interner = TextInterner()
  private var count = 0
  private var hasNumbers = false
  private var hasTexts = false
  private var isMissingSomewhere = false
  private var isBinary = true

  /// Beyond it doubles skip whole numbers.
  private static let largestExact: UInt64 = 1 << 53

  init(name: String, declared: String?) {
    self.name = name
    self.declared = declared ?? ""
  }

  mutating func append(_ cell: Statement.Cell) throws(QueryError) {
    switch cell {
    case .missing:
      isMissingSomewhere = true
      append(.nan, -1)
    case .whole(let value):
      guard value.magnitude <= Self.largestExact else {
        throw QueryError(.inexact(column: name, value: value))
      }
      append(number: Double(value))
    case .number(let value): append(number: value)
    case .text(let bytes):
      guard let code = interner.code(for: bytes[...]) else {
        throw QueryError(.notText(column: name))
      }
      if !hasTexts {
        hasTexts = true
        codes = [Int32](repeating: -1, count: count)
      }
      append(.nan, code)
    case .bytes: throw QueryError(.binary(column: name))
    }
  }

  private mutating func append(number value: Double) {
    if !hasNumbers {
      hasNumbers = true
      numbers = [Double](repeating: .nan, count: count)
    }
    if value != 0, value != 1 { isBinary = false }
    append(value, -1)
  }

  private mutating func append(_ number: Double, _ code: Int32) {
    if hasNumbers { numbers.append(number) }
    if hasTexts { codes.append(code) }
    count += 1
  }

  /// The type that the declaration alone speaks for.
  static func type(declared: String?) -> ColumnType? {
    guard let declared else { return nil }
    if declared.hasPrefix("BOOL") { return .boolean }
    if declared.hasPrefix("DATE") || declared.hasPrefix("TIMESTAMP") { return .date }
    if declared.contains("CHAR") || declared.contains("TEXT") || declared.contains("CLOB") {
      return .text
    }
    return .number
  }

  var column: Column {
    let type = Self.type(declared: declared.isEmpty ? nil : declared)
    switch (hasNumbers, hasTexts) {
    case (true, false):
      guard type == .boolean, isBinary, !isMissingSomewhere else { return .number(numbers) }
      return .boolean(numbers.map { $0 == 1 })
    case (false, true):
      let moments = interner.levels.map { Moment($0)?.seconds ?? .nan }
      if moments.contains(where: \.isNaN) {
        return .text(TextColumn(codes: codes, levels: interner.levels))
      }
      return .date(codes.map { $0 < 0 ? .nan : moments[Int($0)] })
    case (true, true):
      let texts = codes.indices.map { row -> String? in
        if codes[row] >= 0 { return interner.levels[Int(codes[row])] }
        return Column.number(numbers).cell(row)
      }
      return .text(TextColumn(texts))
    case (false, false): return empty(type)
    }
  }

  /// A column without a value.
  private func empty(_ type: ColumnType?) -> Column {
    switch type {
    case .text: .text(TextColumn(codes: [Int32](repeating: -1, count: count), levels: []))
    case .date: .date([Double](repeating: .nan, count: count))
    case .boolean where count == 0: .boolean([])
    case .number, .boolean, nil: .missing(count: count)
    }
  }
}
