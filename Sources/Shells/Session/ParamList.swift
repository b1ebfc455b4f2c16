// The params of a script, for `scrip params`: what may be set, to what, and what it is otherwise.
import Checking
import OperatorKit
package import Reporting
import Syntax
package import Text

extension ScripSession {
  /// A table of the script's params, or nil when it has none.
  package func params(of source: SourceText) -> Report? {
    let rows = checked(source).statements.compactMap { statement -> [String]? in
      guard case .parameter(let parameter) = statement.kind else { return nil }
      let limits = parameter.limits
      let type = limits.type ?? parameter.value.type
      return [
        parameter.name.spelling, type.name, limits.allowed == nil ? "" : limits.phrase,
        source.text(parameter.value.span),
      ]
    }
    guard !rows.isEmpty else { return nil }
    let heads = ["param", "type", "values", "default"]
    return Report([
      .table(
        TableBlock(
          columns: heads.map { .init($0, alignment: .left) }, rows: rows, totalRows: rows.count))
    ])
  }
}
