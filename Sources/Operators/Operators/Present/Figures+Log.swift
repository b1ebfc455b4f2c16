// What a log spent and brought over time, and how far it can speak about a policy.
import Data
import Estimation
import OperatorKit
import Reporting

extension Figure {
  private static let mostPeriods = 60

  /// Cost and outcome per user in each period of the log.
  static func spending(_ log: Dataset) -> Figure {
    let times = log.times.filter(\.isFinite)
    let first = (times.min() ?? 0).rounded(.down)
    let last = (times.max() ?? 0).rounded(.down)
    let span = max(1, ((last - first + 1) / Double(mostPeriods)).rounded(.up))
    let count = min(mostPeriods, Int((last - first) / span) + 1)
    var costs = [Double](repeating: 0, count: count)
    var outcomes = costs
    for row in 0..<log.count where log.times[row].isFinite {
      let period = min(count - 1, Int((log.times[row] - first) / span))
      costs[period] += log.costs[row]
      outcomes[period] += log.outcomes[row]
    }
    let people = Double(max(log.populationSize, 1))
    func panel(_ name: String, _ sums: [Double]) -> Figure {
      Figure(
        title: name, x: .init(span == 1 ? "time" : "time, in steps of \(NumberText.display(span))"),
        y: .init("\(name) per user"),
        series: [
          Series(
            name, mark: .lineAndPoints,
            points: sums.enumerated().map { Point(first + Double($0) * span, $1 / people) })
        ])
    }
    return Figure(
      title: "What the log spent and brought over time",
      panels: [panel("cost", costs), panel(log.outcomeName, outcomes)])
  }

  /// How many users carry an estimate at each λ, and whether the probabilities are right.
  static func overlap(_ overlap: Overlap) -> Figure {
    let support = support(overlap)
    guard let calibration = overlap.calibration, !calibration.bins.isEmpty else { return support }
    let bins = calibration.bins
    let most = bins.flatMap { [$0.predicted, $0.observed] }.max() ?? 1
    return Figure(
      title: "How far the log overlaps with \(overlap.policyName)",
      panels: [
        support,
        Figure(
          title: "Are the log's probabilities right?", x: .init("said probability"),
          y: .init("share that was given"),
          series: [
            Series("as said", mark: .line, points: [Point(0, 0), Point(most, most)]),
            Series(
              calibration.isHeldOut ? "on users not fitted to" : "as logged", mark: .points,
              points: bins.map { bin in
                Point(
                  bin.predicted, bin.observed, low: max(0, bin.observed - 1.96 * bin.error),
                  high: bin.observed + 1.96 * bin.error)
              }),
          ]),
      ])
  }

  private static func support(_ overlap: Overlap) -> Figure {
    let least = Rule.horizontal(
      y: overlap.leastSupport,
      label: "least for an estimate \(NumberText.display(overlap.leastSupport))")
    let title = "Users that carry an estimate"
    guard overlap.dependsOnLambda, overlap.entries.count > 1 else {
      let entry = overlap.entries.first
      return Figure(
        title: title, x: .init("", categories: ["single decisions", "whole episodes"]),
        y: .init("effective users"),
        series: [
          Series(
            overlap.policyName, mark: .bars,
            points: [Point(0, entry?.users ?? 0), Point(1, entry?.episodeUsers ?? 0)])
        ], rules: [least])
    }
    return Figure(
      title: title, x: .init("λ"), y: .init("effective users"),
      series: [
        Series(
          "single decisions", mark: .lineAndPoints,
          points: overlap.entries.map { Point($0.lambda, $0.users) }),
        Series(
          "whole episodes", mark: .lineAndPoints,
          points: overlap.entries.map { Point($0.lambda, $0.episodeUsers) }),
      ], rules: [least])
  }
}
