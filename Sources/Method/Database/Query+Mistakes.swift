// SQLite's complaint about a query as an error of ours: which name it is about, what there is instead, and where in
// the query it stands.

extension Query {
  /// The error in better words and with its place, where SQLite's words say what it is about.
  func explained(_ error: QueryError, in connection: Connection) -> QueryError {
    guard case .refusedBySQLite(let message) = error.kind else { return error }
    if let refusal = connection.watch.refusal { return refused(refusal) }
    let offset = connection.errorOffset
    if message == "incomplete input" { return QueryError(.incomplete, at: end) }
    if let name = Self.name(in: message, after: "no such table: ") {
      return QueryError(
        .unknownTable(name, known: connection.tableNames()),
        at: offset.map { token(at: $0) } ?? place(of: name))
    }
    if let name = Self.name(in: message, after: "no such column: ") {
      let place = offset.map { token(at: $0) } ?? place(of: name)
      let isQuoted = place.map { text.utf8.dropFirst($0.lowerBound).first == 34 } ?? false
      return QueryError(
        .unknownColumn(name, known: columns(of: name, in: connection), isQuoted: isQuoted),
        at: place)
    }
    if message.hasPrefix("near \""), message.hasSuffix("\": syntax error") {
      let near = String(message.dropFirst(6).dropLast(15))
      return QueryError(.syntax(near: near), at: offset.map { token(at: $0) } ?? place(of: near))
    }
    let last = message.split(separator: " ").last.map(String.init)
    return QueryError(
      error.kind, at: offset.map { token(at: $0) } ?? last.flatMap { place(of: $0) })
  }

  /// A statement that changes something is called by its first word.
  private func refused(_ refusal: QueryError.Kind) -> QueryError {
    switch refusal {
    case .refused(let action):
      return Self.reading.contains(lowered(words(in: firstWord)))
        ? QueryError(refusal, at: place(of: action)) : notAQuery
    case .unpredictable(let name): return QueryError(refusal, at: place(of: name))
    default: return QueryError(refusal)
    }
  }

  private static let reading: Set<String> = ["select", "with", "values", "explain"]

  /// For a statement that is none.
  var notAQuery: QueryError {
    QueryError(.refused(lowered(words(in: firstWord))), at: firstWord)
  }

  private func words(in part: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[part], as: UTF8.self)
  }

  /// The first word behind spaces and comments.
  private var firstWord: Range<Int> {
    let bytes = Array(text.utf8)
    var at = 0
    while at < bytes.count {
      if bytes[at] <= 32 {
        at += 1
      } else if bytes[at...].starts(with: "--".utf8) {
        at = bytes[at...].firstIndex(of: 10) ?? bytes.count
      } else if bytes[at...].starts(with: "/*".utf8) {
        var close = at + 2
        while close < bytes.count, !bytes[close...].starts(with: "*/".utf8) { close += 1 }
        at = min(close + 2, bytes.count)
      } else {
        break
      }
    }
    return token(at: at)
  }

  /// Columns of the table that a name is qualified with, or of all tables that the query reads.
  private func columns(of name: String, in connection: Connection) -> [String] {
    let tables = connection.tableNames()
    let parts = name.split(separator: ".").map(String.init)
    let mentioned =
      parts.count > 1 && tables.contains(parts[0])
      ? [parts[0]] : tables.filter { place(of: $0) != nil }
    return mentioned.flatMap { connection.columnNames(of: $0) }
  }

  private static func name(in message: String, after start: String) -> String? {
    message.hasPrefix(start) ? String(message.dropFirst(start.count)) : nil
  }

  // MARK: Places

  /// The last character that is no space.
  private var end: Range<Int>? {
    let bytes = Array(text.utf8)
    guard let last = bytes.lastIndex(where: { $0 > 32 }) else { return nil }
    var start = last
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start..<last + 1
  }

  /// The word, number or quoted name that begins at a byte; one character of anything else.
  func token(at start: Int) -> Range<Int> {
    let bytes = Array(text.utf8)
    guard start < bytes.count else { return end ?? 0..<0 }
    if bytes[start] == 34 || bytes[start] == 39 || bytes[start] == 96,
      let close = bytes[(start + 1)...].firstIndex(of: bytes[start])
    {
      return start..<close + 1
    }
    var last = start
    while last < bytes.count, Self.isWord(bytes[last]) { last += 1 }
    return start..<max(last, start + 1)
  }

  /// Where a name stands as a whole word, qualified or not.
  func place(of name: String) -> Range<Int>? {
    let bytes = Array(text.utf8)
    let word = Array(name.utf8)
    guard !word.isEmpty, word.count <= bytes.count else { return nil }
    for start in 0...(bytes.count - word.count)
    where bytes[start..<start + word.count].elementsEqual(word, by: Self.isSame) {
      let end = start + word.count
      let isWhole =
        (start == 0 || !Self.isWord(bytes[start - 1]) || !Self.isWord(word[0]))
        && (end == bytes.count || !Self.isWord(bytes[end]))
      if isWhole { return start..<end }
    }
    return nil
  }

  private static func isSame(_ a: UInt8, _ b: UInt8) -> Bool {
    a == b || (65...90).contains(a & 0xDF) && a | 32 == b | 32
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte & 0xDF) || byte == 95 || byte >= 128
  }
}
