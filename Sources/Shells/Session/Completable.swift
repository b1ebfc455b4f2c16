// A bound name as completion sees it: from a value at the prompt, from a type in an editor.
import Data
package import OperatorKit

package struct Completable: Sendable {
  /// As messages spell it.
  package var name: String
  /// What it is, in one line.
  package var summary: String
  /// Columns of a table.
  package var columns: [String] = []
  /// What may stand after its dot.
  package var fields: [Suggestion] = []

  package init(_ name: String, _ value: Value) {
    self.name = name
    summary = OperatorKit.summary(of: value)
    switch value {
    case .table(let table): setColumns(table.names)
    case .record(let record): fields = Self.fields(record.names)
    case .native(let native): fields = Self.fields(type(of: native).nativeType)
    case .none, .number, .text, .boolean, .date, .range, .list, .function, .column: break
    }
  }

  package init(_ name: String, _ type: ValueType) {
    self.name = name
    summary = type.name
    switch type {
    case .table(let schema): setColumns(schema?.names ?? [])
    case .record(let known): fields = Self.fields((known ?? [:]).keys.sorted())
    case .native(let native): fields = Self.fields(native)
    case .any, .none, .number, .text, .boolean, .date, .range, .list, .function, .column, .oneOf:
      break
    }
  }

  private mutating func setColumns(_ names: [String]) {
    columns = names
    fields = names.compactMap { column($0) }
  }

  private static func fields(_ names: [String]) -> [Suggestion] {
    names.map { Suggestion(text: $0, meaning: "field") }
  }

  private static func fields(_ type: NativeType) -> [Suggestion] {
    type.fields.map { Suggestion(text: Greek.spelling(of: $0.name), meaning: $0.meaning) }
  }
}
