// A connection to SQLite: a database file that is only read, or nothing but memory, and beside it in memory the
// tables that are lent.
//
// SAFETY: the handle is open from `init` to `deinit`. The watch that callbacks get lives as long as the
// connection, which calls them only while one of its own methods runs.

import CSQLite
import Compute
import Foundation

@safe final class Connection {
  let handle: OpaquePointer
  let watch: Watch
  /// The file as messages call it.
  private let file: String?

  /// - Parameters:
  ///   - path: where the file is; `name` is what the script calls it.
  ///   - patience: milliseconds to wait for another program to finish writing.
  /// - Throws: `QueryError`.
  init(path: String?, name: String?, patience: Int, progress: Compute.Progress) throws(QueryError) {
    file = name
    watch = Watch(progress: progress)
    var handle: OpaquePointer?
    var place = ":memory:"
    var flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    if let path {
      try Self.check(path, name ?? path)
      // SQLite may take what begins with `file:` for more than a path.
      place = path.hasPrefix("/") ? path : "./" + path
      flags = SQLITE_OPEN_READONLY
    }
    let status = unsafe sqlite3_open_v2(place, &handle, flags | SQLITE_OPEN_PRIVATECACHE, nil)
    guard let opened = unsafe handle else { throw QueryError(.outOfMemory) }
    unsafe self.handle = opened
    guard status == SQLITE_OK else { throw error() }
    // Half of the memory for a query that would take all of it.
    let half = ProcessInfo.processInfo.physicalMemory / 2
    _ = sqlite3_hard_heap_limit64(Int64(clamping: half))
    unsafe scrip_distrust(opened)
    unsafe sqlite3_extended_result_codes(opened, 1)
    unsafe sqlite3_busy_timeout(opened, Int32(clamping: patience))
    unsafe sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0)
    try execute("pragma temp_store = memory")
    if path != nil { try execute("pragma cell_size_check = on") }
    let context = unsafe Unmanaged.passUnretained(watch).toOpaque()
    unsafe sqlite3_set_authorizer(opened, authorize, context)
    unsafe sqlite3_progress_handler(opened, 20_000, poll, context)
  }

  deinit {
    unsafe sqlite3_close_v2(handle)
  }

  private static func check(_ path: String, _ name: String) throws(QueryError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw QueryError(.fileMissing(name), .file)
    }
    let values = try? URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey])
    if values?.isDirectory == true { throw QueryError(.isDirectory(name), .file) }
  }

  func execute(_ statement: String) throws(QueryError) {
    guard unsafe sqlite3_exec(handle, statement, nil, nil, nil) == SQLITE_OK else { throw error() }
  }

  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// Tables and views by name: the lent ones, then those of the file.
  func tableNames() -> [String] {
    watch.isGuarding = false
    defer { watch.isGuarding = true }
    let query = """
      select name from temp.sqlite_master where type in ('table', 'view')
      union all select name from main.sqlite_master
      where type in ('table', 'view') and name not like 'sqlite~_%' escape '~'
      """
    return names(query)
  }

  /// The columns of a table of the file or of a lent one.
  func columnNames(of table: String) -> [String] {
    watch.isGuarding = false
    defer { watch.isGuarding = true }
    return names("select name from pragma_table_info(\(quoted(table, with: "'")))")
  }

  /// The texts in a query's first column; none when it fails.
  private func names(_ query: String) -> [String] {
    guard let statement = try? Statement.only(of: query, in: self) else { return [] }
    var names: [String] = []
    while (try? statement.step()) == true { names.append(statement.text(0) ?? "") }
    return names
  }

  /// What went wrong last, in our words where SQLite's are about the file or the machine.
  func error() -> QueryError {
    let code = unsafe sqlite3_extended_errcode(handle)
    let name = file ?? ""
    switch code & 0xFF {
    case SQLITE_NOMEM, SQLITE_FULL: return QueryError(.outOfMemory)
    case SQLITE_TOOBIG: return QueryError(.refusedBySQLite("a text of the query is too long"))
    case SQLITE_NOTADB: return QueryError(.notADatabase(name), .file)
    case SQLITE_CORRUPT: return QueryError(.damaged(name), .file)
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: return QueryError(.locked(name), .file)
    case SQLITE_READONLY: return QueryError(.unfinishedWrite(name), .file)
    case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PERM:
      return QueryError(.unreadable(name, reason: message), .file)
    default: return QueryError(.refusedBySQLite(message))
    }
  }

  /// SQLite's words for what went wrong last.
  var message: String { unsafe String(cString: sqlite3_errmsg(handle)) }

  /// The byte of the statement where it went wrong.
  var errorOffset: Int? {
    let offset = unsafe scrip_error_offset(handle)
    return offset < 0 ? nil : Int(offset)
  }
}

/// A name or a text as SQL writes it.
func quoted(_ name: String, with mark: String = "\"") -> String {
  mark + name.replacingOccurrences(of: mark, with: mark + mark) + mark
}

private func authorize(
  _ context: UnsafeMutableRawPointer?, _ action: Int32, _ first: UnsafePointer<CChar>?,
  _ second: UnsafePointer<CChar>?, _ database: UnsafePointer<CChar>?,
  _ trigger: UnsafePointer<CChar>?
) -> Int32 {
  guard let context = unsafe context else { return SQLITE_DENY }
  let watch = unsafe Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue()
  func text(_ pointer: UnsafePointer<CChar>?) -> String {
    unsafe pointer.map { unsafe String(cString: $0) } ?? ""
  }
  let isAllowed = unsafe watch.allows(action, text(first), text(second), in: text(database))
  return isAllowed ? SQLITE_OK : SQLITE_DENY
}

private func poll(_ context: UnsafeMutableRawPointer?) -> Int32 {
  guard let context = unsafe context else { return 0 }
  return unsafe Unmanaged<Watch>.fromOpaque(context).takeUnretainedValue().shouldStop() ? 1 : 0
}
