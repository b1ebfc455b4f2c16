// Paths through logs that are small enough to stitch by hand.

import Compute
import Data
import Estimation
import Learning
import Testing

private func covered(
  _ log: SmallLog, _ policy: Policy, settings: CoverageSettings = CoverageSettings()
) throws -> Coverage {
  try coverage(
    of: policy, in: log.dataset, segments: try Segments(log.dataset, by: ["state"]),
    settings: settings)
}

private func constant(_ level: Int, _ log: SmallLog) throws -> Policy {
  try Policy.constant(level: level, levels: log.dataset.levels)
}

/// States 0, 1, 2 in turn; level 1 is given to every other user, in the first state alone or everywhere.
private func chain(everywhere: Bool) -> SmallLog {
  SmallLog(
    users: (0..<40).map { user in
      let action = user % 2
      return [
        [
          Step(state: 0, action: action), Step(state: 1, action: everywhere ? action : 0),
          Step(state: 2, action: everywhere ? action : 0, terminated: true),
        ]
      ]
    }, stateCount: 3, levels: 2)
}

@Test("a coupon that was never given in the states it leads to leaves the log")
func leavesTheLog() throws {
  let log = chain(everywhere: false)
  let result = try covered(log, constant(1, log))
  let entry = result.entries[0]
  #expect(entry.byDecision.map(\.close) == [40, 0, 0])
  #expect(entry.overall == Coverage.Share(steps: 120, close: 40))
  #expect(entry.wholePaths == 0)
  // All paths begin in state 0.
  #expect(entry.bySegment.map(\.steps) == [120, 0, 0])
  // What was really given is covered by those who got the same.
  #expect(result.log.overall == Coverage.Share(steps: 120, close: 120))
}

@Test("what a policy lets build up stays with the path")
func buildsUp() throws {
  // The state counts coupons. Everybody gets one, at the first, second or third of four decisions.
  let log = SmallLog(
    users: (0..<42).map { user in
      [
        (0..<4).map { number in
          Step(
            state: number > user % 3 ? 1 : 0, action: number == user % 3 ? 1 : 0,
            terminated: number == 3)
        }
      ]
    }, stateCount: 2, levels: 2)
  let result = try covered(log, constant(1, log))
  #expect(result.entries[0].byDecision.map(\.close) == [42, 0, 0, 0])
  // The states that are reached have 1, 2 and 3 coupons; the log has at most one.
  #expect(abs(result.entries[0].drifts[0].outside - 2.0 / 3) < 1e-12)
  #expect(result.log.overall.value == 1)
}

@Test("a log in which everything was tried covers everything")
func coversEverything() throws {
  let log = chain(everywhere: true)
  for policy in [try constant(0, log), try constant(1, log), .random(levels: log.dataset.levels)] {
    let entry = try covered(log, policy).entries[0]
    #expect(entry.overall == Coverage.Share(steps: 120, close: 120))
    #expect(entry.wholePaths == 40)
    #expect(entry.ended == 40)
    #expect(entry.drifts.allSatisfy { $0.outside == 0 })
  }
}

/// Two users step from 0 and 2 to 32 and 40; all get level 0.
private func lines() -> SmallLog {
  SmallLog(
    users: [
      [[Step(state: 0), Step(state: 32, terminated: true)]],
      [[Step(state: 2), Step(state: 40), Step(state: 72, terminated: true)]],
      [[Step(state: 7), Step(state: 38, terminated: true)]],
    ], stateCount: 73)
}

@Test("three paths stitched by hand")
func byHand() throws {
  let log = lines()
  var settings = CoverageSettings()
  settings.closeShare = 0.5
  let result = try covered(log, constant(0, log), settings: settings)
  let entry = result.entries[0]
  // To another user's nearest: 2, 6, 2, 2, 34, 5, 2; the median is 2. From 0: 2 (near by 2), then
  // 0 + 38 meets 38. From 2: 0 (2), then 2 + 32 meets 38 (4). From 7: 2 (5), then 45 meets 32 (13).
  #expect(entry.byDecision.map(\.steps) == [3, 3])
  #expect(entry.byDecision.map(\.close) == [2, 1])
  #expect(entry.wholePaths == 1)
  #expect(entry.ended == 3)
  // 2 and 38 are used twice, 0 and 32 once.
  #expect(entry.used == 4)
  #expect(abs(entry.effective - 36.0 / 10) < 1e-12)
}

@Test("a level that nobody else was given strands the path")
func stranded() throws {
  let log = SmallLog(
    users: [
      [[Step(state: 0, action: 1, terminated: true)]], [[Step(state: 0, terminated: true)]],
      [[Step(state: 0, terminated: true)]],
    ], stateCount: 1, levels: 2)
  let entry = try covered(log, constant(1, log)).entries[0]
  #expect(entry.stranded == 1)
  #expect(entry.overall == Coverage.Share(steps: 3, close: 2))
}

@Test("paths do not depend on the number of threads")
func threads() throws {
  let log = chain(everywhere: true)
  let before = Threads.count
  defer { Threads.count = before }
  var uses: [Double] = []
  for count in [1, 4] {
    Threads.count = count
    uses.append(try covered(log, .random(levels: log.dataset.levels)).entries[0].effective)
  }
  #expect(uses[0] == uses[1])
}

@Test("a policy that reads nothing but a pooled direction is judged by that direction")
func pooledInput() throws {
  // The paths of `byHand`, with their state in four equal columns beside one that the network dropped.
  var log = lines()
  log.dataset.stateNames = ["a", "b", "c", "d", "noise"]
  log.dataset.stateKinds = [StateKind](repeating: .number, count: 5)
  log.dataset.states = log.dataset.states.enumerated().flatMap { row, state in
    [state, state, state, state, Float(row * row % 11)]
  }
  var settings = Configuration()
  settings.choices = []
  settings.shaping = false
  settings.steps = 2
  settings.batch = 8
  settings.generative.steps = 2
  var policy = try Policy.learn(
    from: GeneralizedDataset(dataset: log.dataset, lambdas: LambdaGrid([0])),
    configuration: settings)
  #expect(policy.encoder.pooled?.count == 1)
  policy.encoder.pooled = [[0.25, 0.25, 0.25, 0.25, 0]]
  policy.rule = .constant(level: 0)
  policy.lambdas = nil
  for index in 0..<6 {
    policy.summary?.inputs[index].survived = index == 5
    policy.summary?.inputs[index].weight = index == 5 ? 1 : 0
  }
  var coverage = CoverageSettings()
  coverage.closeShare = 0.5
  let result = try Estimation.coverage(
    of: policy, in: log.dataset, segments: try Segments(log.dataset, by: ["a"]),
    settings: coverage)
  #expect(result.inputs == ["pooled 1"])
  let entry = result.entries[0]
  #expect(entry.byDecision.map(\.close) == [2, 1])
  #expect(entry.used == 4)
  #expect(abs(entry.effective - 36.0 / 10) < 1e-12)
}
