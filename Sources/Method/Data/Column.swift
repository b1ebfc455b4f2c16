// One column of a table. Numbers are doubles with NaN for a missing cell, texts are coded against
// their distinct values (an identifier column costs four bytes a row), booleans are plain,
// dates are seconds.

/// Text cells as codes into `levels`; −1 is a missing cell.
public struct TextColumn: Sendable, Hashable {
  public var codes: [Int32]
  public var levels: [String]

  public init(codes: [Int32], levels: [String]) {
    self.codes = codes
    self.levels = levels
  }
}

public enum Column: Sendable, Hashable {
  case number([Double])
  case text(TextColumn)
  case boolean([Bool])
  /// `Moment.seconds`, NaN where missing.
  case date([Double])

  public var count: Int {
    switch self {
    case .number(let values): values.count
    case .text(let column): column.codes.count
    case .boolean(let values): values.count
    case .date(let values): values.count
    }
  }
}
