// `is_missing`: where there is nothing.
import Data
import OperatorKit

private let value = Parameter<Value>("value", "a value, a list or a column")

extension Operator {
  static let isMissing = Operator(
    "is_missing", .general, "whether a value is missing: an empty cell, or none",
    parameters: [value.declaration], returns: .any,
    refine: { shape($0.types["value"], of: .boolean) },
    examples: [
      .prints("is_missing([1, none])", output: "[false, true]"),
      .fails("is_missing()", message: "`value`"),
    ]
  ) { arguments, _ in
    let value = try arguments[value]
    switch value {
    case .column(let column, _):
      guard case .column(let answer) = ColumnOperand.column(column).isMissing() else {
        return .column(.boolean([Bool](repeating: false, count: column.count)))
      }
      return .column(answer)
    case .list(let values): return .list(values.map { .boolean(isAbsent($0)) })
    case .none, .number, .text, .boolean, .date, .range, .record, .function, .table, .native:
      return .boolean(isAbsent(value))
    }
  }
}

private func isAbsent(_ value: Value) -> Bool {
  switch value {
  case .none: true
  case .number(let number): number.isNaN
  case .text, .boolean, .date, .range, .list, .record, .function, .table, .column, .native: false
  }
}
