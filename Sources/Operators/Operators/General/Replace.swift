// `replace`: one part of a text for another.
import Foundation
import OperatorKit

private let text = Parameter<Texts>("text", "a text, a list or a column of texts")
private let part = Parameter<String>("part", "the text to look for")
private let by = Parameter<String>("by", "what to put in its place")

extension Operator {
  static let replace = Operator(
    "replace", .general, "put one text in the place of another, wherever it occurs",
    parameters: [text.declaration, part.declaration, by.declaration], positional: 3, returns: .any,
    refine: { $0.types["text"] ?? .any },
    examples: [
      .prints("replace(\"2026-03-01\", \"-\", \"/\")", output: "2026/03/01"),
      .fails("replace(\"a\", \"\", \"b\")", message: "must not be empty"),
    ]
  ) { arguments, _ in
    let part = try arguments[part]
    let by = try arguments[by]
    guard !part.isEmpty else {
      throw OperatorError.argument("part", "the text to look for must not be empty")
    }
    return try arguments[text].map { $0.replacingOccurrences(of: part, with: by) }
  }
}
