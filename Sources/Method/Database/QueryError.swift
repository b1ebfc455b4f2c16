// Everything that can be wrong with a query, with what it belongs to and the bytes of the query that are
// wrong, where that is known. Where SQLite's own words are clear they are kept.

public struct QueryError: Error, Sendable, Hashable {
  /// What it is about.
  public enum Subject: Sendable, Hashable {
    case query
    case file
    /// A table or value by the name that it was lent under.
    case lent(String)
  }

  public enum Kind: Sendable, Hashable {
    // The query
    case empty
    case incomplete
    case severalStatements
    case syntax(near: String)
    case unknownTable(String, known: [String])
    case unknownColumn(String, known: [String], isQuoted: Bool)
    case refused(String)
    case unpredictable(String)
    case namelessValue(String)
    case unknownValue(String)
    case refusedBySQLite(String)
    // What is lent
    case unusedValue(String)
    case withoutColumns(String)
    case sameName(String, String)
    case reservedName(String)
    // The result
    case repeatedColumn(String)
    case unnamedColumn(Int)
    case binary(column: String)
    case notText(column: String)
    case inexact(column: String, value: Int64)
    case tooManyRows(Int)
    case outOfMemory
    // The file
    case fileMissing(String)
    case isDirectory(String)
    case notADatabase(String)
    case damaged(String)
    case locked(String)
    case unfinishedWrite(String)
    case unreadable(String, reason: String)
  }

  public var kind: Kind
  public var subject: Subject
  /// The UTF-8 bytes of the query that are wrong.
  public var part: Range<Int>?

  init(_ kind: Kind, _ subject: Subject = .query, at part: Range<Int>? = nil) {
    self.kind = kind
    self.subject = subject
    self.part = part
  }
}

extension QueryError {
  public var message: String {
    switch kind {
    case .empty: "the query is empty"
    case .incomplete: "the query ends too early"
    case .severalStatements: "a query is one statement, and here a second begins"
    case .syntax(let near): "the query cannot go on with `\(near)` here"
    case .unknownTable(let name, _): "the query has no table `\(name)`"
    case .unknownColumn(let name, _, _): "the query has no column `\(name)`"
    case .refused(let action): "a query only reads, `\(action)` is refused"
    case .unpredictable(let name): "`\(name)` would give other rows in every run, and is refused"
    case .namelessValue(let spelling): "`\(spelling)` has no name"
    case .unknownValue(let name):
      "the query asks for `:\(name)`, and there is no argument `\(name)`"
    case .refusedBySQLite(let message): message
    case .unusedValue(let name): "the query does not ask for `:\(name)`"
    case .withoutColumns(let name): "`\(name)` has no columns"
    case .sameName(let first, let second): "in SQL `\(first)` and `\(second)` are one name"
    case .reservedName(let name): "SQLite keeps the name `\(name)` for itself"
    case .repeatedColumn(let name): "the result would have two columns `\(name)`"
    case .unnamedColumn(let place): "column \(place) of the result has no name"
    case .binary(let column): "`\(column)` holds bytes that are no text"
    case .notText(let column): "`\(column)` holds text that is not UTF-8"
    case .inexact(let column, let value):
      "`\(column)` holds \(value), which is too large for an exact number"
    case .tooManyRows(let most): "the result has more than \(Self.grouped(most)) rows"
    case .outOfMemory: "the query needs more than half of the machine's memory"
    case .fileMissing(let path): "there is no file `\(path)`"
    case .isDirectory(let path): "`\(path)` is a folder, expected a file"
    case .notADatabase(let path): "`\(path)` is not an SQLite database"
    case .damaged(let path): "the database `\(path)` is damaged"
    case .locked(let path): "the database `\(path)` is locked: another program writes to it"
    case .unfinishedWrite(let path):
      "the database `\(path)` was left in the middle of a write, and is only read here"
    case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch kind {
    case .empty: "such as select user, sum(cost) as spend from visits group by user"
    case .unknownTable(let name, let known):
      known.isEmpty
        ? "lend it by name: sql(\"…\", \(name): …)" : "there is \(Self.list(known))"
    case .unknownColumn(_, _, isQuoted: true): "a text stands between '…' in SQL"
    case .unknownColumn(_, let known, isQuoted: false):
      known.isEmpty ? nil : "there is \(Self.list(known))"
    case .unpredictable: "draw with `split`, or order by a column"
    case .namelessValue: "write :budget, and give budget: 12"
    case .unusedValue(let name): "write :\(name) where its value should stand"
    case .sameName: "rename one of them"
    case .repeatedColumn: "give one of them another name with `as`"
    case .unnamedColumn: "name it with `as`"
    case .binary(let column): "select hex(\(column)), or leave it out"
    case .inexact(let column, _): "select cast(\(column) as text) as \(column)"
    case .tooManyRows: "group them in the query, or ask for fewer with `where` or `limit`"
    case .notADatabase(let path) where path.hasSuffix(".csv"): "`load` reads CSV"
    case .locked: "try again when it is done"
    case .unfinishedWrite: "open it once with the program that writes it"
    case .incomplete, .severalStatements, .syntax, .refused, .unknownValue, .refusedBySQLite,
      .withoutColumns, .reservedName, .notText, .outOfMemory, .fileMissing, .isDirectory,
      .notADatabase, .damaged, .unreadable:
      nil
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? "\(shown), …" : shown
  }

  private static func grouped(_ number: Int) -> String {
    var digits = Array(String(number))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return String(digits)
  }
}
