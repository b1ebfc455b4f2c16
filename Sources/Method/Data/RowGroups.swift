// Rows that belong together, such as a user's visits, and their order: what `by` and `order` mean in
// `summarize` and `derive`. Groups are numbered by first appearance. Keys are coded column by column
// into small whole numbers and joined pairwise, so that a million rows cost some tens of milliseconds
// whatever their columns are; missing cells are a key of their own.

public struct RowGroups: Sendable {
  /// Of each row.
  public let groupOf: [Int32]
  /// The first row of each group, by the table's own order.
  public let firstRows: [Int]
  /// All rows, group by group, each group in its order.
  let sequence: [Int]
  /// Where each group begins in `sequence`, and the end of the last.
  let starts: [Int]
  /// What the rows are ordered by, in days or as the number it is; nil without such an order.
  let times: [Double]?
  /// One group without rows; what stands in its place is a row of missing cells.
  public private(set) var isVoid = false

  public var count: Int { firstRows.count }
  public var rowCount: Int { groupOf.count }

  /// All rows of a table of `rowCount` in one group, in their order.
  public init(whole rowCount: Int) {
    self.init(codes: [Int32](repeating: 0, count: rowCount), order: nil, times: nil)
  }

  /// All rows of a table that has none: one group, as SQL has it. It is asked with `Table.missingRow`.
  public static var void: RowGroups {
    var groups = RowGroups(whole: 1)
    groups.isVoid = true
    return groups
  }

  /// Rows that agree in the columns `by`, ordered by the columns `order`; equal ones and those of no
  /// order keep the table's.
  public init(_ table: Table, by: [String], order: [String] = []) throws(TableError) {
    var coder = KeyCoder(count: table.rowCount)
    for name in by { coder.add(try table.column(name)) }
    let rows = order.isEmpty ? nil : try table.orderedRows(by: order.map { SortKey($0) })
    self.init(
      codes: coder.codes, order: rows, times: try order.first.map(table.column)?.timeline)
  }

  private init(codes: [Int32], order: [Int]?, times: [Double]?) {
    var firstRows: [Int] = []
    var sizes: [Int] = []
    for (row, code) in codes.enumerated() {
      if Int(code) == firstRows.count {
        firstRows.append(row)
        sizes.append(0)
      }
      sizes[Int(code)] += 1
    }
    var starts = [0]
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    var next = starts
    var sequence = [Int](repeating: 0, count: codes.count)
    for place in codes.indices {
      let row = order?[place] ?? place
      let group = Int(codes[row])
      sequence[next[group]] = row
      next[group] += 1
    }
    groupOf = codes
    self.firstRows = firstRows
    self.sequence = sequence
    self.starts = starts
    self.times = times
  }

  /// A group's rows in order.
  public func rows(of group: Int) -> ArraySlice<Int> { sequence[starts[group]..<starts[group + 1]] }

  /// A column of one cell for each group as a column of the rows.
  public func spread(_ column: Column) -> Column { column.gathered(groupOf.map(Int.init)) }

  /// Whether all rows of a group have the same cell.
  public func isConstant(_ column: Column) -> Bool {
    switch column {
    case .number(let values), .date(let values):
      values.indices.allSatisfy {
        let first = values[firstRows[Int(groupOf[$0])]]
        return values[$0] == first || values[$0].isNaN && first.isNaN
      }
    case .boolean(let values):
      values.indices.allSatisfy { values[$0] == values[firstRows[Int(groupOf[$0])]] }
    case .text(let text):
      text.codes.indices.allSatisfy {
        text.codes[$0] == text.codes[firstRows[Int(groupOf[$0])]]
      }
    }
  }
}

extension Column {
  /// Numbers that windows measure along: dates in days.
  fileprivate var timeline: [Double]? {
    switch self {
    case .number(let values): values
    case .date(let values): values.map { $0 / Moment.secondsOfDay }
    case .text, .boolean: nil
    }
  }

  /// Bits that are equal for equal cells, and different for different ones of the same column.
  var keys: [UInt64] {
    switch self {
    case .number(let values), .date(let values): values.map(bits)
    case .boolean(let values): values.map { $0 ? 1 : 0 }
    case .text(let text): text.codes.map { UInt64(UInt32(bitPattern: $0)) }
    }
  }
}

/// All missing numbers are one key, and 0 and −0 are.
func bits(_ value: Double) -> UInt64 {
  value.isNaN ? 0x7FF8_0000_0000_0000 : value == 0 ? 0 : value.bitPattern
}

/// A code for each row's combination of keys, by first appearance.
struct KeyCoder {
  private(set) var codes: [Int32]
  private var isEmpty = true

  init(count: Int) { codes = [Int32](repeating: 0, count: count) }

  mutating func add(_ column: Column) {
    var own = DenseCoder()
    let keys = column.keys
    if isEmpty {
      for row in codes.indices { codes[row] = own.code(for: keys[row]) }
      isEmpty = false
      return
    }
    var joint = DenseCoder()
    for row in codes.indices {
      let pair = UInt64(UInt32(bitPattern: codes[row])) << 32
      codes[row] = joint.code(for: pair | UInt64(own.code(for: keys[row])))
    }
  }
}

/// Whole numbers from 0 for keys, by first appearance, with open addressing.
struct DenseCoder {
  private var slots = [Int32](repeating: -1, count: 256)
  private(set) var keys: [UInt64] = []

  mutating func code(for key: UInt64) -> Int32 {
    let slot = place(of: key)
    if slots[slot] >= 0 { return slots[slot] }
    let code = Int32(keys.count)
    slots[slot] = code
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return code
  }

  /// Nil for a key that has no code.
  func known(_ key: UInt64) -> Int32? {
    let code = slots[place(of: key)]
    return code < 0 ? nil : code
  }

  private func place(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Self.mixed(key) & mask
    while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (code, key) in keys.enumerated() { slots[place(of: key)] = Int32(code) }
  }

  private static func mixed(_ key: UInt64) -> Int {
    var z = key &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: (z ^ (z >> 32)) >> 1)
  }
}
