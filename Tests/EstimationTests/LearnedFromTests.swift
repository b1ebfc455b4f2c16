// A policy that is judged on the users it was learned from looks better than it is, and the bounds do not
// show it.

import Data
import Estimation
import Learning
import Testing

/// 400 users of two decisions whose levels `pace` decides.
private func log(pace: Int = 3) -> Dataset {
  SmallLog(
    users: (0..<400).map { user in
      [
        (0..<2).map { day in
          Step(
            state: day % 2, action: (user / 2 + day * (pace + user / 4)) % 2,
            outcome: Double(user % 2),
            cost: 1, terminated: day == 1)
        }
      ]
    }, stateCount: 2, levels: 2
  ).dataset
}

private func learned(_ log: Dataset) throws -> Policy {
  var settings = Configuration(method: .rem)
  settings.heads = 2
  settings.hidden = [8]
  settings.steps = 20
  settings.batch = 32
  settings.choices = []
  settings.heldOut = 0
  return try Policy.learn(
    from: GeneralizedDataset(dataset: log, lambdas: LambdaGrid([0])), configuration: settings)
}

@Test("which users a policy was learned from is known by what they were given")
private func shares() throws {
  let parts = try log().split([0.5], seed: 1)
  let policy = try learned(parts[0])
  #expect(policy.share(learnedFrom: parts[0]) == 1)
  #expect(policy.share(learnedFrom: parts[1]) == 0)
  #expect(policy.share(learnedFrom: log()) == 0.5)
  // Users of the same names in another log.
  #expect(policy.share(learnedFrom: log(pace: 2)) == 0)
  #expect(try Policy(decoding: policy.encoded()).share(learnedFrom: parts[0]) == 1)
}

@Test("segments too are learned from somebody")
private func segments() throws {
  let parts = try log().split([0.5], seed: 1)
  let data = GeneralizedDataset(dataset: parts[0], lambdas: LambdaGrid([0]))
  let policy = try Policy.segments(from: data)
  #expect(policy.share(learnedFrom: parts[0]) == 1)
  #expect(policy.share(learnedFrom: parts[1]) == 0)
  #expect(try Policy(decoding: policy.encoded()).share(learnedFrom: parts[0]) == 1)
}

@Test("an estimate from the users that a policy was learned from says so and is no interval")
private func ownUsers() throws {
  var data = log()
  data.propensities = [Float](repeating: 0.5, count: 2 * data.count)
  let parts = try data.split([0.5], seed: 1)
  let policy = try learned(parts[0])
  let words = "learned from these users"
  for (part, isOwn) in zip(parts, [true, false]) {
    let value = try dr(policy, on: part)
    #expect(value.standing.reasons.contains { $0.contains(words) } == isOwn)
    let weighed = try importance(.pdis, policy, on: part)
    #expect(weighed.standing.reasons.contains { $0.contains(words) } == isOwn)
  }
  let all = try dr(policy, on: data)
  #expect(all.standing.reasons.contains { $0.contains("learned from about 50% of these users") })
}

@Test("a mixture of which one part has no support has no number")
private func halfSupported() throws {
  // Level 1 brings 5 for 1, so it is given at λ = 0 and not at λ = 10.
  func log(_ given: @escaping (Int) -> Int) -> Dataset {
    SmallLog(
      users: (0..<400).map { user in
        let action = given(user)
        return [
          [
            Step(
              state: 0, action: action, outcome: Double(5 * action), cost: Double(action),
              terminated: true)
          ]
        ]
      }, stateCount: 1, levels: 2
    ).dataset
  }
  let data = GeneralizedDataset(dataset: log { $0 % 2 }, lambdas: LambdaGrid([0, 10]))
  var policy = try Policy.segments(from: data)
  policy.deployment = .mixture(low: 0, high: 10, shareOfLow: 0.5, seed: 1)
  var judged = log { _ in 0 }
  judged.propensities = [Float](repeating: 0, count: 800)
  for user in 0..<400 { judged.propensities?[2 * user] = 1 }
  let value = try dr(policy, on: judged)
  #expect(value.lambdas.isEmpty && value.refusals.map(\.lambda) == [5])
  #expect(value.refusals.first?.reason.hasPrefix("at λ = 0, one of its two: no decision") == true)
}
