// States of a table's rows, for a policy to decide about: the columns as they are, texts as categories,
// booleans as 0 and 1.

extension StateBatch {
  /// The named columns of a table as states. Throws for a column that is not there and for dates.
  public init(_ table: Table, columns names: [String]) throws(TableError) {
    var kinds: [StateKind] = []
    var values = [Float](repeating: 0, count: names.count * table.rowCount)
    for (place, name) in names.enumerated() {
      let column = try table.column(name)
      if case .date = column {
        throw .wrongType(name: name, expected: "a number, a text or a boolean", found: .date)
      }
      kinds.append(column.stateKind)
      let cells = column.stateValues
      for row in cells.indices { values[row * names.count + place] = Float(cells[row]) }
    }
    self.init(names: names, kinds: kinds, values: values, count: table.rowCount)
  }
}

extension Column {
  fileprivate var stateKind: StateKind {
    switch self {
    case .number, .boolean, .date: .number
    case .text(let column): .category(levels: column.levels)
    }
  }

  fileprivate var stateValues: [Double] {
    switch self {
    case .number(let values), .date(let values): values
    case .boolean(let values): values.map { $0 ? 1 : 0 }
    case .text(let column): column.codes.map(Double.init)
    }
  }
}
