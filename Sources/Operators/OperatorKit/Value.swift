// Every value of the language. Tables and columns are known to the language itself; everything else
// of the Method wing is `native` and described where it is bound, so that a new kind of result needs
// no change in the checker or the evaluator.
package import Data
package import Reporting

/// A value of the Method wing with its type, fields and display.
package protocol NativeValue: Sendable {
  static var nativeType: NativeType { get }
  /// `nativeType`, with what is known of this value alone.
  var exactType: NativeType { get }
  /// The value of a field that `nativeType` lists.
  func field(_ name: String) -> Value?
  /// The one display that every renderer starts from.
  func display() -> Report
  /// One line, such as "Dataset, 56,470 decisions of 2,391 users".
  var headline: String { get }
  /// Of everything that an operator can see of it; nil where nobody has said how to take one.
  var fingerprint: Digest? { get }
}

extension NativeValue {
  package var exactType: NativeType { Self.nativeType }
  package var fingerprint: Digest? { nil }
}

/// a + i·s for i in 0...n: both ends included, never an accumulated sum.
package struct NumberRange: Sendable, Hashable {
  package var start: Double
  package var end: Double
  package var step: Double

  package init(start: Double, end: Double, step: Double) {
    self.start = start
    self.end = end
    self.step = step
  }

  /// Values in the range; zero when the step leads away from the end.
  package var count: Int {
    guard step != 0, step.isFinite, start.isFinite, end.isFinite else { return 0 }
    // What literals and a division leave of rounding, and no more.
    let slack = 1e-12 * max(1, abs(start / step), abs(end / step))
    let steps = ((end - start) / step + slack).rounded(.down)
    guard steps >= 0 else { return 0 }
    return steps >= 1e9 ? Int(1e9) : Int(steps) + 1
  }

  package subscript(index: Int) -> Double { start + Double(index) * step }

  package var values: [Double] { (0..<count).map { self[$0] } }
}

/// Fields in the order they were written.
package struct Record: Sendable {
  package var names: [String]
  package var values: [Value]

  package init(_ fields: [(String, Value)]) {
    names = fields.map(\.0)
    values = fields.map(\.1)
  }

  package subscript(name: String) -> Value? {
    names.firstIndex(of: name).map { values[$0] }
  }
}

/// A function of the script, closed over its bindings.
package struct FunctionValue: Sendable {
  package var parameterCount: Int
  /// How deep the functions and lists that it holds on to nest.
  package var nesting = 0
  package var call: @Sendable ([Value]) throws -> Value
  /// The same inside a row expression, whose rows its aggregates see.
  package var callInRows: (@Sendable ([Value], RowContext) throws -> Value)?

  package init(
    parameterCount: Int,
    callInRows: (@Sendable ([Value], RowContext) throws -> Value)? = nil,
    call: @escaping @Sendable ([Value]) throws -> Value
  ) {
    self.parameterCount = parameterCount
    self.callInRows = callInRows
    self.call = call
  }
}

package indirect enum Value: Sendable {
  case none
  case number(Double)
  case text(String)
  case boolean(Bool)
  case date(Moment)
  case range(NumberRange)
  case list([Value])
  case record(Record)
  case function(FunctionValue)
  case table(Table)
  /// Where its cells are the rows of groups, nobody may take them for one list.
  case column(Column, isGrouped: Bool = false)
  case native(any NativeValue)

  /// The elements of a list, a range or a column; nil for anything else, and for the rows of groups.
  package var elements: [Value]? {
    switch self {
    case .list(let values): values
    case .range(let range): range.values.map(Value.number)
    case .column(let column, let isGrouped): isGrouped ? nil : column.cells
    case .none, .number, .text, .boolean, .date, .record, .function, .table, .native: nil
    }
  }

  /// A column whose cells are the rows of groups.
  package var isGrouped: Bool {
    if case .column(_, isGrouped: true) = self { true } else { false }
  }

  /// A list or a column with `none` among its elements.
  var hasMissing: Bool {
    elements?.contains { if case .none = $0 { true } else { false } } ?? false
  }

  /// Such a column, or a list of some.
  var holdsGroups: Bool {
    if case .list(let values) = self { values.contains(where: \.isGrouped) } else { isGrouped }
  }
}

extension Column {
  package var columnType: ColumnType { type }

  /// Every cell as a value; a missing text or date is `none`, a missing number is NaN.
  package var cells: [Value] {
    switch self {
    case .number(let values): values.map(Value.number)
    case .boolean(let values): values.map(Value.boolean)
    case .date(let values): values.map { $0.isNaN ? .none : .date(Moment(seconds: $0)) }
    case .text(let column):
      column.codes.map { $0 < 0 ? .none : .text(column.levels[Int($0)]) }
    }
  }
}

extension Column {
  /// Cells of one type; nil for anything else.
  package init?(cells: [Value]) {
    let present = cells.filter { if case .none = $0 { false } else { true } }
    guard let type = present.first?.type else {
      self = .missing(count: cells.count)
      return
    }
    guard present.allSatisfy({ $0.type == type }) else { return nil }
    switch type {
    case .number: self = .number(cells.map { Double($0) ?? .nan })
    case .text: self = .text(TextColumn(cells.map { String($0) }))
    case .date: self = .date(cells.map { Moment($0)?.seconds ?? .nan })
    case .boolean where present.count == cells.count: self = .boolean(cells.compactMap { Bool($0) })
    case .any, .none, .boolean, .range, .list, .record, .function, .table, .column, .native, .oneOf:
      return nil
    }
  }
}

extension Table {
  package var schema: Schema {
    Schema(zip(names, columns).map { Schema.Entry($0, $1.columnType) })
  }
}
