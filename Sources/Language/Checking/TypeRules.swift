// Which operands an operator between two values takes, and what comes out. A column stands for its
// cells: whatever works on cells works on whole columns. Unknown types agree with everything.

import Data
import OperatorKit
import Syntax

enum TypeRules {
  /// The type of `left operation right`, or nil when no values of these types go together.
  static func result(
    _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    let results = options(left).flatMap { a in
      options(right).compactMap { b in single(operation, a, b) }
    }
    guard let first = results.first else { return nil }
    if results.allSatisfy({ $0 == first }) { return first }
    let cells = Set(results.map { cell($0) ?? .any })
    guard left != .any, right != .any, cells.count == 1, let cell = cells.first, cell != .any
    else { return .any }
    return one(cell)
  }

  /// One value, or a column of such: what makes one of a column makes one for each group in grouped rows.
  static func one(_ cell: ValueType) -> ValueType {
    columnType(cell).map { .oneOf([cell, .column($0)]) } ?? cell
  }

  static func isCell(_ type: ValueType) -> Bool {
    [.number, .text, .boolean, .date].contains(type)
  }

  static func mayBeColumn(_ type: ValueType) -> Bool {
    if case .oneOf(let types) = type { types.contains(where: isColumn) } else { isColumn(type) }
  }

  static func accepts(_ operation: BinaryOperator, left: ValueType) -> Bool {
    result(operation, left, .any) != nil
  }

  static func accepts(_ operation: BinaryOperator, right: ValueType) -> Bool {
    result(operation, .any, right) != nil
  }

  /// What a message says an operator needs.
  static func needs(_ operation: BinaryOperator) -> String {
    switch operation {
    case .or, .and: "two booleans"
    case .equal, .notEqual: "two values of one kind"
    case .less, .lessOrEqual, .greater, .greaterOrEqual: "two numbers, two texts or two dates"
    case .isIn: "a list, a range or a column on its right"
    case .plus: "two numbers, two texts, two lists, or a date and days"
    case .minus: "two numbers, two dates, or a date and days"
    case .times, .divide, .remainder, .power: "two numbers"
    }
  }

  static func isArithmetic(_ operation: BinaryOperator) -> Bool {
    switch operation {
    case .plus, .minus, .times, .divide, .remainder, .power: true
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: false
    }
  }

  static func isBoolean(_ type: ValueType) -> Bool {
    options(type).contains { cell($0) == .boolean }
  }

  static func isText(_ type: ValueType) -> Bool {
    options(type).contains { cell($0) == .text }
  }

  static func isNumber(_ type: ValueType) -> Bool {
    options(type).contains { cell($0) == .number }
  }

  /// Whether a value may be a table's column or stand in every row of it.
  static func fills(_ type: ValueType, _ column: ColumnType?) -> Bool {
    options(type).contains { option in
      if case .column(.none) = option { return true }
      if option == .none { return column == nil || column == .number }
      guard let cell = cell(option) else { return false }
      return column.map { ValueType.cell($0) == cell } ?? true
    }
  }

  /// One type for several values: their own when it is the same, else what can be said of all.
  static func common(_ types: [ValueType]) -> ValueType {
    // A missing element takes nothing from what the others are.
    let present = types.filter { $0 != .none }
    guard let first = present.first else { return types.first ?? .any }
    return present.dropFirst().reduce(first, joined)
  }

  private static func joined(_ a: ValueType, _ b: ValueType) -> ValueType {
    if a == b { return a }
    switch (a, b) {
    case (.table, .table): return .table(nil)
    case (.native(let x), .native(let y)) where x.name == y.name:
      return .native(NativeType(x.name, x.meaning, fields: x.fields))
    case (.list(let x), .list(let y)): return .list(joined(x, y))
    case (.column, .column): return .column(nil)
    case (.record(.some(let x)), .record(.some(let y))) where Set(x.keys) == Set(y.keys):
      return .record(x.merging(y, uniquingKeysWith: joined))
    case (.record, .record): return .record(nil)
    default: return .any
    }
  }

  /// Types nest only so deep: below, nothing is said.
  static func bounded(_ type: ValueType, depth: Int = 8) -> ValueType {
    switch type {
    case .list(let element): depth == 0 ? .any : .list(bounded(element, depth: depth - 1))
    case .record(.some(let fields)):
      depth == 0 ? .any : .record(fields.mapValues { bounded($0, depth: depth - 1) })
    case .any, .none, .number, .text, .boolean, .date, .range, .record(.none), .function, .table,
      .column, .native, .oneOf:
      type
    }
  }

  // MARK: One type on each side

  private static func options(_ type: ValueType) -> [ValueType] {
    switch type {
    case .oneOf(let types): types.flatMap(options)
    case .any:
      [
        .number, .text, .boolean, .date, .none, .list(.any), .record(nil), .column(.number),
        .column(.text), .column(.boolean), .column(.date),
      ]
    case .column(.none): ColumnType.allCases.map { .column($0) }
    case .none, .number, .text, .boolean, .date, .range, .list, .record, .function, .table, .column,
      .native:
      [type]
    }
  }

  /// The type of a single value, or of a column's cells.
  private static func cell(_ type: ValueType) -> ValueType? {
    switch type {
    case .number, .text, .boolean, .date: type
    case .column(.some(let column)): .cell(column)
    case .any, .none, .range, .list, .record, .function, .table, .column(.none), .native, .oneOf:
      nil
    }
  }

  static func isColumn(_ type: ValueType) -> Bool {
    if case .column = type { true } else { false }
  }

  private static func single(
    _ operation: BinaryOperator, _ a: ValueType, _ b: ValueType
  ) -> ValueType? {
    let isColumn = isColumn(a) || isColumn(b)
    let truth: ValueType = isColumn ? .column(.boolean) : .boolean
    let number: ValueType = isColumn ? .column(.number) : .number
    // A missing value fits any cell.
    let left = a == .none && isColumn ? cell(b) : cell(a)
    let right = b == .none && isColumn ? cell(a) : cell(b)
    switch operation {
    case .or, .and: return left == .boolean && right == .boolean ? truth : nil
    case .minus where left == .date:
      if right == .date { return number }
      return right == .number ? (isColumn ? .column(.date) : .date) : nil
    case .minus, .times, .divide, .remainder, .power:
      return left == .number && right == .number ? number : nil
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return left == right && [.number, .text, .date].contains(left) ? truth : nil
    case .plus:
      if left == .number, right == .number { return number }
      if (left == .date && right == .number) || (left == .number && right == .date) {
        return isColumn ? .column(.date) : .date
      }
      if left == .text, right == .text { return isColumn ? .column(.text) : .text }
      guard let x = a.element, let y = b.element, !isColumn else { return nil }
      return .list(x == y ? x : .any)
    case .equal, .notEqual:
      if a == .none || b == .none { return truth }
      if let left, let right { return left == right ? truth : nil }
      if isColumn { return nil }
      if a.element != nil, b.element != nil { return .boolean }
      return left == nil && right == nil && a.fits(b) ? .boolean : nil
    case .isIn:
      guard let element = b.element else { return nil }
      guard let left else { return .boolean }
      let fits = options(element).contains { cell($0) == nil || cell($0) == left }
      return fits ? (Self.isColumn(a) ? .column(.boolean) : .boolean) : nil
    }
  }
}
