// Which rows an aggregate sees. Inside `summarize` and `derive` with `by` the columns of the table stand
// for the rows of each group; a column from elsewhere, such as `visits.cost`, is a whole.

import Checking
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  /// The rows for an operator that stands in a row expression; none for one whose columns are from
  /// elsewhere.
  func rowsSeen(by call: CheckedCall, _ environment: Environment) -> RowContext? {
    guard var rows else { return nil }
    let expressions = call.arguments.compactMap { argument -> CheckedExpression? in
      switch argument.kind {
      case .value(let expression): expression
      case .row, .namedRows, .namedValues, .columns, .column: nil
      }
    }
    let mentionsRow = expressions.contains { $0.contains { isRowColumn($0) } }
    let mentionsWhole = expressions.contains { $0.contains { isWhole($0, environment) } }
    if mentionsWhole, !mentionsRow { rows.groups = nil }
    return rows
  }

  /// A column of the row expression's table.
  private func isRowColumn(_ expression: CheckedExpression) -> Bool {
    switch expression.kind {
    case .column: true
    case .columnOrBinding(let name, _): table?.name(for: name) != nil
    default: false
    }
  }

  /// A column from elsewhere: `visits.cost`, or a name that is bound to one.
  private func isWhole(_ expression: CheckedExpression, _ environment: Environment) -> Bool {
    switch expression.kind {
    case .field(let owner, _), .index(let owner, _):
      if case .table = owner.type { return true }
      if case .table? = bound(owner, environment) { return true }
      return false
    case .binding, .columnOrBinding:
      if case .column? = bound(expression, environment) { return true }
      return false
    default: return false
    }
  }

  /// What a name means at the top of the script.
  private func bound(_ expression: CheckedExpression, _ environment: Environment) -> Value? {
    switch expression.kind {
    case .binding(let name): environment.outermost(name)
    case .columnOrBinding(let name, _) where table?.name(for: name) == nil:
      environment.outermost(name.text)
    default: nil
    }
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

extension CheckedExpression {
  /// Whether this expression or one inside it is such.
  fileprivate func contains(_ holds: (CheckedExpression) -> Bool) -> Bool {
    if holds(self) { return true }
    let parts: [CheckedExpression] =
      switch kind {
      case .constant, .binding, .column, .columnOrBinding, .operatorFunction, .library,
        .failed:
        []
      case .text(let parts):
        parts.compactMap { part in
          switch part {
          case .literal: nil
          case .value(let value): value
          }
        }
      case .list(let elements): elements
      case .record(let fields): fields.map(\.value)
      case .negate(let operand), .not(let operand), .field(let operand, _): [operand]
      case .binary(_, let left, let right), .index(let left, let right): [left, right]
      case .range(let start, let end, let step): [start, end] + (step.map { [$0] } ?? [])
      case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
      case .function(let function): function.bindings.map(\.value) + [function.result]
      case .call(let call):
        call.arguments.compactMap { argument in
          switch argument.kind {
          case .value(let value): value
          case .row, .namedRows, .namedValues, .columns, .column: nil
          }
        }
      case .apply(let function, let arguments): [function] + arguments
      }
    return parts.contains { $0.contains(holds) }
  }
}
