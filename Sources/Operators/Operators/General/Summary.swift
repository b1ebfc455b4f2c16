// What `sum`, `mean`, `min` and `max` share: they take a list, a range or a column, and missing numbers
// are left out.
import Data
import OperatorKit

private let values = Parameter<Numbers>("values", "a list, a range or a column of numbers")

extension Operator {
  /// One number from many; `empty` is the result for no numbers, or nil when there is none.
  static func summary(
    _ name: String, _ summary: String, empty: Double?, examples: [Example],
    _ function: @escaping @Sendable ([Double]) -> Double
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [values.declaration], returns: .number,
      details: "Missing numbers are left out.", examples: examples
    ) { arguments, _ in
      let present = try arguments[values].all.filter { !$0.isNaN }
      if present.isEmpty {
        guard let empty else {
          throw OperatorError.argument("values", "`\(name)` needs at least one number, found none")
        }
        return .number(empty)
      }
      return .number(function(present))
    }
  }
}
