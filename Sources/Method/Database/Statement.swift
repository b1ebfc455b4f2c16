// A prepared statement: values in, rows out.
//
// SAFETY: the statement is finalised in `deinit`, before the connection that it holds on to. Pointers to a row's
// texts are read before the next step. Texts that are bound without a copy outlive the step that reads them:
// `withTexts` says so to its caller.

import CSQLite

@safe final class Statement {
  private let handle: OpaquePointer
  private let connection: Connection

  private init(handle: OpaquePointer, _ connection: Connection) {
    unsafe self.handle = handle
    self.connection = connection
  }

  deinit {
    unsafe sqlite3_finalize(handle)
  }

  /// The one statement of a query. Throws SQLite's words; whoever has the whole query finds better ones.
  static func only(of query: String, in connection: Connection) throws(QueryError) -> Statement {
    let (first, end) = try prepared(query, in: connection)
    guard let first else { throw QueryError(.empty) }
    // Only spaces, comments and semicolons may follow.
    let bytes = Array(query.utf8)
    let rest = String(decoding: bytes[end...], as: UTF8.self)
    do throws(QueryError) {
      if try prepared(rest, in: connection).statement == nil { return first }
    } catch {}
    let gap = rest.utf8.prefix { $0 <= 32 || $0 == 59 }.count
    throw QueryError(.severalStatements, at: end + gap..<min(end + gap + 1, bytes.count))
  }

  /// Prepares the first statement of a text, nil where there is none, and says where it ends.
  private static func prepared(
    _ text: String, in connection: Connection
  ) throws(QueryError) -> (statement: Statement?, end: Int) {
    var handle: OpaquePointer?
    let bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
    var end = 0
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      var rest: UnsafePointer<CChar>?
      let status = unsafe sqlite3_prepare_v2(
        connection.handle, buffer.baseAddress, Int32(clamping: buffer.count), &handle, &rest)
      if let rest = unsafe rest, let base = buffer.baseAddress { end = unsafe rest - base }
      return status
    }
    guard status == SQLITE_OK else { throw connection.error() }
    guard let handle = unsafe handle else { return (nil, end) }
    return (unsafe Statement(handle: handle, connection), end)
  }

  // MARK: Columns

  /// Whether it leaves everything as it is.
  var onlyReads: Bool { unsafe sqlite3_stmt_readonly(handle) != 0 }

  var columnCount: Int { Int(unsafe sqlite3_column_count(handle)) }

  func columnName(_ column: Int) -> String {
    guard let name = unsafe sqlite3_column_name(handle, Int32(column)) else { return "" }
    return unsafe String(cString: name)
  }

  /// The type that a column was declared with, in capitals; nil for what is computed.
  func declaredType(_ column: Int) -> String? {
    guard let type = unsafe sqlite3_column_decltype(handle, Int32(column)) else { return nil }
    return unsafe String(cString: type).uppercased()
  }

  // MARK: Values that it asks for

  /// `:budget` and the like, as written, from 1; nil for a bare `?`.
  var values: [String?] {
    let count = unsafe sqlite3_bind_parameter_count(handle)
    return (0..<count).map { index in
      guard let name = unsafe sqlite3_bind_parameter_name(handle, index + 1) else { return nil }
      return unsafe String(cString: name)
    }
  }

  func bind(_ number: Double, at place: Int32) {
    // SQLite makes NULL of NaN, which is what a missing cell is.
    unsafe sqlite3_bind_double(handle, place, number)
  }

  func bind(whole number: Int64, at place: Int32) {
    unsafe sqlite3_bind_int64(handle, place, number)
  }

  func bindMissing(at place: Int32) {
    unsafe sqlite3_bind_null(handle, place)
  }

  func bind(_ text: String, at place: Int32) {
    let bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
    let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      let count = Int32(clamping: buffer.count - 1)
      _ = unsafe sqlite3_bind_text(handle, place, buffer.baseAddress, count, copied)
    }
  }

  /// Binds a text that stays where it is until the statement has been stepped.
  func bind(kept bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, at place: Int32) {
    let start = unsafe UnsafeRawPointer(bytes.baseAddress.map { unsafe $0 + range.lowerBound })
    guard let start = unsafe start else {
      bind("", at: place)
      return
    }
    let text = unsafe start.assumingMemoryBound(to: CChar.self)
    unsafe sqlite3_bind_text(handle, place, text, Int32(clamping: range.count), nil)
  }

  // MARK: Rows

  /// Whether there is a row. Throws what SQLite says, and `Cancelled` is for the caller to look up.
  func step() throws(QueryError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.error()
    }
  }

  func reset() {
    unsafe sqlite3_reset(handle)
  }

  enum Cell {
    case missing
    case whole(Int64)
    case number(Double)
    case text([UInt8])
    case bytes
  }

  func cell(_ column: Int32) -> Cell {
    switch unsafe sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .whole(unsafe sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .number(unsafe sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      guard let start = unsafe sqlite3_column_text(handle, column) else { return .missing }
      let count = Int(unsafe sqlite3_column_bytes(handle, column))
      return .text(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    case SQLITE_BLOB: return .bytes
    default: return .missing
    }
  }

  func text(_ column: Int32) -> String? {
    if case .text(let bytes) = cell(column) { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}
