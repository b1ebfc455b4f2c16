// What is said of a value without going through all of it. A list may hold itself many times over, twice in
// every step of a `reduce`, and then has more elements than anybody can count: so a value's type and its
// depth are found with a bound on the work.
import Data

extension Value {
  package var type: ValueType {
    var work = 1_000_000
    return type(depth: 0, &work)
  }

  /// Below this depth, and beyond so many elements, the type is not known.
  private func type(depth: Int, _ work: inout Int) -> ValueType {
    work -= 1
    switch self {
    case .none: return .none
    case .number: return .number
    case .text: return .text
    case .boolean: return .boolean
    case .date: return .date
    case .range: return .range
    case .list(let values):
      guard depth < Self.typedDepth, work > values.count else { return .list(.any) }
      var common: ValueType?
      for value in values {
        let type = value.type(depth: depth + 1, &work)
        if type == .any || common.map({ $0 != type }) ?? false { return .list(.any) }
        common = type
      }
      return .list(common ?? .any)
    case .record(let record):
      guard depth < Self.typedDepth, work > record.values.count else { return .record(nil) }
      var types: [String: ValueType] = [:]
      for (name, value) in zip(record.names, record.values) where types[name] == nil {
        types[name] = value.type(depth: depth + 1, &work)
      }
      return .record(types)
    case .function: return .function
    case .table(let table): return .table(table.schema)
    case .column(let column, _): return .column(column.columnType)
    case .native(let value): return .native(value.exactType)
    }
  }

  private static let typedDepth = 8

  /// Values nest no deeper than this: letting go of a deeper one would overflow the stack.
  package static let deepest = 1_000

  /// How deep lists, records and functions nest in each other. Of a long list only the ends are looked at,
  /// where a script that nests endlessly puts its last step.
  package var nesting: Int {
    var work = 4_000
    return nesting(&work)
  }

  private func nesting(_ work: inout Int) -> Int {
    switch self {
    case .none, .number, .text, .boolean, .date, .range, .table, .column, .native: return 0
    case .function(let function): return function.nesting
    case .list(let values): return 1 + Self.nesting(values, &work)
    case .record(let record): return 1 + Self.nesting(record.values, &work)
    }
  }

  private static func nesting(_ values: [Value], _ work: inout Int) -> Int {
    work -= 1
    guard work > 0 else { return 0 }
    var deepest = 0
    for value in values.prefix(16) { deepest = max(deepest, value.nesting(&work)) }
    if values.count > 16 {
      for value in values.dropFirst(16).suffix(16) { deepest = max(deepest, value.nesting(&work)) }
    }
    return deepest
  }
}
