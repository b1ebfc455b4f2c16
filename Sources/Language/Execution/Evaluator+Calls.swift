// Calls of operators. An operator's failure is placed under the argument that it names, or under its own
// name, and says which stage of the pipeline it came from.

import Checking
import Compute
import Data
import OperatorKit
import Syntax
import Text

extension Evaluator {
  func run(_ call: CheckedCall, _ span: Span, _ environment: Environment) throws -> Value {
    var values: [String: Value] = [:]
    var spans: [String: Span] = [:]
    let first = call.operation.parameters.first?.name
    var rows: RowContext?
    for argument in call.arguments {
      let table = first.flatMap { values[$0] }?.table
      if case .namedRows = argument.kind, let table {
        rows = try grouped(table, values, for: call)
        // All rows of an empty table are one group, which has nothing in it.
        if rows?.groups?.isVoid == true, let first { values[first] = .table(table.missingRow) }
      }
      let seen = first.flatMap { values[$0] }?.table
      values[argument.name] = try value(of: argument, of: call, table: seen, rows, environment)
      spans[argument.name] = argument.span
      switch argument.kind {
      case .namedRows(let fields), .namedValues(let fields):
        for field in fields { spans[field.name] = field.value.span }
      case .value, .row, .columns, .column: break
      }
    }
    if call.operation.anyNamed?.kind == .namedRows {
      var evaluator = self
      evaluator.context.rows = rows
      return try evaluator.run(
        call.operation, Arguments(values), spans: spans, at: call.nameSpan, stage: call.stage)
    }
    return try seeing(
      call.operation, values, spans: spans, at: call.nameSpan, stage: call.stage)
  }

  /// Runs an operator, which sees the rows of the row expression that it stands in.
  func seeing(
    _ operation: Operator, _ values: [String: Value], spans: [String: Span], at span: Span,
    stage: Int?
  ) throws -> Value {
    try pollCancellation()
    var evaluator = self
    evaluator.context.rows = rowsSeen(by: values.values)
    let result = try evaluator.run(
      operation, Arguments(values.mapValues(inRows)), spans: spans, at: span, stage: stage)
    guard case .column(let column, _) = result, evaluator.context.rows?.groups != nil else {
      return result
    }
    return own(column)
  }

  func run(
    _ operation: Operator, _ arguments: Arguments, spans: [String: Span], at span: Span,
    stage: Int?
  ) throws -> Value {
    let note = stage.map { "in stage \($0) of the pipeline, `\(operation.name)`" }
    do {
      guard let stages, operation.isStage else { return try operation.run(arguments, context) }
      return try stages.result(of: operation, arguments) {
        try operation.run(arguments, context)
      }
    } catch let failure as Failure {
      throw brought(failure, to: span, note: note ?? "called by `\(operation.name)`")
    } catch let cancelled as Cancelled {
      throw cancelled
    } catch {
      let words = OperatorError(describing: error)
      var place = words.parameter.flatMap { spans[$0] } ?? span
      var notes = note.map { [$0] } ?? []
      if let part = words.part,
        case .text(let text)? = words.parameter.flatMap({ arguments.values[$0] })
      {
        if let inner = source.span(of: part, of: text, in: place) {
          place = inner
        } else {
          notes.insert("at \(SourceText.place(of: part, in: text)) of the text", at: 0)
        }
      }
      let diagnostic = Diagnostic(
        code: words.code, words.message, at: place, hint: words.hint, notes: notes)
      throw Failure(
        diagnostic: diagnostic, source: source, isExpectation: words.kind == .expectation,
        needsOneGroup: words.kind == .needsOneGroup)
    }
  }

  /// A failure from inside a function: it keeps its place when that is in this source; a function of
  /// an earlier prompt is named by its text instead.
  func brought(_ failure: Failure, to span: Span, note: String?) -> Failure {
    var failure = failure
    if failure.source != source {
      let text = failure.source.text(failure.diagnostic.span)
      let place = failure.source.location(failure.diagnostic.span.start)
      let file = failure.source.name
      let isLibrary = !file.isEmpty && file != source.name
      failure.diagnostic.span = span
      failure.diagnostic.hint = nil
      failure.diagnostic.notes.append(
        isLibrary
          ? "at `\(text.prefix(60))` in \(file):\(place.line):\(place.column)"
          : "at `\(text.prefix(60))` of a function from before")
      failure.source = source
    }
    // Deep calls would repeat the note endlessly.
    if let note, failure.diagnostic.notes.last != note, failure.diagnostic.notes.count < 8 {
      failure.diagnostic.notes.append(note)
    }
    return failure
  }

  private func value(
    of argument: CheckedArgument, of call: CheckedCall, table: Table?, _ rows: RowContext?,
    _ environment: Environment
  ) throws -> Value {
    switch argument.kind {
    case .value(let expression): return try evaluate(expression, in: environment)
    case .row(let expression, let type):
      guard let table else { throw noTable(argument.span) }
      return .column(
        try row(
          expression, named: argument.name, of: table, type: type,
          RowContext(count: table.rowCount), environment))
    case .namedRows(let fields):
      guard var table else { throw noTable(argument.span) }
      var columns: [(String, Value)] = []
      for field in fields {
        let column = try row(
          field.value, named: field.name, of: table, type: nil, rows, environment)
        columns.append((field.name, .column(column)))
        // In a summary the table's own columns stay what they are.
        if call.operation.summarizes, table[field.name] != nil { continue }
        table = try table.with(field.name, column)
      }
      return .record(Record(columns))
    case .namedValues(let fields):
      return .record(
        Record(try fields.map { ($0.name, try evaluate($0.value, in: environment)) }))
    case .columns(let selections):
      if try isLeftOut(selections, argument, of: call, table, environment) { return .none }
      var keys: [SortKey] = []
      for selection in selections {
        for key in try self.keys(selection, of: table, argument.span, environment)
        where !keys.contains(where: { $0.column == key.column }) {
          keys.append(key)
        }
      }
      return .list(keys.map(\.value))
    case .column(let selection):
      if try isLeftOut([selection], argument, of: call, table, environment) { return .none }
      let names = try keys(selection, of: table, argument.span, environment).map(\.column)
      guard names.count == 1 else {
        throw failure(
          .wrongType(expected: "one column", found: "\(names.count) of them"), at: argument.span)
      }
      return .text(names[0])
    }
  }

