// `plot`: the right figure for a value.
import Allocation
import Data
import Estimation
import Learning
import OperatorKit
import Reporting

private let value = Parameter<Value>(
  "value",
  "an Evaluation or a list of them, a Choice, a Comparison, a Policy, an Assignment, a Coverage, or a Table"
)
private let x = Parameter<String?>.optional("x", "the column along x, for a table", kind: .column)
private let y = Parameter<[String]?>.optional(
  "y", "the columns along y, for a table", kind: .columns)
private let title = Parameter<String?>.optional("title", "the figure's title")
private let curve = Parameter<String>(
  "curve", "of a policy: the training of its values, or of its model of the log",
  default: "training", shown: "\"training\"", choices: ["training", "imitation"])
private let budget = Parameter<Double?>.optional("budget", "a budget to mark on the cost axis")

extension Operator {
  static let plot = Operator(
    "plot", .present, "draw the right figure for a value",
    parameters: [
      value.declaration, x.declaration, y.declaration, title.declaration, budget.declaration,
      curve.declaration,
    ], returns: .native(Figure.nativeType),
    details: """
      An Evaluation shows cost against outcome at every λ with the band that holds at all of them at once, a Choice the
      same with its budget, a Comparison bars, an
      Assignment the mean coupon of each segment by λ, a Coverage the covered share by decision, a Table the columns
      `y` over `x`. A Policy shows its learning curve, beside it the loss on held-out users where its settings were
      picked on them (of the heads' mean, while the training's is of their mixtures and may lie above it), or with
      `curve: "imitation"` that of its model of the log, which is stopped where its loss on held-out users is lowest.
      `save("name.svg")` writes a figure to a file.
      """,
    examples: [
      .prints(
        """
        m = market(users: 50, seed: 1)
        (m |> oracle(λ: [0, 0.1, 0.5]) |> plot(title: "Bound")).title
        """, output: "Bound"),
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          (policy |> plot(curve: "imitation")).title
          """, output: "How rbcq models the log"),
      .fails("plot(3)", message: "cannot draw a number"),
    ]
  ) { arguments, _ in
    var figure = try figure(for: try arguments[value], arguments)
    if let title = try arguments[title] { figure.title = title }
    return .native(figure)
  }
}

private func figure(for value: Value, _ arguments: Arguments) throws -> Figure {
  if let evaluation = Evaluation(value) {
    return try .frontier([evaluation], budget: try arguments[budget])
  }
  if let evaluations = [Evaluation](value), !evaluations.isEmpty {
    return try .frontier(evaluations, budget: try arguments[budget])
  }
  if let choice = Choice(value) {
    return try .choice(choice, budget: try arguments[budget])
  }
  if let comparison = Comparison(value) { return .comparison(comparison) }
  if let policy = Policy(value) { return try trainingCurve(policy, arguments) }
  if let assignment = Assignment(value) { return .assignment(assignment) }
  if let coverage = Coverage(value) { return .coverage(coverage) }
  if let table = Table(value) {
    guard let x = try arguments[x], let y = try arguments[y] else {
      throw OperatorError("a table needs to be told its columns: plot(x: …, y: …)")
    }
    return try .table(table, x: x, y: y)
  }
  throw OperatorError.argument("value", "`plot` cannot draw \(value.type.phrase)")
}

private func trainingCurve(_ policy: Policy, _ arguments: Arguments) throws -> Figure {
  guard let summary = policy.summary, !summary.losses.isEmpty else {
    throw OperatorError.argument("value", "`\(policy.name)` keeps no learning curve")
  }
  guard try arguments[curve] == "imitation" else { return .learningCurve(policy) }
  guard !summary.imitation.isEmpty else {
    throw OperatorError.argument("curve", "`\(policy.name)` has no model of the log")
  }
  return .imitationCurve(policy)
}
