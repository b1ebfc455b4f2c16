// The types of cells, by the names that messages, displays and scripts use, and single cells.

public enum ColumnType: String, Sendable, Hashable, CaseIterable {
  case number
  case text
  case boolean
  case date
}

extension Column {
  public var type: ColumnType {
    switch self {
    case .number: .number
    case .text: .text
    case .boolean: .boolean
    case .date: .date
    }
  }

  /// How many cells are missing: NaN numbers and dates, and texts without a level. Booleans are never missing.
  public var missingCount: Int {
    switch self {
    case .number(let values), .date(let values): values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    case .text(let column): column.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    case .boolean: 0
    }
  }

  /// The cell as a person would type it; nil when it is missing.
  public func cell(_ row: Int) -> String? {
    switch self {
    case .number(let values): values[row].isNaN ? nil : formatted(values[row])
    case .text(let column): column.codes[row] < 0 ? nil : column.levels[Int(column.codes[row])]
    case .boolean(let values): values[row] ? "true" : "false"
    case .date(let values):
      values[row].isNaN ? nil : Moment(seconds: values[row]).description
    }
  }

  /// The same cells, however texts are coded; a missing one is equal to a missing one.
  func hasCells(of other: Column) -> Bool {
    guard count == other.count else { return false }
    switch (self, other) {
    case (.number(let a), .number(let b)), (.date(let a), .date(let b)):
      return zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    case (.boolean(let a), .boolean(let b)): return a == b
    case (.text(let a), .text(let b)):
      return zip(a.codes, b.codes).allSatisfy {
        $0 < 0 || $1 < 0 ? $0 < 0 && $1 < 0 : a.levels[Int($0)] == b.levels[Int($1)]
      }
    case (.number, _), (.boolean, _), (.text, _), (.date, _): return false
    }
  }

  /// The cells of `rows`, in that order.
  public func gathered(_ rows: [Int]) -> Column {
    switch self {
    case .number(let values): .number(rows.map { values[$0] })
    case .text(let column):
      .text(TextColumn(codes: rows.map { column.codes[$0] }, levels: column.levels))
    case .boolean(let values): .boolean(rows.map { values[$0] })
    case .date(let values): .date(rows.map { values[$0] })
    }
  }

  /// A column of `count` missing numbers.
  public static func missing(count: Int) -> Column {
    .number([Double](repeating: .nan, count: count))
  }
}

extension TextColumn {
  /// Codes texts by first appearance; nil is a missing cell.
  public init(_ texts: [String?]) {
    var codeOf: [String: Int32] = [:]
    var codes: [Int32] = []
    var levels: [String] = []
    codes.reserveCapacity(texts.count)
    for text in texts {
      guard let text else {
        codes.append(-1)
        continue
      }
      if let code = codeOf[text] {
        codes.append(code)
      } else {
        let code = Int32(levels.count)
        codeOf[text] = code
        levels.append(text)
        codes.append(code)
      }
    }
    self.init(codes: codes, levels: levels)
  }
}

/// A number with every digit that it needs to be read back, whole numbers without a fraction.
package func formatted(_ value: Double) -> String {
  if value == value.rounded(.towardZero), abs(value) < 1e15 { return String(Int64(value)) }
  return value.description
}
