// Choosing λ by an estimate and then quoting that estimate is optimistic: it is the larger of two numbers, and the
// larger one is more often one that was too large. Two coupons that bring the same are told apart by
// chance alone, and of two independent estimates with standard error σ the larger has the mean
// truth + σ/√π. Users who had no part in the choice do not know which one it was, and their mean is the truth.

import Allocation
import Compute
import Data
import Estimation
import Testing

/// `users` customers with one decision each. Either coupon brings a visit to every second customer.
private func twoCoupons(users: Int, _ random: inout RandomStream) throws -> Dataset {
  let draws = (0..<users).map { _ in (coupon: random.below(2), visit: random.below(2)) }
  let table = Table(
    names: ["user", "day", "kind", "coupon", "visit", "cost"],
    columns: [
      .number((0..<users).map(Double.init)), .number([Double](repeating: 0, count: users)),
      .number((0..<users).map { Double($0 % 2) }), .number(draws.map { Double($0.coupon) }),
      .number(draws.map { Double($0.visit) }), .number(draws.map { Double($0.coupon) }),
    ])
  return try Dataset(
    table: table,
    roles: DatasetRoles(
      user: "user", time: "day", state: ["kind"], action: "coupon", reward: "visit", cost: "cost",
      propensities: .uniform, end: .terminated))
}

/// What the coupon of 1 (at λ = 0) and none (at λ = 1) bring by the doubly robust estimate.
private func judged(_ log: Dataset) throws -> Evaluation {
  let constant = { (level: Int32) -> Decisions in
    .levels([Int32](repeating: level, count: log.stateCount))
  }
  return try estimate(
    PolicyTable(
      name: "one of two", lambdas: [0, 1], decisions: [constant(1), constant(0)], levelCount: 2),
    from: log, encoded: StateMatrix([Float](repeating: 0, count: log.stateCount), width: 1),
    behaviour: BehaviourModel(known: [Float](repeating: 0.5, count: log.count)),
    by: .doublyRobust(.marginal))
}

@Test("λ chosen on some users is reported too well by them, by σ/√π, and truly by others")
func optimism() throws {
  var random = RandomStream(seed: 1, stage: "two coupons")
  let worlds = 250
  let half = 300
  var (own, others, agreeing) = (0.0, 0.0, 0)
  for world in 0..<worlds {
    let parts = try twoCoupons(users: 2 * half, &random).split([0.5], seed: UInt64(world))
    let (selection, report) = (try judged(parts[0]), try judged(parts[1]))
    let choice = try search(selection, budget: .perUser(2), check: report)
    #expect(choice.components.count == 1)
    #expect(!choice.notes.contains { $0.contains("of the check") })
    own += choice.chosen.outcome.value / Double(worlds)
    others += choice.outcome.value / Double(worlds)
    if selection.index(of: choice.lambda) == 0 { agreeing += 1 }
  }
  // Half of 300 users see either coupon, and a visit has the variance 1/4.
  let sigma = (0.25 / (Double(half) / 2)).squareRoot()
  let optimism = sigma / Double.pi.squareRoot()
  // Over 250 worlds the means' own errors are 0.0021 and 0.0026.
  #expect(abs(own - 0.5 - optimism) < 0.007)
  #expect(abs(others - 0.5) < 0.008)
  // Neither coupon is better, so each is chosen about as often.
  #expect(agreeing > worlds * 2 / 5 && agreeing < worlds * 3 / 5)
}
