// What `where`, `derive`, `select`, `sort` and `head` do: every operation makes a new table and leaves
// the old one alone. Columns share storage until one of them changes.

/// Why a table operation has no result.
public enum TableError: Error, Sendable, Hashable {
  case unknownColumn(name: String, known: [String])
  case noMatch(pattern: String)
  case duplicateColumn(name: String)
  case rowCount(name: String, expected: Int, found: Int)
  /// A window in time over rows whose order is not by one.
  case noTimes
  case repeatedKey(cells: String, first: Int, second: Int)
  case missingBoolean(name: String)
  case columnsDiffer(missing: [String], extra: [String])
  case wrongType(name: String, expected: String, found: ColumnType)
  case typesDiffer(name: String, first: ColumnType, second: ColumnType)

  public var message: String {
    switch self {
    case .unknownColumn(let name, _): "no column `\(name)`"
    case .noMatch(let pattern): "no column matches `\(pattern)`"
    case .duplicateColumn(let name): "there would be two columns `\(name)`"
    case .rowCount(let name, let expected, let found):
      "`\(name)` has \(found) rows, expected \(expected)"
    case .noTimes: "a window needs the rows' times: an order by a number or a date"
    case .repeatedKey(let cells, let first, let second):
      "the second table has \(cells) twice, in rows \(first) and \(second)"
    case .missingBoolean(let name):
      "`\(name)` would be missing where a row has no partner, and a boolean is never missing"
    case .columnsDiffer(let missing, let extra):
      "the tables have different columns: "
        + (missing.map { "no `\($0)` in the second" } + extra.map { "no `\($0)` in the first" })
        .joined(separator: ", ")
    case .wrongType(let name, let expected, let found):
      "`\(name)` should be \(expected), found a column of type \(found.rawValue)"
    case .typesDiffer(let name, let first, let second):
      "`\(name)` is \(first.rawValue) in the first table and \(second.rawValue) in the second"
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch self {
    case .duplicateColumn(let name):
      "leave one out with `drop`, or give it another name: rename(\(name), to: \"…\")"
    case .noTimes: "say what the rows are ordered by: order: day"
    case .repeatedKey: "keep one row for each key first, for example with `summarize`"
    case .missingBoolean(let name):
      "derive a number first, derive(\(name): if \(name) then 1 else 0), or drop rows with "
        + "unmatched: \"drop\""
    case .wrongType(_, _, .date): "make a number of it, such as days(…, since: …) or month(…)"
    case .unknownColumn, .noMatch, .rowCount, .columnsDiffer, .wrongType, .typesDiffer: nil
    }
  }
}

/// A column that rows are sorted by.
public struct SortKey: Sendable, Hashable {
  public var column: String
  /// Largest first.
  public var isDescending: Bool

  public init(_ column: String, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }
}

extension Table {
  public func column(_ name: String) throws(TableError) -> Column {
    guard let column = self[name] else { throw .unknownColumn(name: name, known: names) }
    return column
  }

  /// Columns whose names match a pattern in which `*` stands for any text and `?` for one character,
  /// in the table's order. A name without them stands for itself.
  public func columnNames(matching pattern: String) throws(TableError) -> [String] {
    guard pattern.contains("*") || pattern.contains("?") else {
      guard names.contains(pattern) else { throw .unknownColumn(name: pattern, known: names) }
      return [pattern]
    }
    let found = names.filter { matches($0, pattern: pattern) }
    guard !found.isEmpty else { throw .noMatch(pattern: pattern) }
    return found
  }

  /// Rows whose mask is true.
  public func filtered(_ mask: [Bool]) throws(TableError) -> Table {
    guard mask.count == rowCount else {
      throw .rowCount(name: "where", expected: rowCount, found: mask.count)
    }
    return gathered(mask.indices.filter { mask[$0] })
  }

  /// The given rows in the given order.
  public func gathered(_ rows: [Int]) -> Table {
    Table(names: names, columns: columns.map { $0.gathered(rows) }, remarks: remarks)
  }

  /// One row whose cells are all missing, booleans false.
  public var missingRow: Table {
    let cells = columns.map { column -> Column in
      switch column {
      case .number: .number([.nan])
      case .text(let text): .text(TextColumn(codes: [-1], levels: text.levels))
      case .boolean: .boolean([false])
      case .date: .date([.nan])
      }
    }
    return Table(names: names, columns: cells)
  }

  public func head(_ count: Int) -> Table {
    count >= rowCount ? self : gathered(Array(0..<max(0, count)))
  }

  /// With a column replaced, or added at the end.
  public func with(_ name: String, _ column: Column) throws(TableError) -> Table {
    guard column.count == rowCount || names.isEmpty else {
      throw .rowCount(name: name, expected: rowCount, found: column.count)
    }
    var (names, columns) = (names, columns)
    if let index = names.firstIndex(of: name) {
      columns[index] = column
    } else {
      names.append(name)
      columns.append(column)
    }
    return Table(
      names: names, columns: columns, remarks: remarks.filter { $0.column != name })
  }

