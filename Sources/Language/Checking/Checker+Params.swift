// Params: the values that the command line gives them, which are constant expressions of the default's type.

import OperatorKit
import Syntax
import Text

extension Checker {
  mutating func reportUnknownOverrides(_ params: [Name]) {
    for (given, _) in context.overrides {
      let name = Names.canonical(given)
      guard !params.contains(where: { $0.text == name }) else { continue }
      let near = Names.nearest(to: name, in: params.map(\.text))
      var diagnostic = CheckError.unknownParam(
        given, near: near.map { Greek.spelling(of: $0) }, known: params.map(\.spelling)
      ).diagnostic(at: Span(0, 0))
      diagnostic.hasPlace = false
      diagnostic.isOfCommandLine = true
      report(diagnostic)
    }
  }

  /// The value from the command line, when there is one.
  mutating func overridden(_ name: Name, _ value: CheckedExpression) -> CheckedExpression {
    let given = context.overrides.last { Names.canonical($0.name) == name.text }
    guard let given else { return value }
    var replaced = value
    guard let constant = literal(given.text, like: value.type) else {
      reportOverride(.unreadableParamValue(name: name.spelling, text: given.text), at: name.span)
      return failed(value.span)
    }
    guard constant.type.fits(value.type) || value.type == .none else {
      reportOverride(
        .wrongParamValue(
          name: name.spelling, expected: value.type.phrase, found: constant.type.phrase),
        at: name.span)
      return failed(value.span)
    }
    replaced.kind = .constant(constant)
    replaced.constant = constant
    replaced.type = constant.type
    return replaced
  }

  private mutating func reportOverride(_ error: CheckError, at span: Span) {
    var diagnostic = error.diagnostic(at: span)
    diagnostic.isOfCommandLine = true
    diagnostic.notes.append("the value comes from the command line, `--set`")
    report(diagnostic)
  }

  /// A constant expression; where the default is a text, quotes may be left out.
  private func literal(_ text: String, like type: ValueType) -> Value? {
    let source = SourceText(text)
    let script = parse(source)
    if script.diagnostics.isEmpty, case .show(let expression)? = script.statements.first?.kind,
      script.statements.count == 1
    {
      var inner = Checker(
        context: CheckContext(catalogue: Catalogue([])), source: source)
      let checked = inner.check(expression)
      if inner.diagnostics.isEmpty, let constant = checked.constant { return constant }
    }
    return type == .text ? .text(text) : nil
  }
}

extension Statement {
  var names: [Name] {
    switch kind {
    case .bind(let binding): binding.names
    case .parameter(let name, _): [name]
    case .broken(let names): names
    case .show: []
    }
  }

  var param: Name? {
    switch kind {
    case .parameter(let name, _): name
    case .bind, .show, .broken: nil
    }
  }
}
