// `round`: nearest number with so many decimals.
import Foundation
import OperatorKit

private let x = Parameter<Numbers>("x", "a number, a list or a column")
private let digits = Parameter<Int>(
  "digits", "decimals to keep; negative ones round to tens, hundreds …", default: 0, shown: "0",
  in: -15...15)

extension Operator {
  static let round = Operator(
    "round", .general, "nearest number with so many decimals",
    parameters: [x.declaration, digits.declaration], positional: 2, returns: .any,
    refine: { $0.types["x"] ?? .any },
    details: "Halves are rounded away from zero.",
    examples: [
      .prints("round(2.5)", output: "3"),
      .prints("round(3.14159, 2)", output: "3.14"),
      .fails("round(1, digits: 99)", message: "from -15 to 15"),
    ]
  ) { arguments, _ in
    let scale = pow(10, Double(Swift.abs(try arguments[digits])))
    let digits = try arguments[digits]
    return try arguments[x].map { number in
      digits > 0 ? decimal(number * scale) / scale : (number / scale).rounded() * scale
    }
  }
}

/// The nearest whole number. 1.005 * 100 is a hair below 100.5, and the half that was written is meant.
private func decimal(_ scaled: Double) -> Double {
  guard scaled.magnitude < 0x1p46 else { return scaled.rounded() }
  return scaled < 0 ? scaled.nextDown.rounded() : scaled.nextUp.rounded()
}
