// Constants by segment: values by hand, the file, and what they earn on the market.

import Data
import Learning
import Market
import Testing

@Suite("Segments")
struct SegmentTests {
  static let kinds: [StateKind] = [.category(levels: ["gold", "tin"]), .number]

  /// In gold, level 1 pays 1 for a cost of 2 and ends half of the time; level 0 pays 0.25 and never
  /// ends, two periods to the next decision. In tin, level 1 pays nothing.
  static func log(_ tinCount: Int = 4) -> Dataset {
    let gold = (0..<4).flatMap { index in
      [
        Transition(state: [0, 1], action: 0, reward: 0.25, next: [0, 1], gap: 2),
        Transition(
          state: [0, Float(index)], action: 1, reward: 1, cost: 2, next: [0, 1],
          terminated: index % 2 == 0),
      ]
    }
    let tin = (0..<tinCount).flatMap { index in
      [
        Transition(state: [1, Float(index)], action: 0, reward: 0.25, terminated: true),
        Transition(state: [1, Float(index)], action: 1, reward: 0, cost: 2, terminated: true),
      ]
    }
    return dataset(gold + tin, levels: 2, names: ["tier", "visits"], kinds: kinds)
  }

  static func policy(
    _ data: Dataset = log(), columns: [String]? = nil, lambdas: [Double] = [0, 0.1, 1],
    minimum: Int = 2
  ) throws -> Policy {
    var settings = SegmentSettings()
    settings.columns = columns
    settings.minimumCount = minimum
    settings.gamma = 0.5
    return try Policy.segments(
      from: GeneralizedDataset(dataset: data, lambdas: LambdaGrid(lambdas)), settings: settings)
  }

  static func states(_ tiers: [String] = ["gold", "tin"]) -> StateBatch {
    StateBatch(
      names: ["visits", "tier"], kinds: [.number, .category(levels: tiers)],
      values: [1, 0, 2, 1, 3, 0], count: 3)
  }

  @Test("Each segment takes the constant that is worth most when used for ever")
  func closedForm() throws {
    let policy = try Self.policy()
    guard case .segments(let plan) = policy.rule else {
      Issue.record("not a rule by segments")
      return
    }
    // Gold, level 0: 0.25 / (1 − 0.5²) = 1/3. Level 1: half of the decisions go on after one period,
    // so (1 − 2λ) / (1 − 0.25). They meet where λ = 0.375.
    #expect(abs(plan.cells[0].value(lambda: 0) - 1.0 / 3) < 1e-12)
    #expect(abs(plan.cells[1].value(lambda: 0.1) - 0.8 / 0.75) < 1e-12)
    #expect(policy.stateNames == ["tier"])
    #expect(try chosen(policy.decisions(Self.states(), lambda: 0)) == [1, 0, 1])
    #expect(try chosen(policy.decisions(Self.states(), lambda: 0.37)) == [1, 0, 1])
    #expect(try chosen(policy.decisions(Self.states(), lambda: 0.38)) == [0, 0, 0])
    #expect(throws: PolicyError.self) { try policy.decisions(Self.states(), lambda: 1.1) }
  }

