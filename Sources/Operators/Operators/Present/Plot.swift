// `plot`: the right figure for a value.

import Data
import Foundation
import OperatorKit
import Reporting

private let value = Parameter<Value>(
  "value",
  "a Table, a Dataset, an Evaluation or a list of them, a Choice, a Comparison, a Policy, an Assignment, a Coverage or an Overlap"
)
private let x = Parameter<String?>.optional(
  "x", "the column along x; the first one when not given", kind: .column)
private let y = Parameter<[String]?>.optional(
  "y", "the columns along y; those of numbers when not given", kind: .columns)
private let by = Parameter<String?>.optional(
  "by", "a column with a series for each of its values", kind: .column)
private let title = Parameter<String?>.optional("title", "the figure's title")
private let curve = Parameter<String>(
  "curve", "of a policy: the training of its values, or of its model of the log",
  default: "training", shown: "\"training\"", choices: ["training", "imitation"])
private let file = Parameter<String?>.optional(
  "save", "a file to write it to as well: .svg, .png or .txt")
private let budget = Parameter<Double?>.optional("budget", "a budget to mark on the cost axis")

extension Operator {
  static let plot = Operator(
    "plot", .present, "draw the right figure for a value",
    parameters: [
      value.declaration, x.declaration, y.declaration, by.declaration, title.declaration,
      file.declaration, budget.declaration, curve.declaration,
    ], returns: .native(Figure.nativeType),
    details: """
      An Evaluation shows cost against outcome at every λ with the band that holds at all of them at once, a Choice the
      same with its budget, a Comparison outcome and cost of each policy with their bounds, an Assignment the mean coupon of
      each segment by λ or, at one λ, the share of each coupon in each segment, a Coverage the covered share by decision, an
      Overlap the users that carry an estimate and whether the log's probabilities are right, a Dataset what was spent and
      brought over time. A Policy shows its learning curve, beside it the loss on held-out users where its settings were
      picked on them (of the heads' mean, while the training's is of their mixtures and may lie above it), or with
      `curve: "imitation"` that of its model of the log, which is stopped where its loss on held-out users is lowest.
      A Table shows the columns `y` over `x`; `x`, `y` or `by` draw the table of any other value in the same way.
      """,
    examples: [
      .prints(
        """
        m = market(users: 50, seed: 1)
        (m |> oracle(λ: [0, 0.1, 0.5]) |> plot(title: "Bound")).title
        """, output: "Bound"),
      .prints(
        exampleLog.replacingOccurrences(of: ", uniform: true", with: "") + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          (policy |> plot(curve: "imitation")).title
          """, output: "How rbcq models the log"),
      .prints(
        """
        visits = market(users: 50, seed: 1) |> simulate()
        (visits |> plot(x: day, y: cost, by: user_type)).title
        """, output: "cost by day and user_type"),
      .prints(
        """
        figure = market(users: 50, seed: 1) |> oracle(λ: [0, 0.1]) |> plot(save: "bound.txt")
        """, output: "wrote bound.txt"),
      .fails("plot(3)", message: "cannot draw a number"),
    ]
  ) { arguments, context in
    var figure = try figure(for: try arguments[value], arguments)
    if let title = try arguments[title] { figure.title = title }
    if let name = try arguments[file] { try FigureFile.write(figure, to: name, in: context) }
    return .native(figure)
  }
}

private func figure(for value: Value, _ arguments: Arguments) throws -> Figure {
  let (x, y, by) = (try arguments[x], try arguments[y], try arguments[by])
  if let table = Table(value) { return try .table(table, x: x, y: y, by: by) }
  if x != nil || y != nil || by != nil, case .native(let native) = value,
    case .table(let table) = native.field("table")
  {
    return try .table(table, x: x, y: y, by: by)
  }
  return try .natural(
    for: value, PlotWishes(budget: try arguments[budget], curve: try arguments[curve]))
}
