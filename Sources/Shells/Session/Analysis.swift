// What an editor asks of a script that nobody runs: what is wrong, what a name is, where it is bound and
// what could stand at the cursor.
import Checking
import OperatorKit
import Reporting
import Syntax
package import Text

package struct Analysis: Sendable {
  package var diagnostics: [Diagnostic]
  private let script: Script
  private let source: SourceText
  private let types: [Span: ValueType]
  private let catalogue: Catalogue

  init(_ checked: CheckedScript, _ script: Script, of source: SourceText, _ catalogue: Catalogue) {
    diagnostics = checked.diagnostics
    self.script = script
    self.source = source
    self.catalogue = catalogue
    var types: [Span: ValueType] = [:]
    for statement in checked.statements {
      switch statement.kind {
      case .parameter(let parameter): types[parameter.name.span] = parameter.value.type
      case .bind(let binding):
        for name in binding.names {
          types[name.span] = binding.names.count == 1 ? binding.value.type : .any
        }
      case .show: break
      }
    }
    self.types = types
  }

  /// The span of the name's binding.
  package func definition(at offset: Int) -> Span? {
    script.references.last { $0.use.start <= offset && offset <= $0.use.end }?.definition
  }

  /// What the name under the cursor is, as CommonMark, and where the name stands.
  package func help(at offset: Int) -> (text: String, span: Span)? {
    let tokens = flattened(tokenize(source))
    guard
      let index = tokens.lastIndex(where: { $0.span.start <= offset && offset <= $0.span.end }),
      case .name(let name, false) = tokens[index].kind
    else { return nil }
    let span = tokens[index].span
    let next = index + 1 < tokens.count ? tokens[index + 1].kind : .end
    let call = Self.call(around: index, in: tokens).flatMap { catalogue[$0] }
    if next == .symbol(.colon), let parameter = call?.parameters.first(where: { $0.name == name }) {
      let value = parameter.defaultText.map { ", \($0) when not given" } ?? ""
      return ("`\(parameter.spelling)`: \(parameter.shape) – \(parameter.meaning)\(value)", span)
    }
    let isCalled =
      next == .symbol(.openParenthesis) || index > 0 && tokens[index - 1].kind == .symbol(.pipe)
    let bound = script.references.last { $0.use == span }
    if let operation = catalogue[name], isCalled || bound == nil {
      return (renderMarkdown(operation.manual(headingLevel: 3).withFormattedScripts), span)
    }
    guard let bound else { return nil }
    guard let type = types[bound.definition] else { return ("`\(source.text(span))`", span) }
    return ("`\(source.text(span))`: \(Self.described(type))", span)
  }

  /// What could stand at an offset.
  package func suggestions(at offset: Int) -> Suggestions {
    var known: [String: Completable] = [:]
    for (span, type) in types where span.end < offset {
      let name = Names.canonical(source.text(span))
      known[name] = Completable(name, type)
    }
    return Session.suggestions(
      for: source.text(Span(0, offset)), catalogue: catalogue,
      bindings: known.values.sorted { $0.name < $1.name })
  }

  private static func described(_ type: ValueType) -> String {
    switch type {
    case .table(let schema?):
      "Table of \(schema.names.count) columns: \(schema.names.map { "`\($0)`" }.joined(separator: ", "))"
    case .record(let fields?):
      "record of \(fields.keys.sorted().map { "`\($0)`" }.joined(separator: ", "))"
    case .native(let native): "\(native.name), \(native.meaning)"
    case .any, .none, .number, .text, .boolean, .date, .range, .list, .record, .function, .table,
      .column, .oneOf:
      type.name
    }
  }

  /// The name before the bracket that is open at a token.
  private static func call(around index: Int, in tokens: [Token]) -> String? {
    var depth = 0
    for position in stride(from: index - 1, to: 0, by: -1) {
      guard case .symbol(let symbol) = tokens[position].kind else { continue }
      if symbol.closes { depth += 1 }
      guard symbol.opens else { continue }
      if depth > 0 {
        depth -= 1
        continue
      }
      guard symbol == .openParenthesis, case .name(let name, _) = tokens[position - 1].kind else {
        return nil
      }
      return name
    }
    return nil
  }

  private func flattened(_ tokens: [Token]) -> [Token] {
    tokens.flatMap { token -> [Token] in
      guard case .text(let pieces) = token.kind else { return [token] }
      return pieces.reduce(into: [token]) { result, piece in
        if case .interpolation(let inner) = piece { result += flattened(inner.dropLast()) }
      }
    }
  }
}
