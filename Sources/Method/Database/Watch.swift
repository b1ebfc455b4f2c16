// What a query may do, and what it is seen to do. SQLite asks about each step of a statement while it prepares it:
// reading is allowed, everything that would change a file, open another one or give other rows in the next run
// is not. What it reads of the lent tables is noted, so that nothing else has to be loaded.

import CSQLite
import Compute

final class Watch {
  let progress: Progress
  /// False while the tables are made and filled, which is our own doing.
  var isGuarding = false
  /// Columns of lent tables that the query reads, by the table's name in small letters.
  private(set) var reads: [String: Set<String>] = [:]
  /// Why the query was not allowed.
  private(set) var refusal: QueryError.Kind?
  /// Rows of the result so far.
  var rows = 0
  private(set) var cancelled: Cancelled?

  init(progress: Progress) {
    self.progress = progress
  }

  /// Between some ten thousand steps of a query: whether it should stop.
  func shouldStop() -> Bool {
    do throws(Cancelled) {
      try progress.advance("sql", rows, of: 0, unit: "rows")
      return false
    } catch {
      cancelled = error
      return true
    }
  }

  /// - Parameters:
  ///   - first: what the action is about, such as a table.
  ///   - second: more of it, such as a column or a function.
  ///   - database: `temp` holds what is lent.
  func allows(_ action: Int32, _ first: String, _ second: String, in database: String) -> Bool {
    guard isGuarding else { return true }
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return true
    case SQLITE_READ:
      // A table of which only the rows matter comes without its database.
      if database == "temp" || database.isEmpty {
        reads[lowered(first), default: []].insert(second)
      }
      return true
    case SQLITE_UPDATE where first == "sqlite_master":
      // So SQLite makes the tables that are functions, such as `json_each`; a query could not write there.
      return true
    case SQLITE_FUNCTION:
      let name = second.lowercased()
      if Self.chance.contains(name) {
        refusal = .unpredictable(name)
      } else if name == "load_extension" {
        refusal = .refused(name)
      } else {
        return true
      }
      return false
    default:
      refusal = .refused(Self.words[action] ?? "this statement")
      return false
    }
  }

  private static let chance: Set<String> = [
    "random", "randomblob", "current_timestamp", "current_date", "current_time",
  ]

  private static let words: [Int32: String] = [
    SQLITE_INSERT: "insert", SQLITE_UPDATE: "update", SQLITE_DELETE: "delete",
    SQLITE_ATTACH: "attach", SQLITE_DETACH: "detach", SQLITE_PRAGMA: "pragma",
    SQLITE_TRANSACTION: "begin", SQLITE_SAVEPOINT: "savepoint", SQLITE_ANALYZE: "analyze",
    SQLITE_REINDEX: "reindex", SQLITE_ALTER_TABLE: "alter table",
    SQLITE_CREATE_TABLE: "create table", SQLITE_CREATE_TEMP_TABLE: "create temp table",
    SQLITE_CREATE_VIEW: "create view", SQLITE_CREATE_TEMP_VIEW: "create temp view",
    SQLITE_CREATE_INDEX: "create index", SQLITE_CREATE_TEMP_INDEX: "create index",
    SQLITE_CREATE_TRIGGER: "create trigger", SQLITE_CREATE_TEMP_TRIGGER: "create trigger",
    SQLITE_CREATE_VTABLE: "create virtual table", SQLITE_DROP_TABLE: "drop table",
    SQLITE_DROP_TEMP_TABLE: "drop table", SQLITE_DROP_VIEW: "drop view",
    SQLITE_DROP_TEMP_VIEW: "drop view", SQLITE_DROP_INDEX: "drop index",
    SQLITE_DROP_TEMP_INDEX: "drop index", SQLITE_DROP_TRIGGER: "drop trigger",
    SQLITE_DROP_TEMP_TRIGGER: "drop trigger", SQLITE_DROP_VTABLE: "drop table",
  ]
}

/// SQL does not tell capitals from small letters, as long as they are Latin ones.
func lowered(_ name: String) -> String {
  String(decoding: name.utf8.map { (65...90).contains($0) ? $0 | 32 : $0 }, as: UTF8.self)
}
