// `use("lib.scrip")`: the definitions of another script as a record. Definitions are functions, constants and what general
// operators make of them; what a library loads, learns or shows is not run, so a whole experiment can lend its functions. The
// library is read and checked where it is used, its own `use`s included, and a cycle is refused.

import OperatorKit
import Syntax
package import Text

/// A library's text, and where its own relative paths start.
package struct LibraryFile: Sendable {
  package var source: SourceText
  package var directory: String

  package init(source: SourceText, directory: String) {
    self.source = source
    self.directory = directory
  }
}

extension Checker {
  static let use = "use"

  /// The record of a library's definitions.
  mutating func library(_ call: CheckedCall, _ span: Span) -> CheckedExpression {
    guard let argument = call.arguments.first, case .value(let value) = argument.kind,
      case .text(let path) = value.constant
    else {
      report(.library("`use` needs the path itself, as a text", nil, notes: []), at: span)
      return failed(span)
    }
    let place = Paths.resolve(path, from: directory)
    if let first = chain.firstIndex(of: place) {
      let names = (chain[first...] + [place]).map { "`\($0)`" }.joined(separator: " uses ")
      report(.library("`\(path)` would use itself", nil, notes: [names]), at: argument.span)
      return failed(span)
    }
    guard let file = context.library(place) else {
      report(.library("there is no script `\(path)`", nil, notes: []), at: argument.span)
      return failed(span)
    }
    var inner = Checker(context: context.of(place), source: file.source)
    inner.directory = Paths.folder(of: place)
    inner.chain = chain + [place]
    let script = parse(file.source)
    let statements = inner.definitions(of: script)
    let problems = (script.diagnostics + inner.diagnostics).filter { $0.severity == .error }
    guard problems.isEmpty else {
      let notes = problems.prefix(5).flatMap {
        $0.render(in: file.source).split(separator: "\n").map(String.init)
      }
      report(.library("`\(path)` has mistakes", nil, notes: notes), at: argument.span)
      return failed(span)
    }
    let shared = statements.flatMap { statement -> [Name] in
      guard case .bind(let binding) = statement.kind else { return [] }
      return binding.names
    }
    let types = shared.map { ($0.text, inner.scope[$0.text]?.type ?? .any) }
    let library = CheckedLibrary(
      file: file, statements: statements, shared: shared.map(\.text), leftOut: inner.leftOut,
      functions: inner.functions(at: place))
    return made(
      .library(library), .record(Dictionary(types, uniquingKeysWith: { first, _ in first })), span)
  }

  /// The statements that define something, checked: functions, constants, libraries, and params, which
  /// functions may read.
  private mutating func definitions(of script: Script) -> [CheckedStatement] {
    script.statements.compactMap { statement in
      switch statement.kind {
      case .show, .broken: return nil
      case .parameter(let parameter):
        let checked = check(parameter)
        guard checked.value.constant != nil else {
          leftOut[parameter.name.text] = "its default is not known before anything runs"
          return nil
        }
        bind(parameter.name, Bound(checked.value), mayShadow: false)
        return CheckedStatement(kind: .parameter(checked), span: statement.span)
      case .bind(let binding):
        if let why = obstacle(to: binding.value) {
          for name in binding.names { leftOut[name.text] = why }
          return nil
        }
        return CheckedStatement(
          kind: .bind(check(binding, mayShadow: false)), span: statement.span)
      }
    }
  }

  /// The functions of this library, to be followed from elsewhere.
  private func functions(at place: String) -> [String: KnownFunction] {
    scope.top.compactMapValues { bound in
      guard var known = bound.function else { return nil }
      if known.library == nil {
        known.top = scope.top
        known.library = place
      }
      return known
    }
  }

  /// What a function of a library answers. A mistake that shows only with these arguments is reported at
  /// the call, with its place in the library.
  mutating func followed(
    inLibrary place: String, at call: Span, _ body: (inout Checker) -> Bound
  ) -> Bound {
    guard let file = context.library(place) else { return Bound(type: .any) }
    var inner = self
    inner.context = context.of(place)
    inner.directory = Paths.folder(of: place)
    inner.reported = []
    inner.diagnostics = []
    inner.unknown = [:]
    let answer = body(&inner)
    following = inner.following
    if var problem = inner.diagnostics.first(where: { $0.severity == .error }) {
      let found = file.source.location(problem.span.start)
      let text = file.source.text(problem.span).prefix(60)
      problem.notes.append("at `\(text)` in \(place):\(found.line):\(found.column)")
      problem.span = call
      report(problem)
    }
    return answer
  }

  /// Why a value is no definition; nil for a function, a `use`, and what general operators make of such and of constants.
  private func obstacle(to expression: Expression) -> String? {
    switch expression.kind {
    case .function: return nil
    case .call(let callee, _):
      if case .name(let name) = callee.kind, name.text == Self.use { return nil }
    default: break
    }
    if let found = obstacle(in: expression) { return found }
    var trial = self
    trial.diagnostics = []
    trial.unknown = [:]
    _ = trial.check(expression)
    return trial.diagnostics.isEmpty ? nil : "it has a mistake"
  }

  /// The first part that does more than reckon.
  private func obstacle(in expression: Expression) -> String? {
    if case .name(let name) = expression.kind {
      if leftOut[name.text] != nil { return "it is made of `\(name.spelling)`" }
      if let bound = scope[name.text] {
        return bound.type == .function ? "it calls `\(name.spelling)`" : nil
      }
      let isPure = { (operation: Operator) in
        operation.family == .general || Self.pure.contains(operation.name)
      }
      let calls = context.catalogue[name.text].map { !isPure($0) } ?? false
      return calls ? "it calls `\(name.spelling)`" : nil
    }
    let callee: Expression? =
      switch expression.kind {
      case .call(let callee, _): callee
      case .pipe(_, let stage): stage
      default: nil
      }
    if case .field(_, let name)? = callee?.kind { return "it calls `\(name.spelling)`" }
    return expression.kind.children.lazy.compactMap { obstacle(in: $0) }.first
  }

  /// Beside the general ones.
  private static let pure = ["table"]
}

extension CheckContext {
  /// The context of a library: no params are set, and its files are beside it.
  func of(_ place: String) -> CheckContext {
    var context = self
    let (header, resolve) = (self.header, self.resolve)
    let folder = Paths.folder(of: place)
    context.header = { header(Paths.resolve($0, from: folder), $1) }
    context.resolve = { resolve(Paths.resolve($0, from: folder)) }
    context.overrides = []
    context.bindings = [:]
    context.mayRebind = false
    context.place = place
    return context
  }

  func isOf(_ place: String) -> Bool { self.place == place }
}

/// Paths as texts: what is relative starts at a folder, and `.` and `..` are taken out, so that a cycle is
/// seen however its paths are written.
enum Paths {
  static func resolve(_ path: String, from folder: String) -> String {
    let whole = path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (whole.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  static func file(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
