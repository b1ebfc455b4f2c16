// Probabilities that nobody logged come from models that have not seen the user they are used for, in the
// residuals' ratios and in the density ratio alike.

import Compute
import Data
import Estimation
import Testing

@Test("on uniform coupons every estimated probability is near an even share")
private func uniformCoupons() throws {
  let log = SmallLog(
    users: (0..<1680).map { user in
      [[Step(state: user / 21 % 2, action: user % 21, terminated: true)]]
    }, stateCount: 2, levels: 21)
  let models = try #require(try CrossFittedBehaviour(log.dataset, seed: 1, Progress()))
  #expect(models.all.count == 1680 * 21)
  #expect(models.all.allSatisfy { abs($0 - 1 / 21) < 0.02 })
}

@Test("users are in five parts of one size, which another seed moves")
private func partsOfUsers() throws {
  let log = SmallLog(
    users: (0..<91).map { _ in [[Step(state: 0, terminated: true)]] }, stateCount: 1)
  let folds = UserFolds.assigned(log.dataset, slots: 91, seed: 7)
  #expect((0..<5).map { part in folds.count { $0 == part } } == [19, 18, 18, 18, 18])
  #expect(UserFolds.assigned(log.dataset, slots: 91, seed: 8) != folds)
}

@Test("a user's own coupons have no part in its probabilities")
private func ownCoupons() throws {
  let log = SmallLog(
    users: (0..<60).map { user in
      [(0..<4).map { Step(state: ($0 + user) % 2, action: user % 3, terminated: $0 == 3) }]
    }, stateCount: 2, levels: 3
  ).dataset
  let before = try #require(try CrossFittedBehaviour(log, seed: 1, Progress()))
  var changed = log
  for row in 0..<4 { changed.actions[row] = 2 - changed.actions[row] }
  let after = try #require(try CrossFittedBehaviour(changed, seed: 1, Progress()))
  #expect(before.all.prefix(12) == after.all.prefix(12))
  #expect(before.all != after.all)
}

@Test("one user has nobody to be foretold by")
private func oneUser() throws {
  let log = SmallLog(users: [[[Step(state: 0), Step(state: 0, terminated: true)]]], stateCount: 1)
  #expect(try CrossFittedBehaviour(log.dataset, seed: 1, Progress()) == nil)
}

/// 2,000 users of `days` days in one state with one level; on the last day those of part 0 bring 1, all others
/// nothing. The model without part 0 says 1/2 of every decision, the other four say 4/5.
private func twoOpinions(days: Int) throws -> Double {
  let log = SmallLog(
    users: (0..<2000).map { user in
      [
        (0..<days).map { day in
          let isLast = day == days - 1
          return Step(
            state: 0, outcome: isLast && user % 5 == 0 ? 1 : 0, terminated: isLast)
        }
      ]
    }, stateCount: 1)
  let count = log.dataset.count
  let models = CrossFittedBehaviour(
    folds: (0..<2000).map { $0 % 5 },
    all: log.dataset.users.map { $0 % 5 == 0 ? 0.5 : 0.8 },
    given: (0..<5).map { [Float](repeating: $0 == 0 ? 0.5 : 0.8, count: count) })
  let behaviour = BehaviourModel(
    crossFitted: models, actions: log.dataset.actions, levels: 1)
  return try log.evaluate(
    log.constant(0), behaviour: behaviour, by: .doublyRobust(.marginal)
  ).outcomes[0].value
}

@Test("a residual is weighed by the model without its user")
private func ratiosByPart() throws {
  // Without part 0 nobody brings anything: Q = 0 and ψ = (1 − 0) / 0.5. Without another part a quarter of the
  // users do: Q = 1/4 and ψ = 1/4 + (0 − 1/4) / 0.8.
  #expect(abs(try twoOpinions(days: 1) - (2 + 4 * (0.25 - 0.25 / 0.8)) / 5) < 0.005)
}

@Test("how often the policy is in a state comes from the same model as the residual's ratio")
private func densityByPart() throws {
  // On the second day the balance equation has w = E ρ of the first: 2 for part 0, 1.25 for the others. The first
  // day's residual is 0 − Q + Q = 0, so ψ = Q + w ρ (r − Q).
  #expect(abs(try twoOpinions(days: 2) - (4 + 4 * (0.25 - 0.25 / 0.64)) / 5) < 0.02)
}
