// Lent tables in a connection: made empty first, so that a mistake in the query is found before anything is
// loaded, then filled with the columns that the query reads. Numbers go in as reals, so that 7 / 2 is 3.5 in
// SQL too; booleans as 1 and 0; dates as texts of one form for the whole query, which sort and which the date
// functions of SQLite read.

import Compute
import Data

extension Connection {
  /// Makes the tables without their rows.
  func lend(_ tables: [(name: String, columns: [(name: String, type: ColumnType)])])
    throws(QueryError)
  {
    try Self.requireDifferent(tables.map(\.name), of: .query)
    for (name, columns) in tables {
      guard !columns.isEmpty else { throw QueryError(.withoutColumns(name), .lent(name)) }
      try Self.requireDifferent(columns.map(\.name), of: .lent(name))
      guard !name.lowercased().hasPrefix("sqlite_") else {
        throw QueryError(.reservedName(name), .lent(name))
      }
      let declared = columns.map { "\(quoted($0.name)) \(Self.declaration(of: $0.type))" }
      do throws(QueryError) {
        try execute("create temp table \(quoted(name)) (\(declared.joined(separator: ", ")))")
      } catch {
        throw QueryError(error.kind, .lent(name))
      }
    }
  }

  /// SQL does not tell capitals from small letters.
  private static func requireDifferent(
    _ names: [String], of subject: QueryError.Subject
  ) throws(QueryError) {
    var seen: [String: String] = [:]
    for name in names {
      let key = lowered(name)
      if let first = seen[key] {
        throw QueryError(.sameName(first, name), subject == .query ? .lent(name) : subject)
      }
      seen[key] = name
    }
  }

  private static func declaration(of type: ColumnType) -> String {
    switch type {
    case .number: "REAL"
    case .text: "TEXT"
    case .boolean: "BOOLEAN"
    case .date: "DATETIME"
    }
  }

  /// Fills the lent tables with what the query reads of them; dates with a time of day or without.
  ///
  /// - Throws: `QueryError` or `Cancelled`.
  func fill(_ tables: [(name: String, table: Table)], _ haveTimes: Bool) throws {
    let read = tables.filter { watch.reads[lowered($0.name)] != nil }
    let total = read.reduce(0) { $0 + $1.table.rowCount }
    var done = 0
    for (name, table) in read {
      let wanted = watch.reads[lowered(name)] ?? []
      // A table whose rows are only counted still needs them.
      let names = table.names.filter { wanted.contains($0) }
      let loader = Loader(table, names.isEmpty ? Array(table.names.prefix(1)) : names, haveTimes)
      // Reading a file is a transaction already.
      let begins = !isInTransaction
      if begins { try execute("begin") }
      try loader.run(into: name, of: self, &done, total)
      if begins { try execute("commit") }
    }
  }
}

/// The columns of one table on their way into SQLite.
private struct Loader {
  enum Cells {
    case numbers([Double])
    case booleans([Bool])
    /// Codes, and where each level lies among the bytes.
    case texts([Int32], [Range<Int>])
  }

  var names: [String]
  var cells: [Cells] = []
  var bytes: [UInt8] = []
  var rowCount: Int

  init(_ table: Table, _ names: [String], _ haveTimes: Bool) {
    self.names = names
    rowCount = table.rowCount
    for name in names {
      guard let column = table[name] else { continue }
      switch column {
      case .number(let values): cells.append(.numbers(values))
      case .boolean(let values): cells.append(.booleans(values))
      case .text(let text): cells.append(texts(text))
      case .date(let seconds): cells.append(texts(Self.texts(of: seconds, haveTimes)))
      }
    }
  }

  private mutating func texts(_ column: TextColumn) -> Cells {
    var ranges: [Range<Int>] = []
    for level in column.levels {
      let start = bytes.count
      bytes.append(contentsOf: level.utf8)
      ranges.append(start..<bytes.count)
    }
    return .texts(column.codes, ranges)
  }

  private static func texts(of seconds: [Double], _ haveTimes: Bool) -> TextColumn {
    var codeOf: [Double: Int32] = [:]
    var levels: [String] = []
    let codes = seconds.map { second -> Int32 in
      if second.isNaN { return -1 }
      if let code = codeOf[second] { return code }
      let code = Int32(levels.count)
      levels.append(Moment(seconds: second).text(withTime: haveTimes))
      codeOf[second] = code
      return code
    }
    return TextColumn(codes: codes, levels: levels)
  }

  func run(into name: String, of connection: Connection, _ done: inout Int, _ total: Int) throws {
    let list = names.map { quoted($0) }.joined(separator: ", ")
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let insert = try Statement.only(
      of: "insert into temp.\(quoted(name)) (\(list)) values (\(marks))", in: connection)
    var finished = done
    try unsafe bytes.withUnsafeBufferPointer { bytes in
      for row in 0..<rowCount {
        for (index, column) in cells.enumerated() {
          let place = Int32(index + 1)
          switch column {
          case .numbers(let values): insert.bind(values[row], at: place)
          case .booleans(let values): insert.bind(whole: values[row] ? 1 : 0, at: place)
          case .texts(let codes, let ranges):
            let code = Int(codes[row])
            if code < 0 {
              insert.bindMissing(at: place)
            } else {
              unsafe insert.bind(kept: bytes, ranges[code], at: place)
            }
          }
        }
        _ = try insert.step()
        insert.reset()
        finished += 1
        if finished % 4096 == 0 {
          try connection.watch.progress.advance("sql", finished, of: total, unit: "rows")
        }
      }
    }
    done = finished
  }
}

extension Moment {
  /// 2024-03-01, or 2024-03-01 00:00:00.
  func text(withTime: Bool) -> String {
    withTime && secondOfDay == 0 ? "\(description) 00:00:00" : description
  }
}
