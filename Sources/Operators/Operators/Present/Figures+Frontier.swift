// What each budget buys: cost against outcome at every λ, the band that holds at all λ at once, the log's
// own policy, and what was chosen for a budget.
import Allocation
import Estimation
import OperatorKit
import Reporting

extension Figure {
  /// The frontiers of several evaluations in one figure.
  static func frontier(_ evaluations: [Evaluation], budget: Double?) throws(SearchError) -> Figure {
    var series: [Figure.Series] = []
    for evaluation in evaluations {
      series.append(frontier(try Frontier(evaluation), labels: evaluation.dependsOnLambda))
    }
    if let evaluation = evaluations.first { series += behaviour(evaluation) }
    return figure(series, evaluations.first?.outcomeName, budget: budget)
  }

  /// The frontier that a choice was made on, and the choice, as its check has it where there is one.
  static func choice(_ choice: Choice, budget: Double?) throws(SearchError) -> Figure {
    let evaluation = choice.evaluation
    var series = [frontier(try Frontier(evaluation), labels: evaluation.dependsOnLambda)]
    series.append(
      Figure.Series(
        choice.checked == nil ? "the choice" : "the choice, as checked", mark: .points,
        points: [
          Figure.Point(
            choice.cost.value, choice.outcome.value, low: choice.outcome.interval?.lowerBound,
            high: choice.outcome.interval?.upperBound)
        ]))
    return figure(
      series + behaviour(choice.reported.evaluation), evaluation.outcomeName,
      budget: budget ?? choice.budgetPerUser)
  }

  private static func figure(
    _ series: [Figure.Series], _ outcomeName: String?, budget: Double?
  ) -> Figure {
    Figure(
      title: "What each budget buys", x: .init("cost per user"),
      y: .init("\(outcomeName ?? "outcome") per user"), series: series,
      rules: budget.map { [.vertical(x: $0, label: "budget \(NumberText.display($0))")] } ?? [])
  }

  /// A line through the estimates. Its band is the area of both bands together where they are known, else
  /// the bounds of each outcome.
  private static func frontier(_ frontier: Frontier, labels: Bool) -> Figure.Series {
    let points = frontier.points.sorted {
      ($0.cost.value, $0.lambda) < ($1.cost.value, $1.lambda)
    }
    let hasArea = frontier.hasBands
    let name = "\(frontier.policyName) (\(frontier.estimator))"
    return Figure.Series(
      hasArea ? "\(name), \(frontier.bandName)" : name,
      mark: points.count > 1 ? .lineAndPoints : .points,
      points: points.map { point in
        Figure.Point(
          point.cost.value, point.outcome.value,
          low: hasArea ? nil : point.outcome.interval?.lowerBound,
          high: hasArea ? nil : point.outcome.interval?.upperBound,
          label: labels && point.isEfficient ? "λ \(NumberText.display(point.lambda))" : "")
      }, area: frontier.region.map { $0.map { Figure.Corner($0.cost, $0.outcome) } })
  }

  private static func behaviour(_ evaluation: Evaluation) -> [Figure.Series] {
    guard let outcome = evaluation.behaviourOutcome, let cost = evaluation.behaviourCost else {
      return []
    }
    return [
      Figure.Series(
        "the log's own policy", mark: .points, points: [Figure.Point(cost.value, outcome.value)])
    ]
  }
}

extension Choice {
  /// The budget when it is one for each user.
  fileprivate var budgetPerUser: Double? {
    let evaluation = reported.evaluation
    switch budget {
    case .perUser(let amount): return amount
    case .total(let amount, let population):
      return amount / Double(max(population ?? evaluation.population, 1))
    case .perDay(let amount, let days, let population):
      return (days ?? evaluation.days).map {
        amount * $0 / Double(max(population ?? evaluation.population, 1))
      }
    case .perDecision: return nil
    }
  }
}
