// Step 3 of a script's journey: everything that can be known before anything runs. The checker goes
// through the statements in order, once, and keeps going: a mistake makes its expression's type
// unknown, and what is unknown is never complained about, so each mistake is reported once.

package import OperatorKit
package import Syntax
package import Text

/// What a script is checked against, beside itself.
package struct CheckContext: Sendable {
  package var catalogue: Catalogue
  /// Names that are bound already (at the prompt), with their types.
  package var bindings: [String: ValueType]
  /// At the prompt a name may be bound again.
  package var mayRebind: Bool
  /// `--set name=value`, in the order given; values as they were typed.
  package var overrides: [(name: String, text: String)]
  /// Reads the header of a table file that the script names; nil when it cannot.
  package var header: @Sendable (String) -> Schema?

  package init(
    catalogue: Catalogue, bindings: [String: ValueType] = [:], mayRebind: Bool = false,
    overrides: [(name: String, text: String)] = [],
    header: @escaping @Sendable (String) -> Schema? = { _ in nil }
  ) {
    self.catalogue = catalogue
    self.bindings = bindings
    self.mayRebind = mayRebind
    self.overrides = overrides
    self.header = header
  }
}

package func check(
  _ script: Script, of source: SourceText, in context: CheckContext
) -> CheckedScript {
  var checker = Checker(context: context, source: source)
  let statements = checker.statements(of: script)
  let diagnostics = (script.diagnostics + checker.diagnostics).enumerated().sorted {
    ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
  }
  return CheckedScript(
    source: source, statements: statements, diagnostics: diagnostics.map(\.element))
}

struct Checker {
  let context: CheckContext
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var scope = Scope()
  /// Where each top-level name is bound, to tell a misspelt name from one that comes too late.
  var boundAt: [String: Span] = [:]
  /// Calls of the script's own functions that are being followed for their result's type.
  var followedCalls = 0

  init(context: CheckContext, source: SourceText) {
    self.context = context
    self.source = source
    for (name, type) in context.bindings { scope.names[name] = Bound(type: type) }
  }

  // MARK: Statements

  mutating func statements(of script: Script) -> [CheckedStatement] {
    let params = script.statements.compactMap(\.param)
    reportUnknownOverrides(params)
    for statement in script.statements {
      for name in statement.names where boundAt[name.text] == nil {
        boundAt[name.text] = name.span
      }
    }
    return script.statements.compactMap { check($0) }
  }

  private mutating func check(_ statement: Statement) -> CheckedStatement? {
    let kind: CheckedStatement.Kind
    switch statement.kind {
    case .broken(let names):
      for name in names { scope.names[name.text] = Bound(type: .any, span: name.span) }
      return nil
    case .show(let expression):
      kind = .show(check(expression))
    case .bind(let binding):
      kind = .bind(check(binding, mayShadow: context.mayRebind))
    case .parameter(let name, let expression):
      let value = overridden(name, check(expression))
      bind(name, Bound(type: value.type, constant: value.constant), mayShadow: context.mayRebind)
      kind = .parameter(name, value)
    }
    return CheckedStatement(kind: kind, span: statement.span)
  }

  mutating func check(_ binding: Binding, mayShadow: Bool) -> CheckedBinding {
    let value = check(binding.value)
    if let name = binding.names.first, binding.names.count == 1 {
      var bound = Bound(type: value.type, constant: value.constant)
      if case .function(let parameters, let body) = binding.value.kind {
        bound.function = KnownFunction(parameters: parameters, body: body, names: scope.names)
      }
      bind(name, bound, mayShadow: mayShadow)
    } else {
      let types = partTypes(of: value, names: binding.names)
      for (name, type) in zip(binding.names, types) {
        bind(name, Bound(type: type), mayShadow: mayShadow)
      }
    }
    return CheckedBinding(names: binding.names, value: value)
  }

  private mutating func bind(_ name: Name, _ bound: Bound, mayShadow: Bool) {
    if let earlier = scope.names[name.text], !mayShadow, name.text != "_" {
      // A function's own names may hide outer ones; twice in one block is a mistake.
      if let span = earlier.span, earlier.depth == scope.depth {
        report(.rebound(name.spelling, line: source.location(span.start).line), at: name.span)
      }
    }
    var bound = bound
    bound.span = name.span
    bound.depth = scope.depth
    scope.names[name.text] = bound
  }

  /// The types of a list's parts, one for each name.
  private mutating func partTypes(of value: CheckedExpression, names: [Name]) -> [ValueType] {
    let span = names.reduce(names.first?.span ?? value.span) { $0.union($1.span) }
    let unknown = [ValueType](repeating: .any, count: names.count)
    if case .list(let elements) = value.kind {
      guard elements.count == names.count else {
        report(.takenApartCount(names: names.count, elements: elements.count), at: span)
        return unknown
      }
      return elements.map(\.type)
    }
    if value.type == .any { return unknown }
    guard let element = TypeRules.element(value.type) else {
      if value.type.fits(.list(.any)) { return unknown }
      report(.takenApart(found: value.type.phrase), at: value.span)
      return unknown
    }
    return names.map { _ in element }
  }

  // MARK: Params

  private mutating func reportUnknownOverrides(_ params: [Name]) {
    for (given, _) in context.overrides {
      let name = Names.canonical(given)
      guard !params.contains(where: { $0.text == name }) else { continue }
      let near = Names.nearest(to: name, in: params.map(\.text))
      let place = params.first { $0.text == near } ?? params.first
      report(
        .unknownParam(given, near: near), at: place?.span ?? Span(0, 0))
    }
  }

  /// The value from the command line, when there is one.
  private mutating func overridden(_ name: Name, _ value: CheckedExpression) -> CheckedExpression {
    let given = context.overrides.last { Names.canonical($0.name) == name.text }
    guard let given else { return value }
    var replaced = value
    guard let constant = literal(given.text, like: value.type) else {
      report(.unreadableParamValue(name: name.spelling, text: given.text), at: name.span)
      return failed(value.span)
    }
    guard constant.type.fits(value.type) || value.type == .none else {
      report(
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

  // MARK: Reports

  mutating func report(_ error: CheckError, at span: Span) {
    diagnostics.append(error.diagnostic(at: span))
  }

  /// What stands for an expression that was reported.
  func failed(_ span: Span) -> CheckedExpression {
    CheckedExpression(kind: .failed, span: span, type: .any, constant: nil)
  }
}

extension Statement {
  fileprivate var names: [Name] {
    switch kind {
    case .bind(let binding): binding.names
    case .parameter(let name, _): [name]
    case .broken(let names): names
    case .show: []
    }
  }

  fileprivate var param: Name? {
    switch kind {
    case .parameter(let name, _): name
    case .bind, .show, .broken: nil
    }
  }
}
