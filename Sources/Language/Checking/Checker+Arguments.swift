// Calls of operators: which argument goes to which parameter, and the type that comes out.

import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func call(
    _ operation: Operator, _ name: Name, piped: CheckedExpression?, _ arguments: [Argument],
    stage: Int?, _ span: Span
  ) -> CheckedExpression {
    if let piped, let first = operation.parameters.first,
      let hint = hint(forTable: piped, to: operation)
    {
      reportWrong(piped, for: first, hint: hint, at: piped.span)
      for argument in arguments { _ = checkQuietly(argument.value) }
      return failed(span)
    }
    let before = diagnostics.count
    let given = matched(operation, name, piped: piped, arguments)
    var call = OperatorCall(operation: operation)
    call.types.header = context.header
    call.types.resolve = context.resolve
    if let piped, let first = operation.parameters.first {
      checkValue(piped, for: first, at: piped.span)
      call.add(piped, for: first, at: piped.span)
    }
    // The first argument is the table of row expressions, so it is looked at first.
    for item in given.sorted(by: { $0.order < $1.order }) {
      check(item, into: &call)
    }
    let isGiven = Set(given.map(\.parameter.name))
    if operation.parameters.contains(where: { $0.isChance && !isGiven.contains($0.name) }) {
      usage.leaveToChance(operation.name, at: name.span)
    }
    let types = call.types
    let found = CheckedCall(
      operation: operation, nameSpan: name.span, arguments: call.finished, stage: stage)
    let isWrong = diagnostics.count > before
    var type = isWrong ? ValueType.any : operation.refine?(types) ?? operation.returns
    if isWrong, case .native = operation.returns { type = operation.returns }
    if isForGroups(operation, types), TypeRules.isCell(type) { type = TypeRules.one(type) }
    if !isWrong, operation.name == Self.use { return library(found, span) }
    if !isWrong, let problem = operation.verify?(types) {
      report(problem, of: found)
      return failed(span)
    }
    if !isWrong, let folded = folded(found, types, span) { return folded }
    return made(.call(found), type, span)
  }

  /// In grouped rows an operator makes one value for each group of what is a column.
  private func isForGroups(_ operation: Operator, _ types: CallTypes) -> Bool {
    guard scope.row?.isGrouped == true, operation.family == .general else { return false }
    return types.types.isEmpty || types.types.values.contains(where: TypeRules.mayBeColumn)
  }

  /// An argument and the parameter that it goes to.
  struct Given {
    var parameter: ParameterDeclaration
    /// The name as given, where any is welcome.
    var rowName: Name?
    var value: Expression
    var order: Int

    /// A list where a table is asked for.
    static func isList(_ expression: Expression, for parameter: ParameterDeclaration) -> Bool {
      guard case .table = parameter.type, case .list = expression.kind else { return false }
      return true
    }
  }

  mutating func matched(
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
        guard position < allowed,
          operation.parameters[position].name != operation.anyNamed?.name
        else {
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
        $0.name == argumentName.text && $0.name != operation.anyNamed?.name
          // In backticks it is a new column, whatever it is called.
          && !(argumentName.quoted && operation.anyNamed != nil)
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
      } else if let rows = operation.anyNamed {
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
    isWrong = isWrong || given.contains { Given.isList($0.value, for: $0.parameter) }
    if !isWrong { reportMissing(operation, name, taken: taken) }
    return given
  }

  private mutating func reportExtra(_ operation: Operator, _ argument: Argument, allowed: Int) {
    let next = operation.parameters.dropFirst(allowed).first {
      $0.name != operation.anyNamed?.name
    }
    let last = allowed > 0 ? operation.parameters[allowed - 1] : nil
    report(
      .tooManyPositional(of: operation.name, allowed: allowed, next: next?.spelling),
      at: argument.value.span,
      hint: last?.kind == .columns ? "several columns are a list: `[first, second]`" : nil)
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
}
