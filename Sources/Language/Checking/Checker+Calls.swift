// Calls: who is called, which argument goes to which parameter, and whether it may. One walk, and so one
// file of a little over 300 lines.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  // MARK: Who is called

  mutating func pipe(
    _ left: Expression, into stage: Expression, _ span: Span
  ) -> CheckedExpression {
    let piped = check(left)
    let number = Self.stageCount(left) + 1
    switch stage.kind {
    case .call(let callee, let arguments):
      return call(callee, piped: piped, arguments, stage: number, span)
    default:
      return call(stage, piped: piped, [], stage: number, span)
    }
  }

  private static func stageCount(_ expression: Expression) -> Int {
    var count = 1
    var expression = expression
    while case .pipe(let left, _) = expression.kind {
      count += 1
      expression = left
    }
    return count
  }

  mutating func call(
    _ callee: Expression, piped: CheckedExpression?, _ arguments: [Argument], stage: Int?,
    _ span: Span
  ) -> CheckedExpression {
    guard case .name(let name) = callee.kind else {
      return apply(callee, piped: piped, arguments, span)
    }
    let bound = scope.names[name.text]
    // A binding may share its name with an operator; only one that may be a function hides it.
    if let operation = context.catalogue[name.text], bound.map({ $0.type != .function }) ?? true {
      return call(operation, name, piped: piped, arguments, stage: stage, span)
    }
    if let bound {
      let function = CheckedExpression(
        kind: .binding(name.text), span: name.span, type: bound.type, constant: nil)
      return apply(function, known: bound.function, piped: piped, arguments, span)
    }
    for argument in arguments { _ = checkQuietly(argument.value) }
    if !reportTooEarly(name) {
      let functions = boundNames.filter { scope.names[$0]?.type == .function }
      let near = Names.nearest(to: name.text, in: context.catalogue.names + functions)
      report(.unknownOperator(name.spelling, near: near), at: name.span)
    }
    return failed(span)
  }

  /// Reports mistakes in an argument of something unknown, but not its bare names: they may have been
  /// meant as columns.
  private mutating func checkQuietly(_ expression: Expression) -> CheckedExpression {
    let outer = scope.row
    scope.row = RowScope(schema: nil, table: nil, depth: scope.depth)
    defer { scope.row = outer }
    return check(expression)
  }

  // MARK: Functions of the script

  /// A function literal that is called where it stands knows the types of its arguments.
  private mutating func apply(
    _ callee: Expression, piped: CheckedExpression?, _ arguments: [Argument], _ span: Span
  ) -> CheckedExpression {
    guard case .function(let names, let body) = callee.kind, let piped, arguments.isEmpty else {
      return apply(check(callee), known: nil, piped: piped, arguments, span)
    }
    let literal = function(names, body, types: [piped.type], callee.span)
    var result = apply(literal, known: nil, piped: piped, [], span)
    if case .function(let function) = literal.kind { result.type = function.result.type }
    return result
  }

  private mutating func apply(
    _ function: CheckedExpression, known: KnownFunction?, piped: CheckedExpression?,
    _ arguments: [Argument], _ span: Span
  ) -> CheckedExpression {
    let values = (piped.map { [$0] } ?? []) + arguments.map { check($0.value) }
    guard function.type.fits(.function) else {
      report(.notAFunction(function.type.phrase), at: function.span)
      return failed(span)
    }
    if let named = arguments.compactMap(\.name).first {
      report(.namedArgumentOfFunction, at: named.span)
      return failed(span)
    }
    var expected = known?.parameters.count
    if case .function(let literal) = function.kind { expected = literal.parameters.count }
    if let expected, expected != values.count {
      report(.argumentCount(expected: expected, found: values.count), at: function.span)
      return failed(span)
    }
    let type = known.map { followed($0, values.map(\.type)) } ?? .any
    return made(.apply(function, values), type, span)
  }

  /// The type that a function of the script answers to these arguments. What is wrong inside was
  /// reported where the function stands.
  private func followed(_ function: KnownFunction, _ types: [ValueType]) -> ValueType {
    guard followedCalls < 3 else { return .any }
    var inner = self
    inner.followedCalls += 1
    inner.scope = Scope(names: function.names, depth: scope.depth)
    return inner.functionBody(function.parameters, function.body, types: types).result
  }

  // MARK: Operators

  private mutating func call(
    _ operation: Operator, _ name: Name, piped: CheckedExpression?, _ arguments: [Argument],
    stage: Int?, _ span: Span
  ) -> CheckedExpression {
    let before = diagnostics.count
    let given = matched(operation, name, piped: piped, arguments)
    var call = OperatorCall(operation: operation)
    if let piped { call.add(piped, for: operation.parameters.first, at: piped.span) }
    if let piped, let first = operation.parameters.first {
      checkValue(piped, for: first, at: piped.span)
    }
    // The first argument is the table of row expressions, so it is looked at first.
    for item in given.sorted(by: { $0.order < $1.order }) {
      check(item, into: &call)
    }
    var types = call.types
    types.header = context.header
    let found = CheckedCall(
      operation: operation, nameSpan: name.span, arguments: call.finished, stage: stage)
    let isWrong = diagnostics.count > before
    var type = isWrong ? ValueType.any : operation.refine?(types) ?? operation.returns
    if isWrong, case .native = operation.returns { type = operation.returns }
    return made(.call(found), type, span)
  }

  /// An argument and the parameter that it goes to.
  private struct Given {
    var parameter: ParameterDeclaration
    /// The name as given, for a named row expression.
    var rowName: Name?
    var value: Expression
    var order: Int
  }

  private mutating func matched(
    _ operation: Operator, _ name: Name, piped: CheckedExpression?, _ arguments: [Argument]
  ) -> [Given] {
    var given: [Given] = []
    var taken: Set<String> = []
    var position = 0
    if piped != nil {
      position = 1
      if let first = operation.parameters.first {
        taken.insert(first.name)
      } else {
        report(.tooManyPositional(of: operation.name, allowed: 0, next: nil), at: name.span)
      }
    }
    var isWrong = false
    for argument in arguments {
      guard let argumentName = argument.name else {
        let allowed = min(operation.positional, operation.parameters.count)
        guard position < allowed, operation.parameters[position].kind != .namedRows else {
          if !isWrong { reportExtra(operation, argument, allowed: allowed) }
          isWrong = true
          continue
        }
        let parameter = operation.parameters[position]
        taken.insert(parameter.name)
        given.append(Given(parameter: parameter, value: argument.value, order: position))
        position += 1
        continue
      }
      let place = operation.parameters.firstIndex {
        $0.name == argumentName.text && $0.kind != .namedRows
      }
      if let place {
        let parameter = operation.parameters[place]
        guard taken.insert(parameter.name).inserted else {
          report(
            .repeatedArgument(of: operation.name, name: argumentName.spelling),
            at: argumentName.span)
          continue
        }
        given.append(Given(parameter: parameter, value: argument.value, order: place))
      } else if let rows = operation.parameters.first(where: { $0.kind == .namedRows }) {
        guard taken.insert("\(rows.name): \(argumentName.text)").inserted else {
          report(
            .repeatedArgument(of: operation.name, name: argumentName.spelling),
            at: argumentName.span)
          continue
        }
        given.append(
          Given(
            parameter: rows, rowName: argumentName, value: argument.value,
            order: operation.parameters.count))
        taken.insert(rows.name)
      } else {
        reportUnknownArgument(operation, argumentName)
        isWrong = true
        _ = checkQuietly(argument.value)
      }
    }
    if !isWrong { reportMissing(operation, name, taken: taken) }
    return given
  }

  private mutating func reportExtra(_ operation: Operator, _ argument: Argument, allowed: Int) {
    let next = operation.parameters.dropFirst(allowed).first { $0.kind != .namedRows }
    report(
      .tooManyPositional(of: operation.name, allowed: allowed, next: next?.spelling),
      at: argument.value.span)
  }

  private mutating func reportUnknownArgument(_ operation: Operator, _ name: Name) {
    let known = operation.parameters.map(\.spelling)
    let near = Names.nearest(to: name.text, in: operation.parameters.map(\.name))
    report(
      .unknownArgument(
        of: operation.name, name: name.spelling, near: near.map { Greek.spelling(of: $0) },
        known: Array(known.dropFirst())), at: name.span)
  }

  private mutating func reportMissing(_ operation: Operator, _ name: Name, taken: Set<String>) {
    let missing = operation.parameters.first { $0.isRequired && !taken.contains($0.name) }
    guard let missing else { return }
    report(
      .missingArgument(of: operation.name, name: missing.spelling, meaning: missing.meaning),
      at: name.span)
  }

  private mutating func check(_ given: Given, into call: inout OperatorCall) {
    let parameter = given.parameter
    let span = given.value.span
    switch parameter.kind {
    case .value:
      let value = checkedValue(given.value, for: parameter, call: call)
      checkValue(value, for: parameter, at: span)
      call.add(value, for: parameter, at: span)
      if case .function(let literal) = value.kind {
        call.types.answers[parameter.name] = literal.result.type
      }
    case .row(let type):
      let row = checkRow(given.value, table: call.table, named: parameter.spelling, type: type)
      call.add(.row(row, type), for: parameter, at: span)
      call.types.types[parameter.name] = row.type
    case .namedRows:
      guard let name = given.rowName else { return }
      let row = checkRow(given.value, table: call.table, named: name.spelling, type: nil)
      call.addNamedRow(CheckedField(name: name.text, value: row), spelling: name)
    case .columns:
      let selection = checkSelection(given.value, table: call.table)
      call.add(.columns(selection.items), for: parameter, at: span)
      if let names = selection.names { call.types.selections[parameter.name] = names }
    case .column:
      let selection = checkSelection(given.value, table: call.table, single: true)
      guard let item = selection.items.first else { return }
      call.add(.column(item), for: parameter, at: span)
      if let names = selection.names { call.types.selections[parameter.name] = names }
    }
  }

  /// A function literal that is called with the elements of the first argument knows their type.
  private mutating func checkedValue(
    _ expression: Expression, for parameter: ParameterDeclaration, call: OperatorCall
  ) -> CheckedExpression {
    guard parameter.type == .function, case .function(let names, let body) = expression.kind,
      names.count == 1, let first = call.operation.parameters.first,
      let element = call.types.types[first.name].flatMap(TypeRules.element)
    else { return check(expression) }
    return function(names, body, types: [element], expression.span)
  }

  private mutating func checkValue(
    _ value: CheckedExpression, for parameter: ParameterDeclaration, at span: Span
  ) {
    if value.type == .none, !parameter.isRequired { return }
    guard value.type.fits(parameter.type) else {
      report(
        .wrongArgument(
          name: parameter.spelling, expected: parameter.expectation, found: value.type.phrase,
          hint: nil), at: span)
      return
    }
    guard let constant = value.constant else { return }
    do {
      try parameter.checkRange(constant)
    } catch {
      var near: String?
      if case .text(let text) = constant { near = Names.nearest(to: text, in: parameter.choices) }
      report(
        .outOfRange(error.message, hint: near.map { "did you mean \"\($0)\"?" } ?? error.hint),
        at: span)
    }
  }
}
