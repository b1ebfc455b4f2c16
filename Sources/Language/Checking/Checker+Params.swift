// Params: their type and values, their default, and what the command line puts in its place.

import Data
import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func check(_ parameter: ScriptParameter) -> CheckedParameter {
    let limits = limits(of: parameter)
    let name = parameter.name
    let standard = check(parameter.value)
    let place = parameter.value.span
    var value = held(standard, name, limits, at: place)
    let given = context.overrides.last { Names.canonical($0.name) == name.text }
    if let given { value = overridden(name, value, limits, by: given.text) }
    if value.type == .any, let type = limits.type { value.type = type }
    return CheckedParameter(name: name, value: value, limits: limits)
  }

  mutating func reportUnknownOverrides(_ params: [ScriptParameter]) {
    let names = params.map(\.name)
    for (given, _) in context.overrides {
      let name = Names.canonical(given)
      guard !names.contains(where: { $0.text == name }) else { continue }
      let near = Names.nearest(to: name, in: names.map(\.text))
      var diagnostic = CheckError.unknownParam(
        given, near: near.map { Greek.spelling(of: $0) }, known: names.map(\.spelling)
      ).diagnostic(at: Span(0, 0))
      diagnostic.hasPlace = false
      diagnostic.isOfCommandLine = true
      report(diagnostic)
    }
  }

  // MARK: What a param may be

  private mutating func limits(of parameter: ScriptParameter) -> ParamLimits {
    var limits = ParamLimits()
    if let name = parameter.type {
      limits.type = ParamLimits.types.first { $0.name == name.text }?.type
      if limits.type == nil {
        let known = ParamLimits.types.map(\.name)
        let near = Names.nearest(to: name.text, in: known)
        report(.unknownParamType(name.spelling, near: near, known: known), at: name.span)
      }
    }
    guard let expression = parameter.allowed else { return limits }
    let allowed = check(expression)
    guard allowed.type != .any else { return limits }
    guard let constant = allowed.constant, let elements = constant.elements, !elements.isEmpty
    else {
      report(.paramValues(found: allowed.type.phrase), at: allowed.span)
      return limits
    }
    if let type = limits.type, let wrong = elements.first(where: { !$0.type.fits(type) }) {
      report(
        .wrongParamValue(
          name: parameter.name.spelling, expected: type.phrase, found: wrong.type.phrase),
        at: allowed.span)
      return limits
    }
    limits.allowed = constant
    if case .range(_, _, by: .some) = expression.kind { limits.isStepped = true }
    return limits
  }

  /// The value, or what stands for one that its param does not allow.
  private mutating func held(
    _ value: CheckedExpression, _ name: Name, _ limits: ParamLimits, at span: Span
  ) -> CheckedExpression {
    guard value.type != .any else { return value }
    if let type = limits.type, !value.type.fits(type) {
      report(
        .wrongParamValue(
          name: name.spelling, expected: type.phrase, found: value.type.phrase), at: span)
      return failed(value.span)
    }
    if let constant = value.constant, !limits.accepts(constant) {
      report(
        .paramOutside(
          name: name.spelling, expected: limits.phrase, found: inline(constant, quoted: true)),
        at: span)
      return failed(value.span)
    }
    return value
  }

  // MARK: The command line

  private mutating func overridden(
    _ name: Name, _ value: CheckedExpression, _ limits: ParamLimits, by text: String
  ) -> CheckedExpression {
    let before = diagnostics.count
    let expected = limits.type ?? limits.allowed?.element?.type ?? value.type
    var result = failed(value.span)
    if let constant = literal(text, like: expected) {
      if constant.type.fits(expected) || expected == .none {
        let replaced = CheckedExpression(
          kind: .constant(constant), span: value.span, type: constant.type, constant: constant)
        result = held(replaced, name, limits, at: name.span)
      } else {
        report(
          .wrongParamValue(
            name: name.spelling, expected: expected.phrase, found: constant.type.phrase),
          at: name.span)
      }
    } else {
      report(.unreadableParamValue(name: name.spelling, text: text), at: name.span)
    }
    for index in before..<diagnostics.count {
      diagnostics[index].isOfCommandLine = true
      diagnostics[index].notes.append("the value comes from the command line, `--set`")
    }
    return result
  }

  /// A constant expression; where a text or a date is asked for, it stands without quotes.
  private func literal(_ text: String, like type: ValueType) -> Value? {
    let source = SourceText(text)
    let script = parse(source)
    if script.diagnostics.isEmpty, case .show(let expression)? = script.statements.first?.kind,
      script.statements.count == 1
    {
      var inner = Checker(
        context: CheckContext(catalogue: Catalogue([])), source: source)
      let checked = inner.check(expression)
      if inner.diagnostics.isEmpty, let constant = checked.constant,
        ![.text, .date].contains(type) || constant.type == type
      {
        return constant
      }
    }
    if type == .date { return Moment(Self.dateText(text)).map(Value.date) }
    return type == .text ? .text(text) : nil
  }
}

extension Checker {
  /// What stands between the quotes of `date("2024-03-01")` or `"2024-03-01"`, as a script writes it.
  private static func dateText(_ text: String) -> String {
    let inner =
      text.hasPrefix("date(") && text.hasSuffix(")") ? text.dropFirst(5).dropLast() : text[...]
    return inner.count > 1 && inner.hasPrefix("\"") && inner.hasSuffix("\"")
      ? String(inner.dropFirst().dropLast()) : String(inner)
  }
}

extension Statement {
  var names: [Name] {
    switch kind {
    case .bind(let binding): binding.names
    case .parameter(let parameter): [parameter.name]
    case .broken(let names): names
    case .show: []
    }
  }

  var parameter: ScriptParameter? {
    switch kind {
    case .parameter(let parameter): parameter
    case .bind, .show, .broken: nil
    }
  }
}

extension Value {
  /// The first of the elements.
  fileprivate var element: Value? { elements?.first }
}
