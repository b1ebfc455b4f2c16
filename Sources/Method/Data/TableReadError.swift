// Everything that can be wrong with a file that should be a table, with the place and the values that
// the message needs. Lines and columns count from one; the header is line one.

public enum TableReadError: Error, Sendable, Hashable {
  case fileMissing(path: String)
  case isDirectory(path: String)
  case unreadable(path: String, reason: String)
  /// More than a quarter of this machine's memory.
  case tooLarge(path: String, bytes: UInt64, most: UInt64)
  case unknownFormat(path: String, found: String)
  case empty(path: String)
  case emptyColumnName(path: String, column: Int)
  case duplicateColumn(path: String, name: String, first: Int, second: Int)
  /// One name in the first line, and so many cells in each line below.
  case titleLine(path: String, line: Int, found: Int)
  case raggedRow(path: String, line: Int, expected: Int, found: Int)
  case unclosedQuote(path: String, line: Int, column: Int)
  case textAfterQuote(path: String, line: Int, column: Int)
  case notUTF8(path: String, line: Int, column: Int)
  /// It begins as UTF-16 does.
  case notUTF16(path: String)
  case tooManyTexts(path: String, column: String)

  public var message: String {
    switch self {
    case .fileMissing(let path): "there is no file `\(path)`"
    case .isDirectory(let path): "`\(path)` is a folder, expected a file"
    case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
    case .tooLarge(let path, let bytes, let most):
      "`\(path)` has \(gigabytes(bytes)) GB, more than the \(gigabytes(most)) GB that this machine can take"
    case .unknownFormat(let path, let found):
      "`\(path)` is \(found), expected text with commas, semicolons or tabs"
    case .empty(let path): "`\(path)` is empty, expected a line of column names"
    case .emptyColumnName(let path, let column): "`\(path)` has no name for column \(column)"
    case .duplicateColumn(let path, let name, let first, let second):
      "`\(path)` has two columns `\(name)`: columns \(first) and \(second)"
    case .titleLine(let path, let line, let found):
      "`\(path)` line \(line) has one column name, the lines below have \(found) cells"
    case .raggedRow(let path, let line, let expected, let found):
      "`\(path)` line \(line) has \(found) cells, expected \(expected) as in the header"
    case .unclosedQuote(let path, let line, let column):
      "`\(path)` line \(line), column \(column): a quote is opened and never closed"
    case .textAfterQuote(let path, let line, let column):
      "`\(path)` line \(line), column \(column): text follows a closing quote"
    case .notUTF8(let path, let line, let column):
      "`\(path)` line \(line), column \(column) is not UTF-8 text"
    case .notUTF16(let path): "`\(path)` begins as UTF-16 text does, and is none"
    case .tooManyTexts(let path, let column):
      "`\(path)` column `\(column)` has more than two thousand million different texts"
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch self {
    case .tooLarge: "put it into an SQLite file, and take what is needed of it with `sql`"
    case .unknownFormat(_, "a device"): nil
    case .unknownFormat(_, "an SQLite database"): "`sql(\"select …\", from: …)` reads it"
    case .unknownFormat(_, "a zip file or a spreadsheet"), .unknownFormat(_, "an old spreadsheet"):
      "in the spreadsheet program, save it as \"CSV UTF-8\""
    case .unknownFormat: "convert it to CSV first, for example with the DuckDB command"
    case .emptyColumnName(_, 1):
      "is this a column of row names? write the file without them, or give it a name"
    case .emptyColumnName: "every column needs a name in the first line"
    case .duplicateColumn: "rename one of the two in the first line"
    case .titleLine:
      "a title above the column names has to go; in a file of one column, a cell that holds a delimiter needs quotes"
    case .raggedRow(_, _, 1, _):
      "is the first line a title? it has to name the columns; a cell that holds the delimiter needs quotes around it"
    case .raggedRow: "a cell that holds the delimiter needs quotes around it"
    case .unclosedQuote: "a quote inside a quoted cell is written twice"
    case .textAfterQuote: "a quote inside a quoted cell is written twice"
    case .notUTF8:
      "`encoding: \"windows-1252\"` reads Excel's plain CSV; or save the file as UTF-8, in Excel as \"CSV UTF-8\""
    case .fileMissing(let path) where path.contains("://"):
      "files are read from this machine: download it first"
    case .fileMissing, .isDirectory, .unreadable, .empty, .tooManyTexts, .notUTF16: nil
    }
  }
}

/// Why a table could not be written. Nothing is left behind and an older file is untouched.
public enum TableWriteError: Error, Sendable, Hashable {
  case folderMissing(path: String)
  case isDirectory(path: String)
  case failed(path: String, reason: String)

  public var message: String {
    switch self {
    case .folderMissing(let path): "the folder of `\(path)` does not exist"
    case .isDirectory(let path): "`\(path)` is a folder, expected a file name"
    case .failed(let path, let reason): "cannot write `\(path)`: \(reason)"
    }
  }
}

/// To a tenth.
private func gigabytes(_ bytes: UInt64) -> String {
  formatted((Double(bytes) / 1e8).rounded() / 10)
}
