// How a policy by segments is shown: the coupon of every segment, at the λ that it is set to or at a few
// of the grid.
import Data
import Learning
import Reporting

extension Policy {
  private static let rowLimit = 20

  func display(_ plan: SegmentPlan) -> Report {
    let columns = shownLambdas
    let choices = columns.map { plan.choices(lambda: $0) }
    var rows: [[String]] = []
    for segment in 0..<min(plan.segments, Self.rowLimit) {
      rows.append(
        plan.parts(segment) + [NumberText.display(plan.decisions(segment: segment))]
          + choices.map { levels[Int($0[segment])].label })
    }
    let keys = plan.keys.isEmpty ? ["segment"] : plan.keys.map(\.name)
    let table = TableBlock(
      columns: keys.map { .init($0, alignment: .left) } + [.init("decisions")]
        + columns.map { .init("λ = \(NumberText.display($0))") }, rows: rows,
      totalRows: plan.segments, caption: "the coupon of every segment")
    return Report([.line(headline), .table(table)])
  }

  /// The λ in use, or up to five of the grid from its lowest to its highest.
  private var shownLambdas: [Double] {
    switch deployment {
    case .fixed(let lambda): return [lambda]
    case .mixture(let low, let high, _, _): return [low, high]
    case nil:
      let values = lambdas?.values ?? [0]
      guard values.count > 5 else { return values }
      return (0..<5).map { values[$0 * (values.count - 1) / 4] }
    }
  }
}

extension SegmentPlan {
  /// One text for every key, such as "gold" and "over 3 to 7".
  fileprivate func parts(_ segment: Int) -> [String] {
    guard !keys.isEmpty else { return ["everybody"] }
    var rest = segment
    var texts: [String] = []
    for key in keys.reversed() {
      let count = max(1, key.parts)
      texts.append(key.text(rest % count))
      rest /= count
    }
    return texts.reversed()
  }
}

extension SegmentPlan.Key {
  fileprivate func text(_ part: Int) -> String {
    switch rule {
    case .labels(let labels):
      return labels.indices.contains(part) ? labels[part] : ""
    case .cuts(let cuts):
      let low = part > 0 ? NumberText.display(cuts[part - 1]) : nil
      let high = part < cuts.count ? NumberText.display(cuts[part]) : nil
      switch (low, high) {
      case (nil, nil): return "any"
      case (nil, let high?): return "up to \(high)"
      case (let low?, nil): return "over \(low)"
      case (let low?, let high?): return "over \(low) to \(high)"
      }
    }
  }
}
