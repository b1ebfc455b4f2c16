// Whole jobs, timed from their beginning to their end: what an analyst waits for.

import Allocation
import Compute
import Data
import Estimation
import Foundation
import Learning
import Market

struct WholeCase: Sendable {
  var name: String
  /// In a process of its own, because a process's largest memory never falls.
  var isAlone = false
  var run: @Sendable () throws -> Measurement

  static let all = [
    WholeCase(name: "quality") { try quality("quality", nil) },
    WholeCase(name: "quality-known") { try quality("quality-known", .uniform) },
    WholeCase(name: "scoring") { try scoring() },
    WholeCase(name: "simulation") { try simulation() },
    WholeCase(name: "search") { try searching() },
    WholeCase(name: "memory-1", isAlone: true) { try remembering(lambdas: 1, columns: 120) },
    WholeCase(name: "memory-21", isAlone: true) { try remembering(lambdas: 21, columns: 120) },
    WholeCase(name: "memory-2001", isAlone: true) { try remembering(lambdas: 2_001, columns: 120) },
    WholeCase(name: "memory-production", isAlone: true) {
      try remembering(lambdas: 21, columns: 549)
    },
  ]

  /// What a learner holds beyond the log itself: the whole of `rbcq`, trials and all, in few steps.
  private static func remembering(lambdas: Int, columns: Int) throws -> Measurement {
    let before = residentMegabytes()
    let log = SyntheticLog.dataset(columns: columns, levels: 10)
    let held = residentMegabytes() - before
    let grid = LambdaGrid((0..<lambdas).map { 2 * Double($0) / Double(max(1, lambdas - 1)) })
    var settings = Configuration()
    settings.steps = 40
    settings.generative.steps = 40
    if columns > 500 {
      settings.hidden = [1024, 512]
      settings.choices.remove(.network)
      settings.batch = 4_096
    }
    let start = ContinuousClock.now
    let policy = try Policy.learn(
      from: GeneralizedDataset(dataset: log, lambdas: grid), configuration: settings)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard case .value(let network, _) = policy.rule else {
      preconditionFailure("rbcq learns values")
    }
    let megabyte = 1_048_576.0
    return Measurement(
      name: columns > 500 ? "memory-production" : "memory-\(lambdas)",
      numbers: [
        ("states_mb", Double(log.states.count * 4) / megabyte), ("log_mb", held),
        ("network_mb", Double(network.parameters.count * 4) / megabyte), ("before_mb", before),
        ("seconds", seconds),
      ])
  }

  /// From the log of 10,000 users to a λ for the budget, by defaults; and what the choice really brings. The log says
  /// how likely each coupon was, or leaves it to be estimated.
  private static func quality(_ name: String, _ propensities: PropensityRole?) throws -> Measurement
  {
    let market = try CouponMarket(users: 10_000, seed: 1)
    let log = try Dataset(table: market.simulate(), roles: market.roles(propensities: propensities))
    let fresh = try market.fresh(users: 20_000, seed: 2)
    let before = fresh.rollout(behaviour: .uniform)
    let start = ContinuousClock.now
    let policy = try Policy.learn(
      from: GeneralizedDataset(dataset: log, lambdas: .adaptive(for: log)))
    let learned = ContinuousClock.now
    let evaluation = try reme(policy, on: log)
    let judged = ContinuousClock.now
    let choice = try search(evaluation, budget: .perUser(before.costPerUser))
    let end = ContinuousClock.now
    let parts = choice.components.sorted { $0.lambda < $1.lambda }
    let chosen =
      parts.count == 2
      ? try policy.mixing(
        low: parts[0].lambda, high: parts[1].lambda, shareOfLow: parts[0].share, seed: 1)
      : try policy.at(choice.lambda)
    let truth = try fresh.rollout(policies: 1) { _, states, users in
      try chosen.decisions(states, users: users)
    }[0]
    return Measurement(
      name: name,
      numbers: [
        ("seconds", (end - start) / .seconds(1)), ("learning_s", (learned - start) / .seconds(1)),
        ("judging_s", (judged - learned) / .seconds(1)), ("visits", truth.visitsPerUser),
        ("visits_before", before.visitsPerUser), ("cost", truth.costPerUser),
        ("budget", before.costPerUser),
      ])
  }

  /// A policy's decisions in 1,000,000 states at 21 λ.
  private static func scoring() throws -> Measurement {
    let states = 1_000_000
    var random = RandomStream(seed: 1, stage: "benchmark.scoring")
    let values = (0..<(states * 45)).map { _ in random.uniformFloat() }
    let network = HeadNetwork(
      shape: .init(inputs: 46, hidden: [64, 64], heads: 10, basis: .free(21)), random: &random)
    let matrix = StateMatrix(values, width: 45)
    let start = ContinuousClock.now
    let choices = network.greedy(matrix, conditions: SyntheticLog.prices.map { [Float($0)] })
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return Measurement(
      name: "scoring",
      numbers: [
        ("seconds", seconds), ("decisions_per_s", Double(choices.count * states) / seconds),
      ])
  }

  /// A month of 100,000 customers.
  private static func simulation() throws -> Measurement {
    let market = try CouponMarket(users: 100_000, seed: 1)
    let start = ContinuousClock.now
    let table = market.simulate()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return Measurement(
      name: "simulation",
      numbers: [
        ("seconds", seconds), ("users_per_s", 100_000 / seconds), ("rows", Double(table.rowCount)),
      ])
  }

  /// The λ for 100 budgets on a frontier of 2,001 λ.
  private static func searching() throws -> Measurement {
    // What a visit is worth falls as more is spent: J = √C.
    let costs = (0...2_000).map { 20 * exp(-Double($0) / 400) }
    let evaluation = Evaluation(
      policyName: "benchmark", estimator: "benchmark", kind: .truth, outcomeName: "visit",
      lambdas: costs.indices.map { Double($0) / 1_000 },
      outcomes: costs.map { Estimate($0.squareRoot()) }, costs: costs.map { Estimate($0) },
      users: 10_000, population: 10_000)
    let start = ContinuousClock.now
    for budget in 1...100 { _ = try search(evaluation, budget: .perUser(Double(budget) / 10)) }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return Measurement(name: "search", numbers: [("searches_per_s", 100 / seconds)])
  }
}
