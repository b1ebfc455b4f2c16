// What an operation reads, whether its operand is a column or one value that stands in every row.

/// The cells of an operand by row, whether it is a column or one value.
protocol OperandCells {
  associatedtype Element
  subscript(row: Int) -> Element { get }
}

struct NumberCells: OperandCells {
  private var values: [Double] = []
  private var one = Double.nan

  init(_ operand: ColumnOperand) {
    switch operand {
    case .column(.number(let values)), .column(.date(let values)): self.values = values
    case .number(let value): one = value
    case .date(let moment): one = moment.seconds
    case .column, .text, .boolean, .missing: break
    }
  }

  subscript(row: Int) -> Double { values.isEmpty ? one : values[row] }
}

struct BooleanCells: OperandCells {
  private var values: [Bool] = []
  private var one = false

  init(_ operand: ColumnOperand) {
    switch operand {
    case .column(.boolean(let values)): self.values = values
    case .boolean(let value): one = value
    case .column, .text, .number, .date, .missing: break
    }
  }

  subscript(row: Int) -> Bool { values.isEmpty ? one : values[row] }
}

struct TextCells: OperandCells {
  private var column: TextColumn?
  private var one: String?

  init(_ operand: ColumnOperand) {
    switch operand {
    case .column(.text(let column)): self.column = column
    case .text(let text): one = text
    case .column, .boolean, .number, .date, .missing: break
    }
  }

  subscript(row: Int) -> String? {
    guard let column else { return one }
    let code = column.codes[row]
    return code < 0 ? nil : column.levels[Int(code)]
  }
}
