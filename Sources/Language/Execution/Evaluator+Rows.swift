// Which rows an operator works on. Inside `summarize` and `derive` with `by` or `order` the columns of the table
// stand for the rows of groups, and so does what is made of them: the value itself says so, through functions
// too. A column from elsewhere, such as `visits.cost`, is a whole.

import Checking
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  /// A column of the row expression's table.
  func own(_ column: Column) -> Value { .column(column, isGrouped: rows?.groups != nil) }

  /// The rows for an operator that stands in a row expression: without groups when all its columns are wholes.
  func rowsSeen(by arguments: some Collection<Value>) -> RowContext? {
    guard var rows else { return nil }
    let columns = arguments.filter(\.isColumn)
    if !columns.isEmpty, !columns.contains(where: \.isGrouped) { rows.groups = nil }
    return rows
  }

  /// In a row expression a function of the script sees its rows, whichever operator calls it.
  func inRows(_ value: Value) -> Value {
    guard let rows, case .function(var function) = value, let callInRows = function.callInRows
    else { return value }
    function.call = { try callInRows($0, rows) }
    return .function(function)
  }

  /// A row expression that takes a group's rows for a list, such as `join_text(city)`, for one group after the
  /// other.
  func byGroup(
    _ expression: CheckedExpression, of table: Table, _ groups: RowGroups,
    _ environment: Environment
  ) throws -> Value {
    var evaluator = self
    // What is to be noted has been noted, or would be for each group.
    evaluator.context.emit = { _ in }
    var cells = [Value](repeating: .none, count: table.rowCount)
    for group in 0..<groups.count {
      try pollCancellation()
      let places = Array(groups.rows(of: group))
      let part = groups.isVoid ? table.head(0) : table.gathered(places)
      evaluator.table = part
      evaluator.rows = RowContext(count: part.rowCount)
      let value: Value
      do {
        value = try evaluator.evaluate(expression, in: environment)
      } catch is Failure where groups.isVoid {
        continue
      }
      if case .column(let column, _) = value, column.count == places.count {
        for (row, cell) in zip(places, column.cells) { cells[row] = cell }
      } else {
        for row in places { cells[row] = value }
      }
    }
    guard let column = Column(cells: cells) else {
      let found = cells.first { Column(cells: [$0]) == nil }?.type.phrase ?? "several types"
      throw failure(
        .wrongType(expected: "one value for every row", found: found), at: expression.span)
    }
    return own(column)
  }

  /// The groups that `by` and `order` make of a table, for named row expressions.
  func grouped(
    _ table: Table, _ values: [String: Value], for call: CheckedCall
  ) throws -> RowContext {
    func names(_ name: String) -> [String] { values[name].flatMap { [String]($0) } ?? [] }
    let (by, order) = (names("by"), names("order"))
    var rows = RowContext(count: table.rowCount)
    if call.operation.summarizes, by.isEmpty, table.rowCount == 0 {
      rows = RowContext(count: 1, groups: .void)
      return rows
    }
    guard call.operation.summarizes || !by.isEmpty || !order.isEmpty else { return rows }
    do throws(TableError) {
      rows.groups =
        by.isEmpty && order.isEmpty
        ? RowGroups(whole: table.rowCount) : try RowGroups(table, by: by, order: order)
    } catch {
      throw failure(.columns(error.message), at: call.nameSpan)
    }
    return rows
  }
}
