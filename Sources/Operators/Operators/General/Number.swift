// `number`: a text as a number.
import Data
import OperatorKit

private let written = Parameter<Texts>("text", "a text, a list or a column of texts")
private let decimal = Parameter<String?>.optional(
  "decimal", "what stands before a fraction; the other of point and comma may then group thousands",
  choices: CellFormat.DecimalMark.allCases.map(\.rawValue))
private let units = Parameter<[String]>(
  "units", "what stands beside numbers, such as \"€\"; with \"%\" they are divided by a hundred",
  default: [], shown: "[]")

extension Operator {
  static let toNumber = Operator(
    "number", .general, "a text as a number",
    parameters: [written.declaration, decimal.declaration, units.declaration],
    returns: .any,
    refine: { call in
      if case .column = call.types["text"] { return .column(.number) }
      if case .list = call.types["text"] { return .list(.number) }
      return call.types["text"] == .text ? .number : .any
    },
    details: """
      In a column, a text that is no number becomes a missing cell, and a note says how many there were; alone, it is
      an error. With `decimal: ","`, `1.234,50` and `1 234,50` are read, with `units: ["€"]` also `15 €`; `load` has the
      same arguments for whole files.
      """,
    examples: [
      .prints("number(\"12.5\") * 2", output: "25"),
      .prints("number(\"1.234,50\", decimal: \",\") * 2", output: "2,469"),
      .prints(
        "number([\"$1,234\", \"12%\"], decimal: \".\", units: [\"$\", \"%\"])",
        output: "[1,234, 0.12]"),
      .fails("number(\"twelve\")", message: "`twelve` is no number"),
    ]
  ) { arguments, context in
    let format = CellFormat(
      decimal: try arguments[decimal].flatMap(CellFormat.DecimalMark.init),
      units: try arguments[units])
    switch try arguments[written] {
    case .one(let text): return .number(try parsed(text, format))
    case .list(let texts): return .list(try texts.map { .number(try parsed($0, format)) })
    case .column(let column):
      return .column(.number(column.read(as: "number", in: context) { format.number($0) }))
    }
  }
}

private func parsed(_ text: String, _ format: CellFormat) throws(OperatorError) -> Double {
  guard let number = format.number(text) else {
    throw .argument("text", "`\(text)` is no number")
  }
  return number
}
