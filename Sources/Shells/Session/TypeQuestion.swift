// What an expression would be, found without running it: the prompt's `:type`.
import Checking
import Data
import OperatorKit
package import Reporting
package import Text

extension ScripSession {
  /// The type of the last statement's value, with a table's columns when they are known; nil when the
  /// source is wrong. An operator's name alone answers with its signature.
  package func typeReport(of source: SourceText) -> (report: Report?, diagnostics: [Diagnostic]) {
    let word = String(decoding: source.bytes, as: UTF8.self).filter { !$0.isWhitespace }
    if let operation = catalogue[Names.canonical(word)] {
      let line = "  \(operation.signature) → \(operation.returns.name)"
      return (Report([.line(line)]), [])
    }
    let script = checked(source)
    guard script.succeeded, let last = script.statements.last else {
      return (nil, script.diagnostics)
    }
    let type =
      switch last.kind {
      case .bind(let binding): binding.value.type
      case .parameter(let parameter): parameter.value.type
      case .show(let expression): expression.type
      }
    return (Report([.line("  " + type.name)] + columns(of: type)), [])
  }

  private func columns(of type: ValueType) -> [Block] {
    guard case .table(let schema?) = type else { return [] }
    return [
      .table(
        TableBlock(
          columns: [.init("column", alignment: .left), .init("holds", alignment: .left)],
          rows: schema.entries.map { [$0.name, $0.type.rawValue] }, wraps: true))
    ]
  }
}
