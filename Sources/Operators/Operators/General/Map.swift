// `map`: a function applied to every element.
import OperatorKit

private let over = Parameter<Elements>("over", "a list, a range or a column")
private let function = Parameter<FunctionValue>("function", "what to do with each element")

extension Operator {
  static let map = Operator(
    "map", .general, "apply a function to every element",
    parameters: [over.declaration, function.declaration], positional: 2, returns: .list(.any),
    refine: { .list($0.answers["function"] ?? .any) },
    examples: [
      .prints("1..3 |> map(x -> x ^ 2)", output: "[1, 4, 9]"),
      .fails("[1, 2] |> map((x, y) -> x + y)", message: "with 1 argument"),
    ]
  ) { arguments, context in
    let call = try arguments[function]
    try call.require(1, for: "map")
    return .list(try arguments[over].values.map { try call.call([$0]) })
  }
}
