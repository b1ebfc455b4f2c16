// `reduce`: one value from many, taken from the left.
import OperatorKit

private let over = Parameter<Elements>("over", "a list, a range or a column")
private let start = Parameter<Value>("start", "the value to begin with")
private let function = Parameter<FunctionValue>(
  "function", "makes the next value from the value so far and an element")

extension Operator {
  static let reduce = Operator(
    "reduce", .general, "combine all elements into one value",
    parameters: [over.declaration, start.declaration, function.declaration], positional: 3,
    returns: .any,
    refine: { call in
      // The first value decides the type unless the function answers something else. `none` stands for no
      // value yet: it is what an empty list comes to.
      guard let start = call.types["start"], let answer = call.answers["function"], answer != .any
      else { return .any }
      if start == .none { return .oneOf([.none, answer]) }
      return answer == start ? start : .any
    },
    functionTakes: { call in
      let start = call.types["start"] ?? .any
      return [start == .none ? .any : start, call.types["over"]?.element ?? .any]
    },
    examples: [
      .prints("1..4 |> reduce(1, (product, x) -> product * x)", output: "24"),
      .fails("1..4 |> reduce(1, x -> x)", message: "with 2 arguments"),
    ]
  ) { arguments, _ in
    let call = try arguments[function]
    try call.require(2, for: "reduce")
    return try arguments[over].values.reduce(try arguments[start]) { try call.call([$0, $1]) }
  }
}
