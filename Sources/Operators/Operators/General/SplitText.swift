// `split_text`: the parts of a text.
import OperatorKit

private let whole = Parameter<String>("text", "a text")
private let by = Parameter<String>("by", "what stands between the parts")

extension Operator {
  static let splitText = Operator(
    "split_text", .general, "the parts of a text between a separator",
    parameters: [whole.declaration, by.declaration], positional: 2, returns: .list(.text),
    examples: [
      .prints("split_text(\"DE-2024-A\", \"-\")", output: "[\"DE\", \"2024\", \"A\"]"),
      .fails("split_text(\"abc\", \"\")", message: "must not be empty"),
    ]
  ) { arguments, _ in
    let separator = try arguments[by]
    guard !separator.isEmpty else {
      throw OperatorError.argument("by", "the separator must not be empty")
    }
    return .list(try arguments[whole].split(around: separator).map(Value.text))
  }
}

extension String {
  /// The parts, empty ones too.
  fileprivate func split(around separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let place = rest.firstRange(of: separator) {
      parts.append(String(rest[..<place.lowerBound]))
      rest = rest[place.upperBound...]
    }
    return parts + [String(rest)]
  }
}
