// Columns of a second table beside the rows of a first, by keys that are unique in the second: what a
// visit's row learns from its customer's. Rows are never multiplied; a missing key has no partner.

extension Table {
  /// Every row of this table with the columns of its partner in `other`; without a partner they are
  /// missing, or the row is dropped.
  public func joined(
    with other: Table, by keys: [String], dropsUnmatched: Bool = false
  ) throws(TableError) -> Table {
    for name in other.names where !keys.contains(name) && names.contains(name) {
      throw .duplicateColumn(name: name)
    }
    var index = JoinIndex(rows: other.rowCount)
    var partners = [Int32](repeating: 0, count: rowCount)
    for key in keys {
      let (left, right) = (try column(key), try other.column(key))
      guard left.type == right.type else {
        throw .typesDiffer(name: key, first: left.type, second: right.type)
      }
      index.add(right, for: left, into: &partners)
    }
    let rows = try index.rows(of: partners, in: other, keys: keys)
    let kept = dropsUnmatched ? rows.indices.filter { rows[$0] >= 0 } : Array(rows.indices)
    let sources = dropsUnmatched ? kept.map { rows[$0] } : rows
    var result = dropsUnmatched ? gathered(kept) : self
    let hasGaps = sources.contains(-1)
    for (name, column) in zip(other.names, other.columns) where !keys.contains(name) {
      if hasGaps, column.type == .boolean { throw .missingBoolean(name: name) }
      result = try result.with(
        name, hasGaps ? column.gatheredOrMissing(sources) : column.gathered(sources))
    }
    return result
  }

  /// The table without some columns.
  public func dropping(_ patterns: [String]) throws(TableError) -> Table {
    var dropped: Set<String> = []
    for pattern in patterns { dropped.formUnion(try columnNames(matching: pattern)) }
    return try selecting(names.filter { !dropped.contains($0) })
  }
}

/// Rows of the second table by their keys, built column by column.
private struct JoinIndex {
  /// The code of each row's keys so far; −1 when one of them is missing.
  private var codes: [Int32]

  init(rows: Int) { codes = [Int32](repeating: 0, count: rows) }

  /// Joins a key column to the codes, and to those of the first table's rows, where a key that the second
  /// does not have is −1.
  mutating func add(_ right: Column, for left: Column, into partners: inout [Int32]) {
    var own = DenseCoder()
    var joint = DenseCoder()
    let rightKeys = right.keys
    for row in codes.indices {
      guard codes[row] >= 0, right.isPresent(row) else {
        codes[row] = -1
        continue
      }
      codes[row] = joint.code(for: Self.pair(codes[row], own.code(for: rightKeys[row])))
    }
    let leftKeys = left.keys(as: right)
    for row in partners.indices {
      guard partners[row] >= 0, left.isPresent(row), let key = leftKeys[row],
        let code = own.known(key), let known = joint.known(Self.pair(partners[row], code))
      else {
        partners[row] = -1
        continue
      }
      partners[row] = known
    }
  }

  /// The partner row of each row of the first table, −1 where there is none.
  func rows(of partners: [Int32], in other: Table, keys: [String]) throws(TableError) -> [Int] {
    var rowOf = [Int](repeating: -1, count: codes.count)
    for (row, code) in codes.enumerated() where code >= 0 {
      let first = rowOf[Int(code)]
      guard first < 0 else {
        let cells = keys.map { "\($0) \(other[$0]?.cell(row) ?? "")" }.joined(separator: ", ")
        throw .repeatedKey(cells: cells, first: first + 1, second: row + 1)
      }
      rowOf[Int(code)] = row
    }
    return partners.map { $0 < 0 ? -1 : rowOf[Int($0)] }
  }

  private static func pair(_ a: Int32, _ b: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
  }
}

extension Column {
  /// Keys that are equal to those of another column's equal cells; nil for a text that it does not have.
  fileprivate func keys(as other: Column) -> [UInt64?] {
    guard case .text(let text) = self, case .text(let target) = other else { return keys }
    let codeOf = Dictionary(
      target.levels.enumerated().map { ($1, UInt64($0)) }, uniquingKeysWith: { first, _ in first })
    let levels = text.levels.map { codeOf[$0] }
    return text.codes.map { $0 < 0 ? nil : levels[Int($0)] }
  }
}
