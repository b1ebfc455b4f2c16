// Overlap on logs small enough to count by hand, and the calibration of probabilities that are right and wrong.

import Compute
import Data
import Estimation
import Learning
import Testing

/// Four users, states 0 and 1 in turn. The log gives level 0 with 1/2 and level 1 with 1/2 in state 0; in
/// state 1 level 1 comes with 1/200 only.
private func fourUsers() -> (log: SmallLog, behaviour: BehaviourModel) {
  let actions = [[0, 0], [1, 0], [1, 1], [0, 0]]
  let log = SmallLog(
    users: actions.map {
      [$0.enumerated().map { Step(state: $0, action: $1, terminated: $0 == 1) }]
    },
    stateCount: 2, levels: 2)
  let all = (0..<log.dataset.count).flatMap { row -> [Float] in
    log.state(row) == 0 ? [0.5, 0.5] : [0.995, 0.005]
  }
  let given = log.dataset.actions.enumerated().map { all[2 * $0 + Int($1)] }
  return (log, BehaviourModel(known: given, all: all))
}

@Test("ratios, effective sizes and support are counted by segment and coupon, by hand")
func overlapByHand() throws {
  let (log, behaviour) = fourUsers()
  let result = try overlap(
    log.constant(1), in: log.dataset, behaviour: behaviour,
    segments: try Segments(log.dataset, by: ["state"]))
  let entry = result.entries[0]
  // Level 1 was given by users 1 and 2 in state 0 (ratio 2) and by user 2 in state 1 (200).
  #expect(abs(entry.largestRatio - 200) < 1e-4)
  #expect(abs(entry.all.effective - 204.0 * 204 / (4 + 4 + 40_000)) < 1e-5)
  #expect(abs(entry.users - 204.0 * 204 / (4 + 202 * 202)) < 1e-5)
  #expect(entry.agreeingUsers == 2)
  // Whole episodes: user 2 alone, with 2·200.
  #expect(entry.wholeUsers == 1)
  #expect(entry.episodeUsers == 1)
  #expect(abs(entry.meanRatio - 204.0 / 8) < 1e-5)
  // Half of the policy's decisions are in state 1, where 1/200 is too seldom.
  #expect(entry.all.support == 0.5)
  #expect(entry.bySegment.map(\.support) == [1, 0])
  #expect(abs(entry.bySegment[0].effective - 2) < 1e-12)
  #expect(entry.byLevel[0].decisions == 0)
  #expect(entry.byLevel[1].decisions == 8)
  #expect(entry.byLevel[1].support == 0.5)
  #expect(result.leastProbability == 0.01)
  var settings = OverlapSettings()
  settings.leastProbability = 0.001
  let lenient = try overlap(
    log.constant(1), in: log.dataset, behaviour: behaviour,
    segments: try Segments(log.dataset, by: []), settings: settings)
  #expect(lenient.entries[0].all.support == 1)
}

@Test("a mixture's ratio of a decision is the mean, that of an episode the mean of the products")
func overlapOfMixture() throws {
  let (log, behaviour) = fourUsers()
  let states = log.dataset.stateCount
  let table = PolicyTable(
    name: "two", lambdas: [0, 1],
    decisions: [
      .levels([Int32](repeating: 1, count: states)), .levels([Int32](repeating: 0, count: states)),
    ], levelCount: 2)
  let result = try overlap(
    table, shares: [0.25, 0.75], in: log.dataset, behaviour: behaviour,
    segments: try Segments(log.dataset, by: []))
  let entry = result.entries[0]
  #expect(result.entries.count == 1)
  #expect(result.isMixture)
  #expect(entry.lambda == 0.75)
  #expect(abs(entry.largestRatio - 50) < 1e-4)
  // Users 0 and 3 always got level 0: 0.75·2/0.995. User 2 always level 1: 0.25·2·200. User 1 mixes.
  let low = 0.75 * 2 / 0.995
  let sum = 2 * low + 100
  #expect(entry.wholeUsers == 3)
  #expect(abs(entry.episodeUsers - sum * sum / (2 * low * low + 10_000)) < 1e-5)
  // A quarter of the users' decisions in state 1 are level 1: an eighth of all.
  #expect(abs(entry.all.support - 0.875) < 1e-12)
}

