// `table`: a table from lists, for a handful of rows.
import Data
import OperatorKit

private let cells = Parameter<Record>("columns", "a list for each column, all of one length")

extension Operator {
  static let smallTable = Operator(
    "table", .data, "a table from lists", parameters: [cells.declaration], returns: .table(nil),
    refine: { call in
      guard case .record(.some(let fields)) = call.types["columns"] else { return .table(nil) }
      let entries = fields.sorted { $0.key < $1.key }.compactMap { name, type in
        columnType(elementType(type)).map { Schema.Entry(name, $0) }
      }
      return .table(entries.count == fields.count ? Schema(entries) : nil)
    },
    details: "`none` is a missing cell. Larger tables come from files, by `load`.",
    examples: [
      .prints(
        """
        prices = table({coupon: [0, 5, 10], label: ["none", "small", "large"]})
        prices.label[-1]
        """, output: "large"),
      .fails("table({a: [1, 2], b: [1]})", message: "`b` has 1 rows, expected 2"),
    ]
  ) { arguments, _ in
    let fields = try arguments[cells]
    var table = Table(names: [], columns: [])
    for (name, value) in Swift.zip(fields.names, fields.values) {
      if value.isGrouped { throw OperatorError.needsOneGroup("columns") }
      guard let elements = value.elements, let column = Column(cells: elements) else {
        throw OperatorError.argument(
          "columns",
          "`\(name)` should be a list of numbers, texts, booleans or dates, found "
            + value.type.phrase)
      }
      table = try table.with(name, column)
    }
    return .table(table)
  }
}

private func columnType(_ type: ValueType) -> ColumnType? {
  ColumnType.allCases.first { ValueType.cell($0) == type }
}
