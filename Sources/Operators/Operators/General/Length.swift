// `length`: how many there are.
import Data
import OperatorKit

private let of = Parameter<Value>("of", "a text, a list, a range, a column, a record or a table")

extension Operator {
  static let length = Operator(
    "length", .general, "number of elements, rows or characters", parameters: [of.declaration],
    returns: .number,
    details:
      "In `summarize`, and in `derive` with `by`, a column has as many elements as its group has rows.",
    examples: [
      .prints("length(0..1 by 0.05)", output: "21"),
      .prints("length(\"λ = 2\")", output: "5"),
      .fails("length(3)", message: "found a number"),
    ]
  ) { arguments, context in
    let value = try arguments[of]
    switch value {
    case .text(let text): return .number(Double(text.count))
    case .range(let range): return .number(Double(range.count))
    case .list(let values): return .number(Double(values.count))
    case .column(let column, _):
      if let rows = context.groups(column.count) {
        return .column(rows.spread(.number(rows.sizes)))
      }
      return .number(Double(column.count))
    case .record(let record): return .number(Double(record.names.count))
    case .table(let table): return .number(Double(table.rowCount))
    case .none, .number, .boolean, .date, .function, .native:
      throw OperatorError.argument(
        "of", "`length` needs something that has elements, found \(value.type.phrase)")
    }
  }
}
