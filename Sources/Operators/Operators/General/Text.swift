// `text`: a value as a text, so that a code becomes a category.
import Data
import OperatorKit
import Reporting

private let value = Parameter<Value>("value", "a value, a list or a column")

extension Operator {
  static let toText = Operator(
    "text", .general, "a value as a text, with every digit", parameters: [value.declaration],
    returns: .any,
    refine: { shape($0.types["value"], of: .text) },
    details: "A number column that is a code (a region, a segment) becomes a category as text.",
    examples: [
      .prints("text(0.1) + \" euro\"", output: "0.1 euro"),
      .fails("text(x -> x)", message: "a function has no text"),
    ]
  ) { arguments, _ in
    let value = try arguments[value]
    switch value {
    case .column(let column, _):
      return .column(.text(TextColumn((0..<column.count).map { column.cell($0) })))
    case .list(let values): return .list(try values.map { .text(try written($0)) })
    case .none, .number, .text, .boolean, .date, .range, .record, .function, .table, .native:
      return .text(try written(value))
    }
  }
}

private func written(_ value: Value) throws(OperatorError) -> String {
  switch value {
  case .number(let number): return NumberText.exact(number)
  case .text(let text): return text
  case .boolean(let boolean): return boolean ? "true" : "false"
  case .date(let moment): return moment.description
  case .none, .range, .list, .record, .function, .table, .column, .native:
    throw .argument("value", "\(value.type.phrase) has no text")
  }
}
