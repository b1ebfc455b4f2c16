// `sort_by`: elements in the order of a key; equal keys keep their order.
import Data
import OperatorKit

private let over = Parameter<Elements>("over", "a list, a range or a column")
private let function = Parameter<FunctionValue>(
  "function", "the key: a number, a text, a date, or a list of them")
private let descending = Parameter<Bool>(
  "descending", "largest first", default: false, shown: "false")

extension Operator {
  static let sortBy = Operator(
    "sort_by", .general, "sort elements by a key",
    parameters: [over.declaration, function.declaration, descending.declaration], positional: 2,
    returns: .list(.any), refine: { .list($0.types["over"]?.element ?? .any) },
    details: """
      Of keys that are lists the first elements decide, then the next; a minus before a number turns its order round.
      Elements with equal keys stay in their order, those without a key come last in either direction. For the rows of a table, use `sort`.
      """,
    examples: [
      .prints("[3, 1, 2] |> sort_by(x -> -x)", output: "[3, 2, 1]"),
      .prints(
        "[[1, \"b\"], [2, \"a\"], [1, \"a\"]] |> sort_by(p -> [-p[0], p[1]])",
        output: "[[2, \"a\"], [1, \"a\"], [1, \"b\"]]"),
      .fails(
        "[3, 1] |> sort_by(x -> {key: x})", message: "a key should be a number, a text or a date"),
    ]
  ) { arguments, _ in
    let call = try arguments[function]
    try call.require(1, for: "sort_by")
    let isDescending = try arguments[descending]
    let keyed = try arguments[over].values.map { (key: try keys(call.call([$0])), value: $0) }
    let order = keyed.indices.sorted { a, b in
      for (left, right) in Swift.zip(keyed[a].key, keyed[b].key) where left != right {
        if left == .missing || right == .missing { return right == .missing }
        return (left < right) != isDescending
      }
      let (left, right) = (keyed[a].key.count, keyed[b].key.count)
      return left == right ? a < b : (left < right) != isDescending
    }
    return .list(order.map { keyed[$0].value })
  }
}

/// One key, or the keys of a list.
private func keys(_ value: Value) throws(OperatorError) -> [Key] {
  guard case .list(let values) = value else { return [try Key(value)] }
  var keys: [Key] = []
  for value in values { keys.append(try Key(value)) }
  return keys
}

/// Numbers come before texts.
private enum Key: Comparable {
  case number(Double)
  case text(String)
  case missing

  init(_ value: Value) throws(OperatorError) {
    switch value {
    case .number(let number): self = number.isNaN ? .missing : .number(number)
    case .none: self = .missing
    case .text(let text): self = .text(text)
    case .date(let moment): self = .number(moment.seconds)
    case .boolean, .range, .list, .record, .function, .table, .column, .native:
      throw .argument(
        "function", "a key should be a number, a text or a date, found \(value.type.phrase)")
    }
  }
}
