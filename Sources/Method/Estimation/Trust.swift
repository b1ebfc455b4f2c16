// How far an estimate's bounds can be trusted, from what was measured on this log. Bounds are an interval
// only in the case that a study found to be covered (docs/coverage.md): known probabilities, a log that
// ends, enough decisions that agree with the policy, a policy that was learned from other users and does not
// react to what it moves itself,
// and no summary of the state that tells another story. What speaks against it is said, widens the bounds
// where it can be put in numbers, and leaves a spread.

import Data

struct Trust: Sendable {
  /// (L) what speaks against an interval.
  private var doubts: [[Doubt]]
  /// By quantity, (L): how far another summary of the state moved the estimate where that is too far.
  var widening: [String: [Double]] = [:]
  /// (L) whether enough decisions agree with the policy for bounds at all.
  private(set) var isBounded: [Bool]
  /// What the state is taken to be.
  let contents: [String]
  private let isCorrected: Bool

  /// Below this many decisions in agreement there are no bounds, below the second no interval.
  static let leastSize = 30.0
  static let fewSize = 200.0
  /// Below this many users their errors are not taken to be normal on average.
  static let fewUsers = 30
  /// Below this share of its decisions a policy does what the log does not tell of.
  static let leastSupport = 0.95

  var hasBounds: Bool { isBounded.contains(true) }

  init(
    _ curve: MarginalCurve, _ table: PolicyTable, _ log: EvaluationLog,
    _ behaviour: BehaviourModel?, _ method: EstimationMethod, support: [Double]?
  ) {
    contents = curve.contents
    isCorrected = behaviour != nil
    let isOne = log.users < 2
    isBounded = curve.effectiveSize.map { behaviour != nil && !isOne && $0 >= Self.leastSize }
    doubts = [[Doubt]](repeating: [], count: table.lambdas.count)
    let criticals = table.lambdas.indices.map { Self.critical(curve, grid: $0) }
    for quantity in curve.quantities {
      let alarms = quantity.tests.indices.map { grid in
        quantity.tests[grid].filter { $0.speaksAgainst(critical: criticals[grid]) }
          .max { abs($0.difference) < abs($1.difference) }
      }
      guard alarms.contains(where: { $0 != nil }) else { continue }
      widening[quantity.name] = alarms.map { abs($0?.difference ?? 0) }
      guard quantity.name != "decisions" else { continue }
      for (grid, alarm) in alarms.enumerated() {
        guard let alarm else { continue }
        doubts[grid].append(
          .summary(alarm.name, quantity: quantity.name, difference: alarm.difference))
      }
    }
    for grid in doubts.indices {
      let errors = curve.errors[grid]
      if errors.speaksAgainst(critical: criticals[grid]) {
        doubts[grid].append(.correlatedErrors(errors.value))
      }
      if case .doublyRobust(.trajectory) = method { doubts[grid].append(.products) }
      if let moved = table.movedInputs, moved.reacts(at: grid) {
        doubts[grid].append(.reaction(moved.shares[grid], columns: moved.columns[grid]))
      }
      if behaviour?.isKnown == false { doubts[grid].append(.estimatedProbabilities) }
      if table.learnedFrom >= Doubt.mostLearnedFrom {
        doubts[grid].append(.learnedFrom(table.learnedFrom))
      }
      if !log.hasEnd {
        doubts[grid].append(.endless)
      } else if !log.isWhole {
        doubts[grid].append(.cut(log.cutShare))
      }
      let size = curve.effectiveSize[grid]
      if size < Self.fewSize { doubts[grid].append(.few(size)) }
      if log.users < Self.fewUsers { doubts[grid].append(.fewUsers(log.users)) }
      if let share = support?[grid], share < Self.leastSupport {
        doubts[grid].append(
          .leavesLog(1 - share, probability: leastProbability(levels: table.levelCount)))
      }
    }
  }

  /// How many standard errors one of a λ's tests has to find, so that with a right state any of them finds it in
  /// 1 of 100 logs at most (Bonferroni).
  private static func critical(_ curve: MarginalCurve, grid: Int) -> Double {
    let count = curve.quantities.reduce(1) { $0 + $1.tests[grid].count }
    return NormalDistribution.critical(confidence: 1 - 0.01 / Double(count))
  }

  /// By λ.
  var standings: [Standing] {
    doubts.indices.map { standing(doubts[$0].map(\.words), isBounded: isBounded[$0]) }
  }

  /// Of all λ together: an interval only where that is one at every λ.
  func standing(at lambdas: [Double]) -> Standing {
    standing(Doubt.words(doubts, at: lambdas), isBounded: hasBounds)
  }

  private func standing(_ reasons: [String], isBounded: Bool) -> Standing {
    guard isBounded else {
      return .unknown(isCorrected ? reasons : ["the log's own probabilities are not known"])
    }
    return reasons.isEmpty ? .interval : .spread(reasons)
  }

  /// The same for entries of which several are one policy.
  func spread(to places: [Int]) -> Trust {
    var result = self
    result.doubts = places.map { doubts[$0] }
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
