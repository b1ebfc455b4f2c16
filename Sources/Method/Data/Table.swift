// A table is a list of equally long, uniquely named columns.

public struct Table: Sendable, Hashable {
  public private(set) var names: [String]
  public private(set) var columns: [Column]
  public private(set) var rowCount: Int
  /// Columns of the file that are text and look like something else; empty unless read from a file. Whoever
  /// needs a number there can name the line.
  public private(set) var remarks: [ColumnRemark]

  /// Names must be unique and columns equally long.
  public init(names: [String], columns: [Column], remarks: [ColumnRemark] = []) {
    precondition(names.count == columns.count, "a name for every column")
    precondition(Set(columns.map(\.count)).count <= 1, "columns of one length")
    precondition(Set(names).count == names.count, "unique names")
    self.names = names
    self.columns = columns
    self.remarks = remarks
    rowCount = columns.first?.count ?? 0
  }

  public subscript(name: String) -> Column? {
    names.firstIndex(of: name).map { columns[$0] }
  }

  /// The same names and cells, a missing one for a missing one.
  public func hasCells(of other: Table) -> Bool {
    names == other.names && zip(columns, other.columns).allSatisfy { $0.hasCells(of: $1) }
  }
}
