// `filter`: the elements for which a function says true.
import OperatorKit

private let over = Parameter<Elements>("over", "a list, a range or a column")
private let function = Parameter<FunctionValue>("function", "true for the elements to keep")

extension Operator {
  static let filter = Operator(
    "filter", .general, "keep the elements for which a function is true",
    parameters: [over.declaration, function.declaration], positional: 2, returns: .list(.any),
    refine: { .list($0.types["over"]?.element ?? .any) },
    details: "For the rows of a table, use `where`.",
    examples: [
      .prints("1..6 |> filter(x -> x %% 2 == 0)", output: "[2, 4, 6]"),
      .fails("[1, 2] |> filter(x -> x + 1)", message: "should answer true or false"),
    ]
  ) { arguments, _ in
    let call = try arguments[function]
    try call.require(1, for: "filter")
    return .list(
      try arguments[over].values.filter { element in
        let answer = try call.call([element])
        guard case .boolean(let keep) = answer else {
          throw OperatorError.argument(
            "function",
            "the function of `filter` should answer true or false, found \(answer.type.phrase)")
        }
        return keep
      })
  }
}