  /// The columns of the patterns, in that order, each once.
  public func selecting(_ patterns: [String]) throws(TableError) -> Table {
    var chosen: [String] = []
    for pattern in patterns {
      for name in try columnNames(matching: pattern) where !chosen.contains(name) {
        chosen.append(name)
      }
    }
    var columns: [Column] = []
    for name in chosen { columns.append(try column(name)) }
    return Table(
      names: chosen, columns: columns, remarks: remarks.filter { chosen.contains($0.column) })
  }

  public func renaming(_ old: String, to new: String) throws(TableError) -> Table {
    guard let index = names.firstIndex(of: old) else {
      throw .unknownColumn(name: old, known: names)
    }
    if old != new, names.contains(new) { throw .duplicateColumn(name: new) }
    var names = names
    names[index] = new
    let renamed = remarks.map { remark in
      var remark = remark
      if remark.column == old { remark.column = new }
      return remark
    }
    return Table(names: names, columns: columns, remarks: renamed)
  }

  /// Rows ordered by the first key, then the next. Equal rows keep their order; missing cells
  /// come last in either direction; texts by their characters' code points.
  public func sorted(by keys: [SortKey]) throws(TableError) -> Table {
    gathered(try orderedRows(by: keys))
  }

  public func sorted(by names: [String], descending: Bool = false) throws(TableError) -> Table {
    try sorted(by: names.map { SortKey($0, isDescending: descending) })
  }

  /// The rows in that order.
  func orderedRows(by keys: [SortKey]) throws(TableError) -> [Int] {
    var ranks: [(values: [Double], isDescending: Bool)] = []
    for key in keys { ranks.append((sortKeys(try column(key.column)), key.isDescending)) }
    func isBefore(_ left: Int, _ right: Int) -> Bool {
      for rank in ranks {
        let (a, b) = (rank.values[left], rank.values[right])
        if a.isNaN || b.isNaN {
          if a.isNaN == b.isNaN { continue }
          return b.isNaN
        }
        if a != b { return rank.isDescending ? a > b : a < b }
      }
      return left < right
    }
    // Logs mostly come in order.
    let isSorted = (0..<max(0, rowCount - 1)).allSatisfy { isBefore($0, $0 + 1) }
    return isSorted ? Array(0..<rowCount) : (0..<rowCount).sorted(by: isBefore)
  }

  /// The rows of `other` below those of this table; both must have the same columns.
  public func appending(_ other: Table) throws(TableError) -> Table {
    let missing = names.filter { !other.names.contains($0) }
    let extra = other.names.filter { !names.contains($0) }
    guard missing.isEmpty, extra.isEmpty else {
      throw .columnsDiffer(missing: missing, extra: extra)
    }
    var joined: [Column] = []
    for (name, first) in zip(names, columns) {
      let second = try other.column(name)
      switch (first, second) {
      case (.number(let a), .number(let b)): joined.append(.number(a + b))
      case (.boolean(let a), .boolean(let b)): joined.append(.boolean(a + b))
      case (.text, .text):
        let cells = [first, second].flatMap { column in (0..<column.count).map(column.cell) }
        joined.append(.text(TextColumn(cells)))
      case (.date(let a), .date(let b)): joined.append(.date(a + b))
      case (.number, _), (.boolean, _), (.text, _), (.date, _):
        throw .typesDiffer(name: name, first: first.type, second: second.type)
      }
    }
    return Table(names: names, columns: joined)
  }

  private func sortKeys(_ column: Column) -> [Double] {
    switch column {
    case .number(let values), .date(let values): return values
    case .boolean(let values): return values.map { $0 ? 1 : 0 }
    case .text(let text):
      let order = text.levels.indices.sorted { text.levels[$0] < text.levels[$1] }
      var rank = [Double](repeating: 0, count: order.count)
      for (position, level) in order.enumerated() { rank[level] = Double(position) }
      return text.codes.map { $0 < 0 ? .nan : rank[Int($0)] }
    }
  }
}

/// `*` is any text, `?` one character. Backtracks to the last star only, so it is never slow.
package func matches(_ name: String, pattern: String) -> Bool {
  let (name, pattern) = (Array(name), Array(pattern))
  var (at, step) = (0, 0)
  var star: (pattern: Int, name: Int)?
  while at < name.count {
    if step < pattern.count, pattern[step] == "*" {
      star = (step, at)
      step += 1
    } else if step < pattern.count, pattern[step] == "?" || pattern[step] == name[at] {
      at += 1
      step += 1
    } else if let last = star {
      star = (last.pattern, last.name + 1)
      step = last.pattern + 1
      at = last.name + 1
    } else {
      return false
    }
  }
  return pattern[step...].allSatisfy { $0 == "*" }
}
