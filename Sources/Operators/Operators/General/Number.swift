// `number`: a text as a number.
import Data
import OperatorKit

private let written = Parameter<Texts>("text", "a text, a list or a column of texts")

extension Operator {
  static let toNumber = Operator(
    "number", .general, "a text as a number", parameters: [written.declaration], returns: .any,
    refine: { call in
      if case .column = call.types["text"] { return .column(.number) }
      if case .list = call.types["text"] { return .list(.number) }
      return call.types["text"] == .text ? .number : .any
    },
    details: "In a column, a text that is no number becomes a missing cell; alone, it is an error.",
    examples: [
      .prints("number(\"12.5\") * 2", output: "25"),
      .fails("number(\"twelve\")", message: "`twelve` is no number"),
    ]
  ) { arguments, _ in
    switch try arguments[written] {
    case .one(let text): return .number(try parsed(text))
    case .list(let texts): return .list(try texts.map { .number(try parsed($0)) })
    case .column(let column):
      let levels = column.levels.map { Double(trimmed($0)) ?? .nan }
      return .column(.number(column.codes.map { $0 < 0 ? .nan : levels[Int($0)] }))
    }
  }
}

private func parsed(_ text: String) throws(OperatorError) -> Double {
  guard let number = Double(trimmed(text)) else {
    throw .argument("text", "`\(text)` is no number")
  }
  return number
}

private func trimmed(_ text: String) -> Substring {
  var rest = text[...]
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return rest
}
