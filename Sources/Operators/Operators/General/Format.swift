// `format`: a number as a text with so many decimals.
import Data
import OperatorKit
import Reporting

private let x = Parameter<Numbers>("x", "a number, a list or a column")
private let decimals = Parameter<Int>(
  "decimals", "digits after the point", default: 2, shown: "2", in: 0...15)

extension Operator {
  static let format = Operator(
    "format", .general, "a number as a text with so many decimals",
    parameters: [x.declaration, decimals.declaration], positional: 2, returns: .any,
    refine: { call in
      if case .column = call.types["x"] { return .column(.text) }
      return call.types["x"] == .number ? .text : .any
    },
    details: "Thousands are separated, halves rounded away from zero. For every digit, use `text`.",
    examples: [
      .prints(
        "\"{format(1234.5)} euro, {format(7, 0)} visits\"", output: "1,234.50 euro, 7 visits"),
      .fails("format(\"1\")", message: "found a text"),
    ]
  ) { arguments, _ in
    let decimals = try arguments[decimals]
    func text(_ number: Double) -> String { NumberText.fixed(number, decimals: decimals) }
    switch try arguments[x] {
    case .one(let number): return .text(text(number))
    case .list(let numbers): return .list(numbers.map { $0.isNaN ? .none : .text(text($0)) })
    case .column(let numbers):
      return .column(.text(TextColumn(numbers.map { $0.isNaN ? nil : text($0) })))
    }
  }
}
