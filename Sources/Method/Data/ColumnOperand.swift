// What a row expression computes with: a whole column, or one value that stands for every row.

public enum ColumnOperand: Sendable, Hashable {
  case column(Column)
  case number(Double)
  case text(String)
  case boolean(Bool)
  case date(Moment)
  /// A missing value in every row.
  case missing

  /// Nil for `missing`, which fits any type.
  public var type: ColumnType? {
    switch self {
    case .column(let column): column.type
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    case .missing: nil
    }
  }

  /// Rows of a column; nil for a single value.
  public var count: Int? {
    if case .column(let column) = self { return column.count }
    return nil
  }

  /// The operand as a column of `count` rows.
  public func column(count: Int) -> Column {
    switch self {
    case .column(let column): column
    case .number(let value): .number([Double](repeating: value, count: count))
    case .text(let text):
      .text(TextColumn(codes: [Int32](repeating: 0, count: count), levels: [text]))
    case .boolean(let value): .boolean([Bool](repeating: value, count: count))
    case .date(let moment): .date([Double](repeating: moment.seconds, count: count))
    case .missing: .missing(count: count)
    }
  }
}

/// What a row expression can do with two operands, spelled as in scripts.
public enum ColumnOperation: String, Sendable, Hashable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%%"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case and
  case or
}

/// Why a row expression has no value. `operation` is as written in the script.
public enum ColumnError: Error, Sendable, Hashable {
  case needs(operation: String, expected: String, left: ColumnType?, right: ColumnType?)
  case wrongOperand(operation: String, expected: String, found: ColumnType?)
  case lengths(operation: String, left: Int, right: Int)

  public var message: String {
    switch self {
    case .needs(let operation, let expected, let left, let right):
      "`\(operation)` needs \(expected), found \(Self.name(left)) and \(Self.name(right))"
        + (Set([left, right]) == [.date, .text] ? "; a date is written date(\"2024-03-01\")" : "")
    case .wrongOperand(let operation, let expected, let found):
      "`\(operation)` needs \(expected), found \(Self.name(found))"
    case .lengths(let operation, let left, let right):
      "`\(operation)` needs columns of one length, found \(left) and \(right) rows"
    }
  }

  private static func name(_ type: ColumnType?) -> String { type?.rawValue ?? "a missing value" }
}
