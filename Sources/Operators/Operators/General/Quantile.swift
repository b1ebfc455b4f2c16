// `quantile`: the number below which a share of the numbers lies.
import Data
import OperatorKit

private let values = Parameter<Numbers>("values", "a list, a range or a column of numbers")
private let share = Parameter<Double>(
  "share", "how much lies below: 0 is the least, 1 the largest", in: 0...1, unit: "share")

extension Operator {
  static let quantile = Operator(
    "quantile", .general, "the number below which a share of the numbers lies",
    parameters: [values.declaration, share.declaration], positional: 2, returns: .number,
    details: """
      Between two numbers it is interpolated, as R, NumPy and spreadsheets do (Hyndman and Fan's type 7). Missing numbers
      are left out. In `summarize`, and in `derive` with `by`, of each group's rows.
      """,
    examples: [
      .prints("quantile([1, 2, 3, 4, 10], 90%)", output: "7.6"),
      .fails("quantile([1, 2], 90)", message: "a share from 0 to 1"),
    ]
  ) { arguments, context in
    let share = try arguments[share]
    if case .column(let cells) = try arguments[values], let rows = context.groups(cells.count) {
      return .column(rows.spread(.number(rows.quantiles(cells, share))))
    }
    let present = try arguments[values].all.filter { !$0.isNaN }
    guard let value = Data.quantile(sorted: present.sorted(), share) else {
      throw tooFew("quantile", least: 1, found: 0)
    }
    return .number(value)
  }
}
