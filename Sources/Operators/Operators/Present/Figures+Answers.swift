// What a policy gives and how far it leaves the log, as lines over λ and over the decisions of a path.
import Data
import Estimation
import OperatorKit
import Reporting

extension Figure {
  /// Mean coupon value by λ, one line for each segment; at one λ the share of each coupon in each segment.
  static func assignment(_ assignment: Assignment) throws(OperatorError) -> Figure {
    let largest = assignment.filled.sorted { assignment.counts[$0] > assignment.counts[$1] }
    let shown = largest.prefix(assignment.lambdas.count > 1 ? 8 : 24).sorted()
    func mean(_ segment: Int, _ entry: Int) -> Double {
      assignment.meanValue(assignment.shares[segment][entry])
    }
    let title = "What \(assignment.policyName) gives"
    guard assignment.lambdas.count > 1 else {
      return Figure(
        title: "\(title): share of each coupon",
        x: .init("coupon", categories: assignment.levels.map(\.label)),
        y: .init("segment", categories: shown.map { assignment.segments.name($0) }), series: [],
        cells: Cells("share of decisions", shown.map { assignment.shares[$0][0] }, isShare: true))
    }
    guard assignment.haveValues else {
      throw OperatorError(
        "coupons that are texts have no mean to draw over λ",
        hint: "set the policy to a λ first: `at(λ: …)`")
    }
    return Figure(
      title: title, x: .init("λ"), y: .init("mean coupon value"),
      series: shown.map { segment in
        Series(
          assignment.segments.name(segment), mark: .lineAndPoints,
          points: assignment.lambdas.enumerated().map { Point($1, mean(segment, $0)) })
      })
  }

  /// Covered steps by decision number, one line for each λ.
  static func coverage(_ coverage: Coverage) -> Figure {
    Figure(
      title: "How far the log covers \(coverage.policyName)", x: .init("decision on the path"),
      y: .init("share of steps with a close match"),
      series: coverage.entries.map { entry in
        Series(
          coverage.entryName(entry), mark: .line,
          points: entry.byDecision.enumerated().map { Point(Double($0 + 1), $1.value) })
      } + [
        Series(
          "the log's own coupons", mark: .line,
          points: coverage.log.byDecision.enumerated().map { Point(Double($0 + 1), $1.value) })
      ])
  }
}
