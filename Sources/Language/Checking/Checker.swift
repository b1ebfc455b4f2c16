// Step 3 of a script's journey: everything that can be known before anything runs. The checker goes
// through the statements in order, once, and keeps going: a mistake makes its expression's type
// unknown, and what is unknown is never complained about, so each mistake is reported once.

package import Data
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
  package var header: @Sendable (String, CellFormat) -> Schema?
  /// A path of the script as the system should see it.
  package var resolve: @Sendable (String) -> String
  /// Reads a script that the script uses; nil when it cannot.
  package var library: @Sendable (String) -> LibraryFile?
  /// The library that is being checked.
  var place: String?

  package init(
    catalogue: Catalogue, bindings: [String: ValueType] = [:], mayRebind: Bool = false,
    overrides: [(name: String, text: String)] = [],
    header: @escaping @Sendable (String, CellFormat) -> Schema? = { _, _ in nil },
    resolve: @escaping @Sendable (String) -> String = { $0 },
    library: @escaping @Sendable (String) -> LibraryFile? = { _ in nil }
  ) {
    self.library = library
    self.catalogue = catalogue
    self.bindings = bindings
    self.mayRebind = mayRebind
    self.overrides = overrides
    self.header = header
    self.resolve = resolve
  }
}

package func check(
  _ script: Script, of source: SourceText, in context: CheckContext
) -> CheckedScript {
  var checker = Checker(context: context, source: source)
  let statements = checker.statements(of: script)
  let all = (script.diagnostics + checker.diagnostics).enumerated().sorted {
    ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
  }.map(\.element)
  let errors = all.filter { $0.severity == .error }
  return CheckedScript(
    source: source, statements: statements, diagnostics: errors.isEmpty ? all : errors)
}

struct Checker {
  var context: CheckContext
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  /// What was reported where: a body that is gone through for several calls reports a mistake once.
  var reported: Set<Report> = []
  /// Where unknown names were reported: a name that is missing is one mistake, however often it is used.
  var unknown: [String: Int] = [:]
  var scope = Scope()
  /// Where each top-level name is bound, to tell a misspelt name from one that comes too late.
  var boundAt: [String: Span] = [:]
  var following = Following()
  var usage = Usage()
  /// The folder of a library that is checked, as the script sees it; empty for the script itself.
  var directory = ""
  /// Where a text is asked for: a word that is nothing else probably lacks its quotes.
  var textPlace: Expression?
  /// What a library binds and does not share, and why.
  var leftOut: [String: String] = [:]
  /// The scripts that use each other down to this one.
  var chain: [String]

  init(context: CheckContext, source: SourceText) {
    self.context = context
    self.source = source
    chain = [Paths.file(of: source.name)]
    for (name, type) in context.bindings { scope.top[name] = Bound(type: type) }
  }

  // MARK: Statements

  mutating func statements(of script: Script) -> [CheckedStatement] {
    reportUnknownOverrides(script.statements.compactMap(\.parameter))
    for statement in script.statements {
      for name in statement.names where boundAt[name.text] == nil {
        boundAt[name.text] = name.span
      }
    }
    let checked = script.statements.compactMap { check($0) }
    reportUsage(in: script)
    return checked
  }

  private mutating func check(_ statement: Statement) -> CheckedStatement? {
    let kind: CheckedStatement.Kind
    switch statement.kind {
    case .broken(let names):
      for name in names where scope[name.text] == nil {
        scope.bind(name.text, Bound(type: .any, span: name.span))
      }
      return nil
    case .show(let expression):
      kind = .show(check(expression))
    case .bind(let binding):
      kind = .bind(check(binding, mayShadow: context.mayRebind))
    case .parameter(let parameter):
      let checked = check(parameter)
      bind(parameter.name, Bound(checked.value), mayShadow: context.mayRebind)
      kind = .parameter(checked)
    }
    return CheckedStatement(kind: kind, span: statement.span)
  }

  mutating func check(_ binding: Binding, mayShadow: Bool) -> CheckedBinding {
    let value = check(binding.value)
    if let name = binding.names.first, binding.names.count == 1 {
      bind(name, Bound(value), mayShadow: mayShadow)
    } else {
      let parts = parts(of: value, names: binding.names)
      for (name, part) in zip(binding.names, parts) { bind(name, part, mayShadow: mayShadow) }
    }
    return CheckedBinding(names: binding.names, value: value)
  }

  mutating func bind(_ name: Name, _ bound: Bound, mayShadow: Bool) {
    if let earlier = scope[name.text], !mayShadow, name.text != "_" {
      // A function's own names may hide outer ones; twice in one block is a mistake.
      if let span = earlier.span, earlier.depth == scope.depth {
        report(.rebound(name.spelling), at: name.span, labels: [Label("bound here", at: span)])
      }
    }
    var bound = bound
    bound.span = name.span
    bound.depth = scope.depth
    scope.bind(name.text, bound)
    usage.bind(name)
  }

  /// A list's parts, one for each name.
  private mutating func parts(of value: CheckedExpression, names: [Name]) -> [Bound] {
    let span = names.reduce(names.first?.span ?? value.span) { $0.union($1.span) }
    let unknown = [Bound](repeating: Bound(type: .any), count: names.count)
    if case .list(let elements) = value.kind {
      guard elements.count == names.count else {
        report(
          .takenApartCount(names: names.count, elements: elements.count), at: span,
          labels: [Label("a list of \(elements.count)", at: value.span)])
        return unknown
      }
      return elements.map { Bound($0) }
    }
    if value.type == .any { return unknown }
    guard let element = value.type.element else {
      if value.type.fits(.list(.any)) { return unknown }
      report(.takenApart(found: value.type.phrase), at: value.span)
      return unknown
    }
    return names.map { _ in Bound(type: element) }
  }

  // MARK: Reports

  /// The name that was probably meant. Nobody reads that of the hundredth mistake, and in a script of very many
  /// names looking for it takes time.
  func near(_ name: String, in candidates: @autoclosure () -> [String]) -> String? {
    let most = scope.top.count > 10_000 ? 10 : 100
    return diagnostics.count < most ? Names.nearest(to: name, in: candidates()) : nil
  }

  struct Report: Hashable {
    var code: String
    var span: Span
  }

  mutating func report(
    _ error: CheckError, at span: Span, labels: [Label] = [], notes: [String] = [],
    hint: String? = nil
  ) {
    var diagnostic = error.diagnostic(at: span)
    diagnostic.hint = hint ?? diagnostic.hint
    if !notes.isEmpty {
      // What the file says is closer to the mistake than what is usually wrong.
      diagnostic.hint = nil
      diagnostic.notes += notes
    }
    report(diagnostic, labels: labels)
  }

  mutating func report(_ diagnostic: Diagnostic, labels: [Label] = []) {
    var diagnostic = diagnostic
    diagnostic.labels = labels
    if diagnostic.hasPlace {
      let place = Report(code: diagnostic.code, span: diagnostic.span)
      guard reported.insert(place).inserted else { return }
    }
    diagnostics.append(diagnostic)
  }

  /// What stands for an expression that was reported.
  func failed(_ span: Span) -> CheckedExpression {
    CheckedExpression(kind: .failed, span: span, type: .any, constant: nil)
  }
}