  /// `by: by` where `by` is bound to `none`, for what need not be given.
  private func isLeftOut(
    _ selections: [CheckedSelection], _ argument: CheckedArgument, of call: CheckedCall,
    _ table: Table?, _ environment: Environment
  ) throws -> Bool {
    guard selections.count == 1, call.operation.parameter(argument.name)?.isRequired == false
    else { return false }
    switch selections[0] {
    case .bare(let name, let isBound):
      guard isBound, table?.name(for: name) == nil, case .some(.none) = environment[name.text]
      else { return false }
      return true
    case .texts(let expression):
      if case .none = try evaluate(expression, in: environment) { return true }
      return false
    case .known, .descending, .conditional: return false
    }
  }

  private func noTable(_ span: Span) -> Failure {
    failure(.wrongType(expected: "a Table to take columns from", found: "none"), at: span)
  }

  // MARK: Rows and columns

  private func row(
    _ expression: CheckedExpression, named name: String, of table: Table, type: ColumnType?,
    _ rows: RowContext?, _ environment: Environment
  ) throws -> Column {
    var evaluator = self
    evaluator.table = table
    evaluator.rows = rows
    let value: Value
    do {
      value = try evaluator.evaluate(expression, in: environment)
    } catch let failure as Failure where failure.needsOneGroup {
      guard let groups = rows?.groups else { throw failure }
      value = try evaluator.byGroup(expression, of: table, groups, environment)
    }
    let operand: ColumnOperand
    switch value {
    case .column(let column, _): operand = .column(column)
    case .number(let number): operand = .number(number)
    case .text(let text): operand = .text(text)
    case .boolean(let boolean): operand = .boolean(boolean)
    case .date(let moment): operand = .date(moment)
    case .none: operand = .missing
    case .range, .list, .record, .function, .table, .native:
      throw failure(
        .wrongType(expected: "one value for every row", found: value.type.phrase),
        at: expression.span)
    }
    if let count = operand.count, count != table.rowCount {
      throw failure(
        .rowCount(name: name, expected: table.rowCount, found: count), at: expression.span)
    }
    if let type, let found = operand.type, found != type {
      throw failure(
        .rowType(
          name: name, expected: ValueType.cell(type).phrase, found: value.type.phrase),
        at: expression.span)
    }
    return operand.column(count: table.rowCount)
  }

  /// The columns of a selection, and which of them come largest first.
  private func keys(
    _ selection: CheckedSelection, of table: Table?, _ span: Span, _ environment: Environment
  ) throws -> [SortKey] {
    switch selection {
    case .descending(let selections):
      return try selections.flatMap { try keys($0, of: table, span, environment) }
        .map { SortKey($0.column, isDescending: !$0.isDescending) }
    case .known, .bare, .texts:
      return try names(selection, of: table, span, environment).map { SortKey($0) }
    case .conditional(let condition, let then, let otherwise):
      let value = try evaluate(condition, in: environment)
      guard case .boolean(let holds) = value else {
        throw failure(
          .wrongType(expected: "true or false", found: value.type.phrase), at: condition.span)
      }
      return try (holds ? then : otherwise).flatMap {
        try keys($0, of: table, span, environment)
      }
    }
  }

  private func names(
    _ selection: CheckedSelection, of table: Table?, _ span: Span, _ environment: Environment
  ) throws -> [String] {
    switch selection {
    case .known(let name): return [name]
    case .bare(let name, let isBound):
      guard let table else { return [name.text] }
      if let found = table.name(for: name) { return [found] }
      if isBound, let value = environment[name.text] {
        return try names(value, of: table, name.span)
      }
      let near = Names.nearest(to: name.text, in: table.names)
      throw failure(.unknownColumn(name.spelling, near: near), at: name.span)
    case .texts(let expression):
      return try names(evaluate(expression, in: environment), of: table, expression.span)
    case .descending, .conditional:
      return try keys(selection, of: table, span, environment).map(\.column)
    }
  }

  private func names(_ value: Value, of table: Table?, _ span: Span) throws -> [String] {
    guard let texts = String(value).map({ [$0] }) ?? [String](value) else {
      throw failure(.wrongType(expected: "names of columns", found: value.type.phrase), at: span)
    }
    guard let table else { return texts }
    var names: [String] = []
    for text in texts {
      do throws(TableError) {
        names += try table.columnNames(matching: text)
      } catch {
        let near = Names.nearest(to: text, in: table.names)
        throw failure(.unknownColumn(text, near: near), at: span)
      }
    }
    return names
  }
}

extension Value {
  fileprivate var table: Table? {
    if case .table(let table) = self { table } else { nil }
  }
}
