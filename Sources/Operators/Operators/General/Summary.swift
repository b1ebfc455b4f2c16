// What `sum`, `mean`, `median` and `deviation` share: they take a list, a range or a column, and missing numbers
// are left out.
import Data
import OperatorKit

private let values = Parameter<Numbers>("values", "a list, a range or a column of numbers")

extension Operator {
  /// One number from many; `empty` is the result for no numbers, or nil when there is none.
  static func summary(
    _ name: String, _ summary: String, empty: Double?, least: Int = 1, examples: [Example],
    of groups: @escaping @Sendable (RowGroups, [Double]) -> [Double],
    _ function: @escaping @Sendable ([Double]) -> Double
  ) -> Operator {
    Operator(
      name, .general, summary, parameters: [values.declaration], returns: .number,
      details:
        "Missing numbers are left out. In `summarize`, and in `derive` with `by`, of each group's rows.",
      examples: examples
    ) { arguments, context in
      if case .column(let cells) = try arguments[values], let rows = context.groups(cells.count) {
        return .column(rows.spread(.number(groups(rows, cells))))
      }
      let present = try arguments[values].all.filter { !$0.isNaN }
      if present.isEmpty {
        guard let empty else {
          throw tooFew(name, least: least, found: 0)
        }
        return .number(empty)
      }
      guard present.count >= least else {
        throw tooFew(name, least: least, found: present.count)
      }
      return .number(function(present))
    }
  }
}

func tooFew(_ name: String, least: Int, found: Int) -> OperatorError {
  .argument(
    "values",
    "`\(name)` needs at least \(least == 1 ? "one number" : "two numbers"), found "
      + (found == 0 ? "none" : "one"))
}
