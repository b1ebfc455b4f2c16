// `join_text`: one text of several.
import OperatorKit

private let parts = Parameter<[String]>("texts", "a list or a column of texts")
private let by = Parameter<String>(
  "by", "what stands between them", default: "", shown: "\"\"")

extension Operator {
  static let joinText = Operator(
    "join_text", .general, "one text of several", parameters: [parts.declaration, by.declaration],
    positional: 2, returns: .text,
    examples: [
      .prints("[1, 2, 3] |> map(text) |> join_text(\", \")", output: "1, 2, 3"),
      .fails("join_text([1, 2])", message: "a list of numbers"),
    ]
  ) { arguments, _ in .text(try arguments[parts].joined(separator: try arguments[by])) }
}
