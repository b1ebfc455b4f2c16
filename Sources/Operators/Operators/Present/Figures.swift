// The right figure for each kind of value; `plot` chooses, these draw nothing but say what is on it.
import Allocation
import Data
import Estimation
import OperatorKit
import Reporting

extension Figure {
  /// The outcome of each row of a comparison, as bars.
  static func comparison(_ comparison: Comparison) -> Figure {
    let names = comparison.rows.map { row in
      row.policyName
        + (row.lambda == nil || comparison.budget != nil
          ? "" : " λ \(NumberText.display(row.lambda ?? 0))")
    }
    return Figure(
      title: comparison.budget.map { "Policies at a budget of \(NumberText.display($0))" }
        ?? "Policies side by side",
      x: .init("policy", categories: names),
      y: .init("\(comparison.rows.first?.outcomeName ?? "outcome") per user"),
      series: [
        Figure.Series(
          comparison.rows.first?.outcomeName ?? "outcome", mark: .bars,
          points: comparison.rows.enumerated().map { index, row in
            Figure.Point(
              Double(index), row.outcome.value,
              low: row.outcome.interval?.lowerBound,
              high: row.outcome.interval?.upperBound)
          })
      ])
  }

  /// One column of a table against another; a text column on x makes categories.
  static func table(_ table: Table, x: String, y: [String]) throws(OperatorError) -> Figure {
    let xs: [Double]
    var categories: [String] = []
    var label = x
    switch table[x] {
    case .some(.number(let values)): xs = values
    case .some(.text(let column)):
      categories = column.levels
      xs = column.codes.map { $0 < 0 ? .nan : Double($0) }
    case .some(.boolean(let values)):
      categories = ["false", "true"]
      xs = values.map { $0 ? 1 : 0 }
    case .some(.date(let seconds)):
      let first = seconds.filter { !$0.isNaN }.min() ?? 0
      xs = seconds.map { ($0 - first) / Moment.secondsOfDay }
      label = "\(x), days since \(Moment(seconds: first))"
    case .none: throw .argument("x", "no column `\(x)`")
    }
    var series: [Figure.Series] = []
    for name in y {
      guard case .some(.number(let ys)) = table[name] else {
        throw .argument("y", "`\(name)` is not a column of numbers")
      }
      series.append(
        Figure.Series(
          name, mark: categories.isEmpty ? .lineAndPoints : .bars,
          points: zip(xs, ys).map { Figure.Point($0, $1) }))
    }
    return Figure(
      title: "\(y.joined(separator: ", ")) by \(x)", x: .init(label, categories: categories),
      y: .init(y.count == 1 ? y[0] : ""), series: series)
  }
}
