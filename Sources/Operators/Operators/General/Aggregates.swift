// What the functions that make one value of many share: in a row expression whose rows are grouped they
// answer for each group, so that `sum(cost)` is the user's in `summarize(by: user, spend: sum(cost))`.
import Data
import OperatorKit

extension RunContext {
  /// The groups of a column with so many cells, in a grouped row expression.
  func groups(_ count: Int) -> RowGroups? {
    rows?.groups.flatMap { $0.rowCount == count ? $0 : nil }
  }

  /// The groups, or all rows in one, for what looks along the rows.
  func sequence(_ count: Int) -> RowGroups { groups(count) ?? RowGroups(whole: count) }
}

/// A list or a column of booleans.
struct Conditions: ValueConvertible {
  var all: [Bool]
  var isColumn: Bool

  static var valueType: ValueType { .oneOf([.column(.boolean), .list(.boolean)]) }

  init?(_ value: Value) {
    if case .column(.boolean(let cells), _) = value {
      (all, isColumn) = (cells, true)
    } else if case .list = value, let booleans = [Bool](value) {
      (all, isColumn) = (booleans, false)
    } else {
      return nil
    }
  }
}

/// The type of one element of a list, a range or a column; any when it is not known.
func elementType(_ type: ValueType?) -> ValueType {
  guard let type else { return .any }
  switch type {
  case .column(.some(let cell)): return ValueType.cell(cell)
  case .list(let element): return element
  case .range: return .number
  case .any, .none, .column(.none), .number, .text, .boolean, .date, .record, .function, .table,
    .native, .oneOf:
    return .any
  }
}

/// The type of what a function makes of one value, of each element of a list or of each cell of a column, where it makes
/// a value of the type `result` of anything; any when the type is not known.
func shape(_ type: ValueType?, of result: ColumnType) -> ValueType {
  switch type ?? .any {
  case .column: .column(result)
  case .list: .list(ValueType.cell(result))
  case .any, .oneOf: .any
  case .none, .number, .text, .boolean, .date, .range, .record, .function, .table, .native:
    ValueType.cell(result)
  }
}
