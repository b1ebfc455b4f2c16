// Arguments of operators: whether each is what its parameter asks for. `none` for what need not be given
// is the same as leaving it out.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func check(_ given: Given, into call: inout OperatorCall) {
    let parameter = given.parameter
    let span = given.value.span
    switch parameter.kind {
    case .value:
      let value = checkedValue(given.value, for: parameter, call: &call)
      if parameter.name == call.operation.parameters.first?.name,
        let hint = hint(forTable: value, to: call.operation)
      {
        reportWrong(value, for: parameter, hint: hint, at: span)
      } else {
        checkValue(value, for: parameter, at: span)
      }
      call.add(value, for: parameter, at: span)
    case .row(let type):
      let row = checkRow(given.value, table: call.table, named: parameter.spelling, type: type)
      call.add(.row(row, type), for: parameter, at: span)
      call.types.types[parameter.name] = row.type
    case .namedRows:
      guard let name = given.rowName else { return }
      var table = call.table
      table.isGrouped = call.isGrouped
      let row = checkRow(given.value, table: table, named: name.spelling, type: nil)
      if call.operation.summarizes, case .column = row.type {
        report(.notSummarized(name.spelling), at: row.span)
      }
      call.addNamedRow(CheckedField(name: name.text, value: row), spelling: name)
    case .namedValues:
      guard let name = given.rowName else { return }
      let value = check(given.value)
      var named = parameter
      named.name = name.quoted ? name.text : name.spelling
      checkValue(value, for: named, at: span)
      call.namedValues.append(CheckedField(name: named.name, value: value))
      call.types.named.append((named.name, value.type))
    case .columns, .column:
      if isLeftOut(given.value, for: parameter, table: call.table) { return }
      let isOne = parameter.kind == .column
      let selection = checkSelection(
        given.value, in: Selection(table: call.table, parameter: parameter, isOne: isOne))
      if isOne {
        guard let item = selection.items.first else { return }
        call.add(.column(item), for: parameter, at: span)
      } else {
        call.add(.columns(selection.items), for: parameter, at: span)
        call.types.types[parameter.name] = .list(.text)
      }
      if let names = selection.names { call.types.selections[parameter.name] = names }
    }
  }

  /// `terminated: none`, or a name that is bound to `none` and is no column.
  private mutating func isLeftOut(
    _ expression: Expression, for parameter: ParameterDeclaration, table: RowScope
  ) -> Bool {
    guard !parameter.isRequired else { return false }
    switch expression.kind {
    case .none: return true
    case .name(let name):
      guard table.column(name) == nil, scope[name.text]?.type == ValueType.none else {
        return false
      }
      _ = binding(name)
      return true
    default: return false
    }
  }

  mutating func checkValue(
    _ value: CheckedExpression, for parameter: ParameterDeclaration, at span: Span
  ) {
    if value.type == .none, !parameter.isRequired { return }
    guard value.type.fits(parameter.type) else {
      var hint: String?
      if case .list(let element) = parameter.type, element != .any, value.type.fits(element),
        span.end - span.start < 30
      {
        hint = "a list stands in brackets: `[\(source.text(span))]`"
      } else if value.type.element == .boolean, ValueType.list(.number).fits(parameter.type) {
        hint = "`count` says for how many it holds, `share` for what share"
      } else {
        hint = makers(of: parameter.type, from: value.type)
      }
      return reportWrong(value, for: parameter, hint: hint, at: span)
    }
    guard let constant = value.constant else { return }
    do {
      try parameter.checkRange(constant)
    } catch {
      var near = Self.percent(constant, for: parameter)
      if case .text(let text) = constant {
        near = Names.nearest(to: text, in: parameter.choices).map { "\"\($0)\"" }
      }
      report(
        .outOfRange(error.message, hint: near.map { "did you mean \($0)?" } ?? error.hint),
        at: span, labels: origin(of: value))
    }
  }

  mutating func reportWrong(
    _ value: CheckedExpression, for parameter: ParameterDeclaration, hint: String?, at span: Span
  ) {
    report(
      .wrongArgument(
        name: parameter.spelling, expected: parameter.expectation, found: value.type.phrase,
        hint: hint), at: span, labels: origins(of: [value]), notes: remarks(on: [value]))
  }

  /// `60%` for 60, where a share is asked for.
  private static func percent(_ value: Value, for parameter: ParameterDeclaration) -> String? {
    guard let bounds = parameter.bounds, bounds.upperBound <= 1, !parameter.isInteger,
      case .number(let number) = value, (10...100).contains(number), bounds.contains(number / 100)
    else { return nil }
    let digits = number == number.rounded() ? "\(Int(number))" : "\(number)"
    return "`\(digits)%`"
  }

  /// Operators that make what is asked for out of what was given: a step of the pipeline was left out.
  private func makers(of expected: ValueType, from found: ValueType) -> String? {
    guard case .native(let wanted) = expected, case .native = found else { return nil }
    let isLast = { (operation: Operator) in operation.family == .market }
    let operators = context.catalogue.operators
    let names = (operators.filter { !isLast($0) } + operators.filter(isLast)).filter { operation in
      guard case .native(let made) = operation.returns, made.name == wanted.name else {
        return false
      }
      return operation.parameters.contains { $0.type != .any && found.fits($0.type) }
    }.prefix(4).map { "`\($0.name)`" }
    guard !names.isEmpty else { return nil }
    let verb = names.count == 1 ? "makes" : "make"
    return "\(names.joined(separator: ", ")) \(verb) \(expected.phrase) of \(found.phrase)"
  }

  /// Where the name that was given got its value.
  private func origin(of value: CheckedExpression) -> [Label] {
    guard case .binding(let name) = value.kind, let span = scope[name]?.span else { return [] }
    return [Label("bound here", at: span)]
  }

  // MARK: Functions as arguments

  /// A value; a function among them is gone through with what the operator calls it with.
  private mutating func checkedValue(
    _ expression: Expression, for parameter: ParameterDeclaration, call: inout OperatorCall
  ) -> CheckedExpression {
    // Most likely the pipe before the call is missing, and the names are columns.
    if Given.isList(expression, for: parameter) { return checkQuietly(expression) }
    guard parameter.type == .function, let types = call.functionTypes else {
      let isText = ValueType.text.fits(parameter.type) && !ValueType.number.fits(parameter.type)
      return isText ? checkText(expression) : check(expression)
    }
    if case .function(let names, let body) = expression.kind {
      let literal = function(names, body, types: types, expression.span)
      guard hasCount(names.count, of: types, call, at: expression.span) else { return literal }
      if case .function(let checked) = literal.kind {
        call.types.answers[parameter.name] = checked.result.type
      }
      return literal
    }
    let value = operatorFunction(expression) ?? check(expression)
    if let known = value.function {
      guard hasCount(known.parameters.count, of: types, call, at: value.span) else { return value }
      let answer = followed(known, types.map { Bound(type: $0) }, at: value.span)
      call.types.answers[parameter.name] = answer.type
    } else if case .operatorFunction(let operation) = value.kind {
      call.types.answers[parameter.name] = answer(of: operation, to: types, at: value.span)
    }
    return value
  }

  /// `map(upper)` in a row expression: no column is a function.
  private func operatorFunction(_ expression: Expression) -> CheckedExpression? {
    guard case .name(let name) = expression.kind, scope[name.text] == nil,
      let operation = context.catalogue[name.text]
    else { return nil }
    return made(.operatorFunction(operation), .function, name.span)
  }

  private mutating func hasCount(
    _ count: Int, of types: [ValueType], _ call: OperatorCall, at span: Span
  ) -> Bool {
    guard count != types.count else { return true }
    report(
      .functionTakes(by: call.operation.name, expected: types.count, found: count), at: span)
    return false
  }

  /// `map(sqrt)`: the type that the operator gives for one element.
  private mutating func answer(
    of operation: Operator, to types: [ValueType], at span: Span
  ) -> ValueType {
    guard let parameter = operation.parameters.first, let type = types.first else { return .any }
    guard type.fits(parameter.type) else {
      report(
        .wrongArgument(
          name: parameter.spelling, expected: parameter.expectation, found: type.phrase,
          hint: "`\(operation.name)` is called with each element"), at: span)
      return .any
    }
    let needed = operation.parameters.dropFirst(types.count).first { $0.isRequired }
    if let needed {
      report(
        .missingArgument(
          of: operation.name, name: needed.spelling, meaning: needed.meaning), at: span)
      return .any
    }
    guard let refine = operation.refine else { return operation.returns }
    return refine(CallTypes(types: [parameter.name: type], header: context.header))
  }
}
