// `unique`: the different elements of a list.
import Data
import OperatorKit

private let over = Parameter<Elements>("over", "a list, a range or a column")

extension Operator {
  static let unique = Operator(
    "unique", .general, "the different elements, by first appearance",
    parameters: [over.declaration], returns: .list(.any),
    refine: { .list(elementType($0.types["over"])) },
    examples: [
      .prints("unique([3, 1, 3, 2, 1])", output: "[3, 1, 2]"),
      .fails("unique(3)", message: "found a number"),
    ]
  ) { arguments, _ in .list(different(try arguments[over].values)) }
}

/// Missing ones left out.
func different(_ values: [Value]) -> [Value] {
  var seen: Set<ElementKey> = []
  return values.filter { value in
    ElementKey(value).map { seen.insert($0).inserted } ?? false
  }
}

/// What makes two elements the same.
private enum ElementKey: Hashable {
  case number(Double)
  case text(String)
  case boolean(Bool)
  case date(Moment)
  case list([ElementKey?])
  /// Functions, tables and the like are only what they show.
  case shown(String)

  /// Nil for a missing value.
  init?(_ value: Value) {
    switch value {
    case .none: return nil
    case .number(let number):
      if number.isNaN { return nil }
      self = .number(number)
    case .text(let text): self = .text(text)
    case .boolean(let boolean): self = .boolean(boolean)
    case .date(let moment): self = .date(moment)
    case .list(let values): self = .list(values.map { ElementKey($0) })
    case .range(let range): self = .list(range.values.map { .number($0) })
    case .record(let record):
      self = .list(
        [.list(record.names.map { .text($0) })] + record.values.map { ElementKey($0) })
    case .function, .table, .column, .native: self = .shown(inline(value))
    }
  }
}
