// The bytes of a CSV file and what its first line says: delimiter and column names. Files that are
// something else (Parquet, gzip, a spreadsheet) are named for what they are.

import Foundation

package struct CSVFile: Sendable {
  package let path: String
  package let bytes: [UInt8]
  package let delimiter: UInt8
  package let names: [String]
  /// The names end in a delimiter that another one would follow, and so may every row.
  package let endsInDelimiter: Bool
  /// Offset and line number of the first row after the header.
  package let bodyStart: Int
  package let bodyLine: Int
  /// Nothing of the file was left out.
  package private(set) var isWhole = true

  /// Reads the whole file, or its first `limit` bytes up to the last complete line.
  package init(
    path: String, limit: Int? = nil, format: CellFormat = CellFormat()
  ) throws(TableReadError) {
    let bytes = try FileBytes.read(path: path, limit: limit)
    let isPart = limit.map { bytes.count >= $0 / 2 } ?? false
    guard let text = format.encoding.decoded(bytes, isPart: isPart) else {
      throw .notUTF16(path: path)
    }
    try self.init(path: path, bytes: text, decimal: format.decimal)
    isWhole = !isPart
  }

  /// `path` is only what messages call the text. With a decimal comma, a comma separates columns only where the
  /// first line has one.
  package init(
    path: String, bytes: [UInt8], decimal: CellFormat.DecimalMark? = nil
  ) throws(TableReadError) {
    if let found = Self.foreignFormat(bytes) {
      throw .unknownFormat(path: path, found: found)
    }
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let told = Self.toldDelimiter(bytes, from: start)
    start = told?.end ?? start
    guard bytes[start...].contains(where: { $0 != 10 && $0 != 13 && $0 != 32 }) else {
      throw .empty(path: path)
    }
    let delimiter = told?.delimiter ?? Self.detectDelimiter(bytes, from: start, decimal)
    var cells = CSVCells(
      path: path, delimiter: delimiter, offset: start, line: told == nil ? 1 : 2)
    var names: [String] = []
    var atEnd = false
    while !atEnd {
      let line = cells.line
      let column = cells.offset - start + 1
      let cell = try cells.next(bytes.span)
      guard let text = String(validating: cell.text(in: bytes), as: UTF8.self) else {
        throw .notUTF8(path: path, line: line, column: column)
      }
      names.append(text.trimmingCharacters(in: .whitespaces))
      atEnd = cell.endsLine
    }
    let endsInDelimiter = names.count > 2 && names.last == ""
    if endsInDelimiter { names.removeLast() }
    try Self.check(names, path: path)
    if names.count == 1, let found = Self.cellsBelow(bytes, from: cells.offset) {
      throw .titleLine(path: path, line: cells.line - 1, found: found)
    }
    self.path = path
    self.bytes = bytes
    self.delimiter = delimiter
    self.names = names
    self.endsInDelimiter = endsInDelimiter
    bodyStart = cells.offset
    bodyLine = cells.line
  }

  /// How many cells the lines below a single name have, where they agree on it: the name is a title.
  private static func cellsBelow(_ bytes: [UInt8], from start: Int) -> Int? {
    let lines = bytes[start...].split(separator: 10, maxSplits: 3).prefix(3)
      .filter { $0.contains { $0 != 13 && $0 != 32 } }
    // Between quotes a delimiter is none.
    guard lines.count >= 2, !lines.contains(where: { $0.contains(34) }) else { return nil }
    for delimiter in delimiters {
      let counts = Set(lines.map { line in line.count { $0 == delimiter } })
      if counts.count == 1, let count = counts.first, count > 0 { return count + 1 }
    }
    return nil
  }

  /// , ; tab |: the earliest wins a tie.
  static let delimiters: [UInt8] = [44, 59, 9, 124]

  private static func check(_ names: [String], path: String) throws(TableReadError) {
    var seen: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard !name.isEmpty else { throw .emptyColumnName(path: path, column: index + 1) }
      if let first = seen[name] {
        throw .duplicateColumn(path: path, name: name, first: first, second: index + 1)
      }
      seen[name] = index + 1
    }
  }

  /// Excel writes and reads a first line such as `sep=;`.
  private static func toldDelimiter(
    _ bytes: [UInt8], from start: Int
  ) -> (delimiter: UInt8, end: Int)? {
    let line = bytes[start...].prefix { $0 != 10 }
    let content = line.last == 13 ? line.dropLast() : line
    guard content.count == 5, content.starts(with: Array("sep=".utf8)),
      let delimiter = content.last, delimiters.contains(delimiter), line.endIndex < bytes.count
    else { return nil }
    return (delimiter, line.endIndex + 1)
  }

  private static func detectDelimiter(
    _ bytes: [UInt8], from start: Int, _ decimal: CellFormat.DecimalMark?
  ) -> UInt8 {
    var counts = [0, 0, 0, 0]
    var quoted = false
    for byte in bytes[start...] {
      if byte == 34 { quoted.toggle() }
      if quoted { continue }
      if byte == 10 || byte == 13 { break }
      if let index = delimiters.firstIndex(of: byte) { counts[index] += 1 }
    }
    var best = decimal == .comma && counts[0] == 0 ? 1 : 0
    for index in 1..<4 where counts[index] > counts[best] { best = index }
    return delimiters[best]
  }

  /// What bytes are that are no table's text.
  static func foreignFormat(_ bytes: [UInt8]) -> String? {
    let signatures: [([UInt8], String)] = [
      ([0x50, 0x41, 0x52, 0x31], "a Parquet file"), ([0x1F, 0x8B], "a gzip file"),
      ([0x50, 0x4B, 0x03, 0x04], "a zip file or a spreadsheet"),
      ([0xD0, 0xCF, 0x11, 0xE0], "an old spreadsheet"),
      ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65], "an SQLite database"),
    ]
    for (signature, name) in signatures where bytes.starts(with: signature) { return name }
    let start = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
      .trimmingCharacters(in: .whitespacesAndNewlines)
    if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return "a page of HTML" }
    if start.hasPrefix("<?xml") { return "an XML file" }
    let brackets = start.filter { !$0.isWhitespace }
    if brackets.hasPrefix("{\"") || brackets.hasPrefix("[{\"") { return "a JSON file" }
    return bytes.contains(0) ? "a binary file" : nil
  }
}

/// The operating system's words for a failure, in one line.
func reason(_ error: any Error) -> String {
  let failure = error as NSError
  if let cause = failure.userInfo[NSUnderlyingErrorKey] as? NSError,
    cause.domain == NSPOSIXErrorDomain
  {
    return POSIXErrorCode(rawValue: Int32(cause.code)).map { words($0) } ?? cause.description
  }
  switch (error as? CocoaError)?.code {
  case .fileWriteOutOfSpace?: return words(.ENOSPC)
  case .fileReadNoPermission?, .fileWriteNoPermission?: return words(.EACCES)
  case .fileWriteVolumeReadOnly?: return words(.EROFS)
  case .fileNoSuchFile?, .fileReadNoSuchFile?: return words(.ENOENT)
  default: return failure.localizedDescription
  }
}

private func words(_ code: POSIXErrorCode) -> String {
  switch code {
  case .EACCES, .EPERM: "permission denied"
  case .ENOSPC: "no space left on the disk"
  case .EROFS: "the file system is read-only"
  case .ENOENT: "no such file or folder"
  case .EISDIR: "it is a folder"
  default: "system error \(code.rawValue)"
  }
}
