// How far an estimate's bounds can be trusted, from what was measured on this log. Bounds are an interval
// only in the case that a study found to be covered (docs/coverage.md): known probabilities, a log that
// ends, enough decisions that agree with the policy, a policy that does not react to what it moves itself,
// and no summary of the state that tells another story. What speaks against it is said, widens the bounds
// where it can be put in numbers, and leaves a spread.

import Data

struct Trust: Sendable {
  var standing: Standing
  /// By quantity, (L): how far another summary of the state moved the estimate where that is too far.
  var widening: [String: [Double]] = [:]
  /// (L) whether enough decisions agree with the policy for bounds at all.
  var isBounded: [Bool]
  /// What the state is taken to be.
  var contents: [String]

  /// Below this many decisions in agreement there are no bounds, below the second no interval.
  static let leastSize = 30.0
  static let fewSize = 200.0

  var hasBounds: Bool { isBounded.contains(true) }

  init(
    _ curve: MarginalCurve, _ table: PolicyTable, _ log: EvaluationLog,
    _ behaviour: BehaviourModel?, _ settings: CriticSettings, _ method: EstimationMethod
  ) {
    contents = curve.contents
    isBounded = curve.effectiveSize.map { behaviour != nil && $0 >= Self.leastSize }
    var reasons: [String] = []
    for quantity in curve.quantities {
      let moves = table.lambdas.indices.map { grid in
        quantity.tests.map(\.[grid]).filter(\.speaksAgainst).map { abs($0.difference) }.max() ?? 0
      }
      guard moves.contains(where: { $0 > 0 }) else { continue }
      widening[quantity.name] = moves
      guard quantity.name != "decisions", let worst = moves.max(),
        let place = moves.firstIndex(of: worst),
        let test = quantity.tests.first(where: { abs($0[place].difference) == worst })?[place]
      else { continue }
      reasons.append(
        "\(test.name) the \(quantity.name) would be \(short(test.difference)) "
          + (test.difference < 0 ? "lower" : "higher") + ", more than chance explains")
    }
    if case .doublyRobust(.trajectory) = method {
      reasons.append("the normal approximation fails for products of many ratios")
    }
    if let moved = table.movedInputs, let share = moved.shares.max(), share > MovedInputs.most {
      reasons.append(
        "up to \(whole(share * 100))% of the policy's decisions react to what its own coupons move"
          + (moved.columns.isEmpty ? "" : " (\(moved.columns.prefix(3).joined(separator: ", ")))"))
    }
    if behaviour?.isKnown == false {
      reasons.append(
        "the log's own probabilities were estimated, and their error is not in the bounds")
    }
    if !log.hasEnd { reasons.append("coverage was studied on logs that end") }
    if let least = curve.effectiveSize.min(), least < Self.fewSize {
      reasons.append(
        "as few as \(whole(least)) decisions of the log, in effect, agree with the policy")
    }
    guard isBounded.contains(true) else {
      standing = .unknown(
        behaviour == nil ? ["the log's own probabilities are not known"] : reasons)
      return
    }
    standing = reasons.isEmpty ? .interval : .spread(reasons)
  }

  /// The same for entries of which several are one policy.
  func spread(to places: [Int]) -> Trust {
    var result = self
    result.isBounded = places.map { isBounded[$0] }
    result.widening = widening.mapValues { values in places.map { values[$0] } }
    return result
  }
}

/// λ at which the log supports no number: none of its decisions agrees with the policy, or most of the policy's
/// decisions are ones that the log's own policy hardly ever took.
func refusals(
  _ log: EvaluationLog, _ table: PolicyTable, _ behaviour: BehaviourModel?, _ support: [Double]?
) -> [Refusal] {
  table.lambdas.indices.compactMap { grid in
    let agrees = log.fitted.contains { row in
      table.probability(Int(log.dataset.actions[Int(row)]), state: Int(row), grid: grid) > 0
    }
    if !agrees {
      return Refusal(
        lambda: table.lambdas[grid], reason: "no decision of the log agrees with the policy")
    }
    if let share = support?[grid], share < 0.5 {
      return Refusal(
        lambda: table.lambdas[grid],
        reason:
          "only \(whole(share * 100))% of the policy's decisions in the log's states are ones that "
          + "the log took with a probability of "
          + "\(short(leastProbability(levels: table.levelCount))) or more")
    }
    return nil
  }
}

/// To the nearest whole number.
func whole(_ number: Double) -> String { "\(Int(number.rounded()))" }

/// Three significant digits, without a sign.
func short(_ number: Double) -> String {
  let size = abs(number)
  guard size.isFinite, size > 0 else { return "0" }
  var scale = 1.0
  while size * scale < 100, scale < 1e12 { scale *= 10 }
  let rounded = (size * scale).rounded() / scale
  return rounded == rounded.rounded() && rounded < 1e15 ? "\(Int(rounded))" : "\(rounded)"
}
