// `sql`: a table from a query in SQL, over tables of the script and a database file.
import Data
import Database
import OperatorKit

private let query = Parameter<String>(
  "query", "one `select`, with `:name` where a value should stand")
private let from = Parameter<String?>.optional(
  "from", "an SQLite database to read beside the tables, relative to the script")
private let lent = Parameter<Lent?>.optional(
  "name", "a Table by the name that the query has for it, or what `:name` stands for",
  kind: .namedValues)

extension Operator {
  static let sql = Operator(
    "sql", .data, "a table from a query in SQL",
    parameters: [query.declaration, from.declaration, lent.declaration], returns: .table(nil),
    refine: { call in
      guard let columns = try? resultColumns(call) else { return .table(nil) }
      return .table(
        Schema(columns.map { Schema.Entry($0.name, $0.type ?? .number, isCertain: false) }))
    },
    verify: { call in
      do throws(QueryError) {
        _ = try resultColumns(call)
        return nil
      } catch {
        return OperatorError(error)
      }
    },
    details: """
      For what `summarize`, `derive` and `join` do not say: the query is SQLite's SQL, and the tables are lent to it by
      name. It is prepared before anything runs, so that a column that is not there is found early.

      Numbers are reals in the query, so 7 / 2 is 3.5; booleans are 1 and 0; dates are texts such as `2024-03-01`, which
      SQLite's date functions read, or `2024-03-01 00:00:00` as soon as one date in the query has a time; a missing cell is `null`. What comes back: numbers are a number column, texts a text
      column, both in one column texts, and a column whose texts are all dates is a date column. A column of a table comes back
      as boolean when it was, and none of it is missing. A whole number beyond 2^53 is refused, since it would not be exact.

      Without `order by` rows come as SQLite finds them. The query only reads: a database file is never changed, and
      `random` is refused. At most 10,000,000 rows come back.
      """,
    examples: [
      .prints(
        """
        visits = market(users: 50, seed: 1) |> simulate()
        users = sql(\"""
          select user, count(*) as visits, sum(cost) as spend
          from visits
          where day >= :first
          group by user
          having sum(cost) > 0
          order by spend desc, user
          \""", visits: visits, first: 7)
        [columns(users), users.spend[0] >= users.spend[-1]]
        """, output: "[[\"user\", \"visits\", \"spend\"], true]"),
      .fails(
        """
        visits = market(users: 5, seed: 1) |> simulate()
        sql("select user, sum(kost) as spend from visits group by user", visits: visits)
        """, message: "the query has no column `kost`"),
    ]
  ) { arguments, context in
    let fields = try arguments[lent]?.record ?? Record([])
    var request = Query(try arguments[query])
    for (name, value) in Swift.zip(fields.names, fields.values) {
      if case .table(let table) = value {
        request.tables.append((name, table))
      } else if let value = Query.Value(value) {
        request.values.append((name, value))
      } else {
        throw OperatorError.argument(
          name, "`\(name)` should be \(lent.declaration.expectation), found \(value.type.phrase)")
      }
    }
    do {
      guard let name = try arguments[from] else {
        return .table(try request.run(progress: context.progress))
      }
      let file = DatabaseFile(path: context.resolve(name), name: name)
      let table = try request.run(reading: file, progress: context.progress)
      context.didRead(name, try file.digest(progress: context.progress).description)
      return .table(table)
    } catch let error as QueryError {
      throw OperatorError(error)
    }
  }
}

/// What the query comes to, as far as that is known before anything runs; nil when it is not.
@Sendable private func resultColumns(
  _ call: CallTypes
) throws(QueryError) -> [(name: String, type: ColumnType?)]? {
  guard case .text(let text)? = call.constants["query"] else { return nil }
  var file: DatabaseFile?
  if call.types["from"] != nil {
    guard case .text(let path)? = call.constants["from"] else { return nil }
    file = DatabaseFile(path: call.resolve(path), name: path, patience: 0)
  }
  var tables: [(name: String, columns: [(name: String, type: ColumnType)])] = []
  var values: [String] = []
  for (name, type) in call.named {
    switch type {
    case .table(.some(let schema)):
      tables.append((name, schema.entries.map { ($0.name, $0.type) }))
    case .table(nil), .any, .oneOf: return nil
    default: values.append(name)
    }
  }
  do throws(QueryError) {
    return try Query.columns(of: text, tables: tables, values: values, reading: file)
  } catch  where error.subject == .file {
    // The script may write it before it comes here.
    return nil
  }
}

/// Tables and values by name.
private struct Lent: ValueConvertible {
  var record: Record

  static var valueType: ValueType { .oneOf([.table(nil), .number, .text, .boolean, .date]) }

  init?(_ value: Value) {
    guard let record = Record(value) else { return nil }
    self.record = record
  }
}

extension Query.Value {
  fileprivate init?(_ value: Value) {
    switch value {
    case .none: self = .missing
    case .number(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .boolean(let boolean): self = .boolean(boolean)
    case .date(let moment): self = .date(moment)
    case .range, .list, .record, .function, .table, .column, .native: return nil
    }
  }
}

extension OperatorError {
  fileprivate init(_ error: QueryError) {
    let parameter =
      switch error.subject {
      case .query: query.declaration.name
      case .file: from.declaration.name
      case .lent(let name): name
      }
    let question: String? =
      switch error.kind {
      case .unknownTable(let name, let known), .unknownColumn(let name, let known, _):
        Self.question(about: name, among: known)
      default: nil
      }
    self.init(error.message, code: "E0605", hint: question ?? error.hint, parameter: parameter)
    part = error.part
  }
}
