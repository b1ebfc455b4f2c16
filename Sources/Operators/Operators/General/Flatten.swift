// `flatten`: one list of several.
import OperatorKit

private let over = Parameter<[Elements]>("lists", "a list of lists")

extension Operator {
  static let flatten = Operator(
    "flatten", .general, "one list of the elements of several", parameters: [over.declaration],
    returns: .list(.any),
    refine: { .list(elementType(elementType($0.types["lists"]))) },
    details: "One level is taken away; lists inside the lists stay.",
    examples: [
      .prints("[[1, 2], [], 3..4] |> flatten()", output: "[1, 2, 3, 4]"),
      .fails("flatten([1, [2]])", message: "should be"),
    ]
  ) { arguments, _ in .list(try arguments[over].flatMap(\.values)) }
}