  @Test("Rare levels, empty segments and unknown categories get what the log can say")
  func thin() throws {
    // Tin has one decision at each level: too few, so everybody's best stands in.
    let policy = try Self.policy(Self.log(1))
    #expect(try chosen(policy.decisions(Self.states(), lambda: 0)) == [1, 1, 1])
    let other = try Self.policy()
    #expect(try chosen(other.decisions(Self.states(["lead", "tin"]), lambda: 1)) == [0, 0, 0])
    #expect(
      throws: LearningError.setting(
        name: "min_count", value: 9, expected: "at most 8, the decisions of the commonest level")
    ) { try Self.policy(minimum: 9) }
  }

  @Test("Numbers are cut at quantiles of the decisions; without columns there is one segment")
  func numbers() throws {
    let policy = try Self.policy(columns: ["visits"])
    guard case .segments(let plan) = policy.rule, case .cuts(let cuts) = plan.keys[0].rule else {
      Issue.record("not cut")
      return
    }
    #expect(!cuts.isEmpty && cuts.last ?? 3 < 3)
    #expect(plan.segments == cuts.count + 1)
    let sums = (0..<plan.segments).map { plan.decisions(segment: $0) }
    #expect(sums.reduce(0, +) == plan.decisions(segment: plan.segments))
    let single = try Self.policy(columns: [])
    #expect(single.stateNames.isEmpty)
    #expect(try chosen(single.decisions(Self.states(), lambda: 0)) == [1, 1, 1])
    #expect(throws: PolicyError.missingColumn("colour", found: ["tier", "visits"])) {
      try Self.policy(columns: ["colour"])
    }
  }

  @Test("A policy by segments is kept in a file")
  func roundTrip() throws {
    var policy = try Self.policy(columns: ["tier", "visits"])
    policy = try policy.mixing(low: 0, high: 1, shareOfLow: 0.5, seed: 3)
    let opened = try Policy(decoding: policy.encoded())
    #expect(opened == policy)
    #expect(try opened.encoded() == policy.encoded())
    #expect(
      try opened.decisions(Self.states(), lambda: 0.1)
        == policy.decisions(Self.states(), lambda: 0.1))
    guard case .segments(var plan) = policy.rule else { return }
    plan.cells.removeLast()
    policy.rule = .segments(plan)
    #expect(throws: PolicyFileError.damaged("the segments")) {
      try Policy(decoding: policy.encoded())
    }
  }

  @Test("Without a discount a level that is not chosen may never end, and the file opens")
  func endless() throws {
    // Gold's level 0 was given once and does not end, so its mean of γ^gap is 1.
    let gold = [Transition(state: [0, 1], action: 0, reward: 0.25, next: [0, 1])]
    let rest = (0..<4).flatMap { index in
      [
        Transition(state: [0, 1], action: 1, reward: 1, terminated: true),
        Transition(state: [1, Float(index)], action: 0, reward: 0.25, terminated: true),
      ]
    }
    var settings = SegmentSettings()
    settings.minimumCount = 2
    settings.gamma = 1
    let data = dataset(gold + rest, levels: 2, names: ["tier", "visits"], kinds: Self.kinds)
    var policy = try Policy.segments(
      from: GeneralizedDataset(dataset: data, lambdas: LambdaGrid([0])), settings: settings)
    #expect(try Policy(decoding: policy.encoded()) == policy)
    guard case .segments(var plan) = policy.rule else { return }
    #expect(plan.cells[0].discount == 1 && !plan.cells[0].isChoosable)
    plan.cells[0].isChoosable = true
    policy.rule = .segments(plan)
    #expect(throws: PolicyFileError.damaged("the segments")) {
      try Policy(decoding: policy.encoded())
    }
  }

  @Test("On the market, one coupon for each type of customer beats a coin for the same money")
  func market() throws {
    let market = try CouponMarket(users: 4_000, seed: 11)
    let data = try Dataset(table: market.simulate(), roles: market.roles())
    let lambdas = (0...12).map { Double($0) / 24 }
    let policy = try Policy.segments(
      from: GeneralizedDataset(dataset: data, lambdas: LambdaGrid(lambdas)))
    #expect(policy.stateNames == ["user_type"])
    let fresh = try market.fresh(users: 4_000, seed: 12)
    let behaviour = fresh.rollout(behaviour: .uniform)
    let plays = try fresh.rollout(policies: lambdas.count) { index, states, _ in
      try policy.decisions(states, lambda: lambdas[index])
    }
    let points = plays.map { (cost: $0.costPerUser, visits: $0.visitsPerUser) }
      .sorted { $0.cost < $1.cost }
    let spend = behaviour.costPerUser
    let upper = try #require(points.firstIndex { $0.cost >= spend })
    let (low, high) = (points[max(0, upper - 1)], points[upper])
    let share = (spend - low.cost) / max(high.cost - low.cost, 1e-9)
    let visits = low.visits + share * (high.visits - low.visits)
    #expect(visits > behaviour.visitsPerUser + 0.8)
  }
}
