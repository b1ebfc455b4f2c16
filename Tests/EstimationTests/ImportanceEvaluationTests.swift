// Importance sampling as an evaluation: what is refused, what is said beside the numbers, and that it is the
// deployed policy that is judged.

import Data
import Estimation
import Learning
import Testing

/// 400 users with two decisions; the second brings 1 more with level 1. Probabilities are 1/2.
private func visits(logged: Bool = true) -> Dataset {
  let log = SmallLog(
    users: (0..<400).map { user in
      let actions = [user % 2, user / 2 % 2]
      return [
        (0..<2).map { number in
          Step(
            state: (user / 4 + number) % 2, action: actions[number],
            outcome: 1 + Double(number * actions[1]), cost: Double(actions[number]),
            terminated: number == 1)
        }
      ]
    }, stateCount: 2, levels: 2)
  var dataset = log.dataset
  if logged { dataset.propensities = [Float](repeating: 0.5, count: 2 * dataset.count) }
  return dataset
}

private func constant(_ level: Int, _ log: Dataset) throws -> Policy {
  try Policy.constant(level: level, levels: log.levels)
}

/// Level 1 for everybody at λ = 0, where it pays, and level 0 at λ = 5.
private func byPrice(_ log: Dataset) throws -> Policy {
  var settings = SegmentSettings()
  settings.columns = []
  settings.minimumCount = 1
  return try Policy.segments(
    from: GeneralizedDataset(dataset: log, lambdas: LambdaGrid([0, 5])), settings: settings)
}

@Test("what is deployed is judged: a decided λ, or a mixture with one policy for each user")
func deployedPolicy() throws {
  let log = visits()
  let policy = try byPrice(log)
  let both = try importance(.wis, policy, on: log)
  #expect(both.lambdas == [0, 5])
  let spend = try importance(.wis, constant(1, log), on: log)
  let save = try importance(.wis, constant(0, log), on: log)
  #expect(both.outcomes == spend.outcomes + save.outcomes)
  let decided = try importance(.wis, policy.at(5), on: log)
  #expect(decided.lambdas == [5])
  #expect(!decided.dependsOnLambda)
  #expect(decided.costs == save.costs)
  let mixing = try policy.mixing(low: 0, high: 5, shareOfLow: 0.25, seed: 1)
  let parts = [Evaluation.Part(index: 0, share: 0.25), Evaluation.Part(index: 1, share: 0.75)]
  for estimator in [ImportanceEstimator.ips, .pdis] {
    let whole = try importance(estimator, mixing, on: log)
    let single = try importance(estimator, policy, on: log)
    #expect(whole.lambdas == [3.75])
    let expected = single.outcome(of: parts)
    #expect(abs(whole.outcomes[0].value - expected.value) < 1e-9)
    // The covariance over λ gives the mixture's bounds as its own contributions do.
    #expect(abs((whole.outcomes[0].spread ?? .nan) - (expected.spread ?? 0)) < 1e-9)
  }
}

@Test("a λ without support has no entry, and says why")
func refusedLambda() throws {
  let log = visits()
  var settings = ImportanceSettings()
  settings.leastSupport = 101
  let value = try importance(.ips, constant(1, log), on: log, settings: settings)
  #expect(value.lambdas.isEmpty)
  #expect(value.outcomes.isEmpty)
  #expect(value.outcomeUncertainty == nil)
  #expect(value.refusals.map(\.lambda) == [0])
  #expect(value.refusals[0].reason == "the weights rest on effectively fewer than 101 users")
  #expect(value.standing == .unknown(["no support"]))
  #expect(value.behaviourOutcome?.value == 2.5)
}

@Test("bounds are a spread with its reasons, as wide as the confidence asks")
func importanceStanding() throws {
  let log = visits()
  var settings = ImportanceSettings()
  let wide = try importance(.pdis, constant(1, log), on: log, settings: settings)
  #expect(wide.standing == .spread(["normal approximation whose coverage was not studied"]))
  settings.confidence = 0.5
  let narrow = try importance(.pdis, constant(1, log), on: log, settings: settings)
  let ratio = (wide.outcomes[0].spread ?? .nan) / (narrow.outcomes[0].spread ?? .nan)
  // 1.959964 and 0.674490 standard errors.
  #expect(abs(ratio - 1.959_963_985 / 0.674_489_750) < 1e-6)
  #expect(wide.supportShare == [1])
  #expect(wide.decisions?[0].value == 2)
  #expect(wide.notes.contains("the weights of 400 users are worth effectively 100 equal ones"))
}

@Test("estimated probabilities, and what they assume, are said beside every number")
func importanceOfGuesses() throws {
  let value = try importance(.snips, constant(1, visits(logged: false)), on: visits(logged: false))
  #expect(value.notes.contains { $0.hasPrefix("the log's own probabilities were estimated") })
  #expect(value.notes.contains { $0.contains("looked at nothing that the log does not show") })
  #expect(value.standing.reasons.contains("the error of the estimated probabilities is not in it"))
}

@Test("coupons that the log could not give, cut weights and cut episodes are said")
func importanceWarnings() throws {
  var log = visits()
  // In state 1 the log says that it gives level 0 alone, and the actions follow.
  var all: [Float] = []
  for row in 0..<log.count {
    let isOne = log.states[row] == 1
    all += isOne ? [1, 0] : [0.5, 0.5]
    if isOne { log.actions[row] = 0 }
    log.terminated[row] = false
    log.truncated[row] = log.next[row] < 0
  }
  log.propensities = all
  let alternating = try importance(.ips, constant(1, log), on: log)
  // Every episode passes through state 1, so none can be the policy's.
  #expect(alternating.lambdas.isEmpty)
  #expect(alternating.refusals[0].reason.hasPrefix("no user's coupons"))
  let one = log.subset { $0 % 8 < 4 }
  var single = one
  single.episodes = one.episodes.map { $0.lowerBound..<($0.lowerBound + 1) }
  let value = try importance(.ips, constant(0, single), on: single)
  #expect(value.notes.contains { $0.contains("episodes were cut off") })
  var settings = ImportanceSettings()
  settings.clip = 1.5
  let cut = try importance(.ips, constant(1, visits()), on: visits(), settings: settings)
  #expect(cut.notes.contains { $0.contains("were cut to it") })
  #expect(cut.standing.reasons.contains("the bias of cut weights is not in it"))
}

@Test("the mean of the weights tells of coupons that the log could not give")
func meanWeightNote() throws {
  let users = (0..<400).map { user in
    [[Step(state: user % 2, action: user % 2 == 0 ? user / 2 % 2 : 0, terminated: true)]]
  }
  var log = SmallLog(users: users, stateCount: 2, levels: 2).dataset
  log.propensities = (0..<400).flatMap { user -> [Float] in user % 2 == 0 ? [0.5, 0.5] : [1, 0] }
  let value = try importance(.ips, constant(1, log), on: log)
  #expect(value.supportShare == [0.5])
  #expect(value.notes.contains { $0.hasPrefix("50% of the policy's decisions") })
  #expect(value.notes.contains { $0.hasPrefix("the weights' mean is 0.5 where 1 is expected") })
}
