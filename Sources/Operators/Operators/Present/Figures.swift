// The right figure for each kind of value; `plot` asks here. Each says what is on a figure and draws nothing.
import Allocation
import Data
import Estimation
import Learning
import OperatorKit
import Reporting

/// What a call of `plot` says beside the value.
struct PlotWishes {
  var budget: Double?
  /// "training" or "imitation", of a policy.
  var curve: String
}

extension Figure {
  /// Throws when there is no figure for such a value.
  static func natural(for value: Value, _ wishes: PlotWishes) throws -> Figure {
    if let evaluation = Evaluation(value) {
      return try .frontier([evaluation], budget: wishes.budget)
    }
    if let evaluations = [Evaluation](value), !evaluations.isEmpty {
      return try .frontier(evaluations, budget: wishes.budget)
    }
    if let choice = Choice(value) { return try .choice(choice, budget: wishes.budget) }
    if let comparison = Comparison(value) { return .comparison(comparison) }
    if let policy = Policy(value) { return try .training(policy, curve: wishes.curve) }
    if let assignment = Assignment(value) { return try .assignment(assignment) }
    if let coverage = Coverage(value) { return .coverage(coverage) }
    if let overlap = Overlap(value) { return .overlap(overlap) }
    if let log = Dataset(value) { return .spending(log) }
    throw OperatorError.argument("value", "`plot` cannot draw \(value.type.phrase)")
  }

  /// Outcome and cost of each row of a comparison with their bounds, the best outcome on top.
  static func comparison(_ comparison: Comparison) -> Figure {
    let names = comparison.rows.map { row in
      row.policyName
        + (row.lambda == nil || comparison.budget != nil
          ? "" : " λ \(NumberText.display(row.lambda ?? 0))")
    }
    func panel(
      _ name: String, _ estimate: (ComparisonRow) -> Estimate, rules: [Rule] = []
    ) -> Figure {
      Figure(
        title: name, x: .init("\(name) per user"), y: .init("", categories: names),
        series: [
          Series(
            name, mark: .points,
            points: comparison.rows.enumerated().map { index, row in
              let estimate = estimate(row)
              return Point(
                estimate.value, Double(index), low: estimate.interval?.lowerBound,
                high: estimate.interval?.upperBound)
            })
        ], rules: rules)
    }
    let budget = comparison.budget.map {
      [Rule.vertical(x: $0, label: "budget \(NumberText.display($0))")]
    }
    return Figure(
      title: comparison.budget.map { "Policies at a budget of \(NumberText.display($0))" }
        ?? "Policies side by side",
      panels: [
        panel(comparison.rows.first?.outcomeName ?? "outcome", \.outcome),
        panel("cost", \.cost, rules: budget ?? []),
      ])
  }
}
