// `zip`: elements of two lists side by side.
import Compute
import OperatorKit

private let first = Parameter<Elements>("first", "a list, a range or a column")
private let second = Parameter<Elements>("second", "as many elements")

extension Operator {
  static let zip = Operator(
    "zip", .general, "pair the elements of two lists",
    parameters: [first.declaration, second.declaration], positional: 2,
    returns: .list(.list(.any)),
    refine: { call in
      let left = call.types["first"]?.element ?? .any
      let right = call.types["second"]?.element ?? .any
      if left == .any || right == .any { return .list(.list(.any)) }
      return .list(.list(left == right ? left : .oneOf([left, right])))
    },
    examples: [
      .prints("zip([1, 2], [\"a\", \"b\"])", output: "[[1, \"a\"], [2, \"b\"]]"),
      .fails("zip([1], [1, 2])", message: "found 1 and 2"),
    ]
  ) { arguments, context in
    let left = try arguments[first].values
    let right = try arguments[second].values
    guard left.count == right.count else {
      throw OperatorError.argument(
        "second", "`zip` needs lists of one length, found \(left.count) and \(right.count)")
    }
    var pairs: [Value] = []
    pairs.reserveCapacity(left.count)
    for (index, pair) in Swift.zip(left, right).enumerated() {
      if index % 65_536 == 0 { try context.progress.poll() }
      pairs.append(.list([pair.0, pair.1]))
    }
    return .list(pairs)
  }
}
