// Reading and writing tables as CSV. Reading never guesses in silence: what a cell means is decided by
// the few rules of `CellText`, and what cannot be a table is an error with its line. Writing keeps
// every digit and replaces a file only when the new one is complete.

public import Compute
import Foundation

/// Names and types of a file's columns, as its first rows have them.
public struct TableHeader: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public var name: String
    /// A later row may still turn numbers into text.
    public var type: ColumnType
    /// Why it is text, where most of its cells look like something else.
    public var remark: ColumnRemark?
  }

  public var entries: [Entry]
  /// True when the whole file was looked at, so that types are certain.
  public var isComplete: Bool
}

extension Table {
  /// Reads a CSV file: comma, semicolon or tab (whichever the first line has most of), a line of
  /// names, quotes where needed. A column is number, date or boolean when all its cells are; a cell that is
  /// empty, NA, N/A, NaN or null is missing; quoted cells are read like others. A boolean column with
  /// missing cells stays text. `format` is for files that write numbers or dates otherwise.
  ///
  /// - Throws: `TableReadError`, or `Cancelled` when `progress` says so.
  public static func read(
    path: String, format: CellFormat = CellFormat(),
    progress: Compute.Progress = Compute.Progress()
  ) throws -> Table {
    try CSVReader.table(of: CSVFile(path: path, format: format), format, progress: progress)
  }

  /// Reads CSV text; `name` is what messages call it.
  public static func read(
    csv text: String, name: String, format: CellFormat = CellFormat()
  ) throws(TableReadError) -> Table {
    let file = try CSVFile(path: name, bytes: Array(text.utf8), decimal: format.decimal)
    do {
      return try CSVReader.table(of: file, format, progress: Compute.Progress())
    } catch let error as TableReadError {
      throw error
    } catch {
      throw .unreadable(path: name, reason: "\(error)")
    }
  }

  /// Names and types from the first 256 kB, in milliseconds for a file of any size.
  public static func readHeader(
    path: String, format: CellFormat = CellFormat()
  ) throws(TableReadError) -> TableHeader {
    let limit = 1 << 18
    let file = try CSVFile(path: path, limit: limit, format: format)
    do {
      let table = try CSVReader.table(of: file, format, progress: Compute.Progress())
      let isComplete = file.isWhole
      let entries = zip(table.names, table.columns).map { name, column in
        var remark = table.remarks.first { $0.column == name }
        remark?.isOfSample = !isComplete
        return TableHeader.Entry(name: name, type: column.type, remark: remark)
      }
      return TableHeader(entries: entries, isComplete: isComplete)
    } catch let error as TableReadError {
      throw error
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// The table as CSV text: every digit, missing cells empty, quotes only where needed.
  public var csv: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((rowCount + 1) * names.count * 8)
    let levels = columns.map { column -> [[UInt8]] in
      guard case .text(let text) = column else { return [] }
      return text.levels.map { Self.quoted($0) }
    }
    let header = names.map { Self.quoted($0) }
    bytes.append(contentsOf: header.joined(separator: [44]))
    bytes.append(10)
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { bytes.append(44) }
        switch column {
        case .number(let values):
          if !values[row].isNaN { bytes.append(contentsOf: formatted(values[row]).utf8) }
        case .date(let values):
          if !values[row].isNaN {
            bytes.append(contentsOf: Moment(seconds: values[row]).description.utf8)
          }
        case .boolean(let values):
          bytes.append(contentsOf: (values[row] ? "true" : "false").utf8)
        case .text(let text):
          let code = Int(text.codes[row])
          if code >= 0 { bytes.append(contentsOf: levels[index][code]) }
        }
      }
      bytes.append(10)
    }
    if let first = names.first, CSVFile.foreignFormat(bytes) != nil {
      // A name such as `{` begins JSON; between quotes it begins nothing.
      bytes.replaceSubrange(0..<header[0].count, with: Self.quoted(first, always: true))
    }
    return bytes
  }

  /// Writes CSV with every digit, whole or not at all.
  public func write(path: String) throws(TableWriteError) {
    try FileBytes.write(csv, path: path)
  }

  private static func quoted(_ text: String, always: Bool = false) -> [UInt8] {
    let needsQuotes =
      always || text.isEmpty || text.first == " " || text.last == " "
      || text.utf8.contains { CSVFile.delimiters.contains($0) || [34, 10, 13].contains($0) }
      // At the start of a file these would say how it is to be read.
      || text.hasPrefix("sep=") || text.unicodeScalars.first == "\u{FEFF}"
    guard needsQuotes else { return Array(text.utf8) }
    return Array("\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"".utf8)
  }
}