@Test("with the probability of the given coupon alone, support is not known and not made up")
func unknownSupport() throws {
  let (log, behaviour) = fourUsers()
  let result = try overlap(
    log.constant(1), in: log.dataset, behaviour: BehaviourModel(known: behaviour.given),
    segments: try Segments(log.dataset, by: []))
  #expect(result.entries[0].all.support.isNaN)
  #expect(result.calibration?.bins.isEmpty == true)
  #expect(result.calibration?.expectedError.isNaN == true)
}

/// 800 users with one decision; level 1 was given with `chance` in state 1 and 1 − `chance` in state 0.
private func decided(_ chance: Double, population: Int = 800) -> SmallLog {
  SmallLog(
    users: (0..<population).map { user in
      let isOne = Double(user / 2 % 20) < 20 * chance
      let state = user % 2
      return [[Step(state: state, action: isOne == (state == 1) ? 1 : 0, terminated: true)]]
    }, stateCount: 2, levels: 2)
}

@Test("right probabilities are calibrated, wrong ones are off by as much as they are wrong")
func calibrationByHand() throws {
  let log = decided(0.8)
  func calibration(_ chance: Float) throws -> Calibration {
    let all = (0..<log.dataset.count).flatMap { row -> [Float] in
      log.state(row) == 1 ? [1 - chance, chance] : [chance, 1 - chance]
    }
    let given = log.dataset.actions.enumerated().map { all[2 * $0 + Int($1)] }
    var dataset = log.dataset
    dataset.propensities = all
    let result = try overlap(
      log.constant(1), in: dataset, behaviour: BehaviourModel(known: given, all: all),
      segments: try Segments(dataset, by: []))
    return try #require(result.calibration)
  }
  let right = try calibration(0.8)
  #expect(!right.isHeldOut)
  #expect(right.bins.map(\.count) == [800, 800])
  #expect(right.expectedError < 1e-6)
  #expect(right.levels.allSatisfy { abs($0.inverse - 1) < 1e-6 })
  // −0.8·ln 0.8 − 0.2·ln 0.2 against ln 2: half of all decisions gave each level.
  #expect(abs(right.logLoss - 0.500_402_423_538) < 1e-6)
  #expect(abs(right.marginalLogLoss - 0.693_147_180_56) < 1e-9)
  let wrong = try calibration(0.6)
  // Said 0.4 and 0.6, given 0.2 and 0.8: off by 0.2 everywhere.
  #expect(abs(wrong.expectedError - 0.2) < 1e-6)
  // Given 1/0.6 in 0.8 and 1/0.4 in 0.2 of half of the cases, for each level.
  #expect(abs(wrong.levels[1].inverse - (0.8 / 0.6 + 0.2 / 0.4) / 2) < 1e-6)
}

@Test("probabilities that are estimated are judged on users that they were not fitted to")
func heldOutCalibration() throws {
  let log = decided(0.8)
  let segments = try Segments(log.dataset, by: [])
  let result = try overlap(
    of: try Policy.constant(level: 1, levels: log.dataset.levels), in: log.dataset,
    segments: segments)
  let calibration = try #require(result.calibration)
  #expect(calibration.isHeldOut)
  #expect(calibration.logLoss < calibration.marginalLogLoss - 0.1)
  #expect(calibration.expectedError < 0.05)
  // Whoever gives level 1 decides by who a user is, which nobody knows of another user.
  let names = (0..<60).map { "u\($0)" }
  var dataset = SmallLog(
    users: (0..<60).map { user in
      [
        (0..<8).map {
          Step(state: user, action: Int(mixed(UInt64(user)) % 2), terminated: $0 == 7)
        }
      ]
    }, stateCount: 60, levels: 2
  ).dataset
  dataset.stateKinds = [.category(levels: names)]
  let personal = try overlap(
    of: try Policy.constant(level: 1, levels: dataset.levels), in: dataset,
    segments: try Segments(dataset, by: []))
  let unknown = try #require(personal.calibration)
  #expect(unknown.logLoss > unknown.marginalLogLoss - 0.02)
}
