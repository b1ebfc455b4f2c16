// One SQL query over lent tables and a database file: prepared on empty tables, so that mistakes cost no
// loading; filled with the columns that it reads; run row by row.

public import Compute
public import Data

public struct Query: Sendable {
  /// What `:name` in a query stands for.
  public enum Value: Sendable, Hashable {
    case missing
    case number(Double)
    case text(String)
    case boolean(Bool)
    case date(Moment)
  }

  public var text: String
  public var tables: [(name: String, table: Table)]
  public var values: [(name: String, value: Value)]

  /// More rows are refused.
  public static let mostRows = 10_000_000

  public init(
    _ text: String, tables: [(name: String, table: Table)] = [],
    values: [(name: String, value: Value)] = []
  ) {
    self.text = text
    self.tables = tables
    self.values = values
  }

  /// - Parameter file: a database to read beside the lent tables.
  /// - Throws: `QueryError`, or `Cancelled` when `progress` says so.
  public func run(
    reading file: DatabaseFile? = nil, progress: Progress = Progress(), mostRows: Int = mostRows
  ) throws -> Table {
    let connection = try Connection(
      path: file?.path, name: file?.name, patience: file?.patience ?? 0, progress: progress)
    do {
      if file != nil { try connection.readSchema() }
      try connection.lend(
        tables.map { table in
          (table.name, zip(table.table.names, table.table.columns).map { ($0, $1.type) })
        })
      let statement = try prepared(in: connection, given: values.map(\.name))
      let haveTimes = haveTimes(connection.watch.reads)
      bind(to: statement, haveTimes)
      connection.watch.isGuarding = false
      try connection.fill(tables, haveTimes)
      connection.watch.isGuarding = true
      return try rows(of: statement, connection.watch, most: mostRows)
    } catch {
      if let cancelled = connection.watch.cancelled { throw cancelled }
      throw error
    }
  }

  /// Names of the result's columns, and types where declarations speak for them, from the columns of the tables
  /// and a database file alone; `values` are the names of the values that will be given.
  public static func columns(
    of text: String, tables: [(name: String, columns: [(name: String, type: ColumnType)])],
    values: [String], reading file: DatabaseFile? = nil
  ) throws(QueryError) -> [(name: String, type: ColumnType?)] {
    let connection = try Connection(
      path: file?.path, name: file?.name, patience: file?.patience ?? 0, progress: Progress())
    if file != nil { try connection.readSchema() }
    try connection.lend(tables)
    let statement = try Query(text).prepared(in: connection, given: values)
    return (0..<statement.columnCount).map {
      (statement.columnName($0), ResultColumn.type(declared: statement.declaredType($0)))
    }
  }

  /// The statement, with everything about it in order.
  private func prepared(in connection: Connection, given: [String]) throws(QueryError)
    -> Statement
  {
    let statement: Statement
    connection.watch.isGuarding = true
    do throws(QueryError) {
      statement = try Statement.only(of: text, in: connection)
    } catch {
      throw explained(error, in: connection)
    }
    guard statement.columnCount > 0, statement.onlyReads else { throw notAQuery }
    var seen: Set<String> = []
    for column in 0..<statement.columnCount {
      let name = statement.columnName(column)
      guard !name.isEmpty else { throw QueryError(.unnamedColumn(column + 1)) }
      guard seen.insert(name).inserted else { throw QueryError(.repeatedColumn(name)) }
    }
    var asked: Set<String> = []
    let nameless = statement.values.compactMap { $0 }.first { $0.hasPrefix("?") }
    for value in statement.values {
      let value = value ?? nameless
      guard let value, let mark = value.first, mark != "?" else {
        throw QueryError(.namelessValue(value ?? "?"), at: place(of: value ?? "?"))
      }
      let name = String(value.dropFirst())
      guard given.contains(name) else {
        throw QueryError(.unknownValue(name), at: place(of: value))
      }
      asked.insert(name)
    }
    if let unused = given.first(where: { !asked.contains($0) }) {
      throw QueryError(.unusedValue(unused), .lent(unused))
    }
    return statement
  }

  /// Whether a date that the query sees has a time of day: then all of them get one, because they are compared as texts.
  private func haveTimes(_ reads: [String: Set<String>]) -> Bool {
    let ofValues = values.contains {
      if case .date(let moment) = $0.value { moment.secondOfDay > 0 } else { false }
    }
    return ofValues
      || tables.contains { name, table in
        let wanted = reads[lowered(name)] ?? []
        return zip(table.names, table.columns).contains { name, column in
          guard wanted.contains(name), case .date(let seconds) = column else { return false }
          return seconds.contains { !$0.isNaN && Moment(seconds: $0).secondOfDay > 0 }
        }
      }
  }

  private func bind(to statement: Statement, _ haveTimes: Bool) {
    for (index, asked) in statement.values.enumerated() {
      let place = Int32(index + 1)
      switch values.first(where: { $0.name == asked?.dropFirst() ?? "" })?.value {
      case .number(let number): statement.bind(number, at: place)
      case .text(let text): statement.bind(text, at: place)
      case .boolean(let holds): statement.bind(whole: holds ? 1 : 0, at: place)
      case .date(let moment): statement.bind(moment.text(withTime: haveTimes), at: place)
      case .missing, nil: statement.bindMissing(at: place)
      }
    }
  }

  private func rows(of statement: Statement, _ watch: Watch, most: Int) throws -> Table {
    var columns = (0..<statement.columnCount).map {
      ResultColumn(name: statement.columnName($0), declared: statement.declaredType($0))
    }
    while try statement.step() {
      guard watch.rows < most else { throw QueryError(.tooManyRows(most)) }
      for index in columns.indices {
        try columns[index].append(statement.cell(Int32(index)))
      }
      watch.rows += 1
      if watch.rows % 4096 == 0 {
        try watch.progress.advance("sql", watch.rows, of: 0, unit: "rows")
      }
    }
    return Table(names: columns.map(\.name), columns: columns.map(\.column))
  }
}
