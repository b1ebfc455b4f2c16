// The whole way against an optimum that is known: a log of 20,000 customers is learned from with the
// defaults, judged on a second log and searched for six budgets; the policy that comes out is then
// valued exactly, by dynamic programming on the process itself. The optimum within a budget comes from
// a linear program (occupation_measures.py) and, independently, from the Lagrangian dual.

import Allocation
import Data
import Estimation
import Foundation
import Learning
import Testing

@Suite("A shop whose optimum within a budget is known")
struct OracleTests {
  /// What occupation_measures.py prints: the best reward per customer within each budget.
  private static let optima: [(budget: Double, reward: Double)] = [
    (2, 2.6709443535), (5, 2.9623521911), (9, 3.2760162997), (14, 3.5722916683),
    (20, 3.7965210210), (26, 3.8904530737),
  ]

  /// What the best policies bring and cost at every 500th of λ, exactly.
  private static let exact: Evaluation = {
    let lambdas = (0...300).map { Double($0) / 500 }
    let values = lambdas.map { Shop.value(of: Shop.best(at: $0).plan) }
    return Evaluation(
      policyName: "best", estimator: "dynamic programming", kind: .truth, outcomeName: "purchases",
      lambdas: lambdas, outcomes: values.map { Estimate($0.reward) },
      costs: values.map { Estimate($0.cost) }, users: 1, population: 1)
  }()

  @Test("the linear program's optimum is the dual's, and two deterministic plans meet it")
  func dual() {
    for (budget, reward) in Self.optima {
      let dual = Shop.dual(budget: budget)
      #expect(abs(dual.reward - reward) < 1e-8)
      let dear = Shop.value(of: Shop.best(at: dual.lambda - 1e-9).plan)
      let cheap = Shop.value(of: Shop.best(at: dual.lambda + 1e-9).plan)
      #expect(cheap.cost <= budget && budget <= dear.cost)
      let share = (budget - cheap.cost) / (dear.cost - cheap.cost)
      #expect(abs(share * dear.reward + (1 - share) * cheap.reward - reward) < 1e-7)
    }
  }

  @Test(
    "no plan at all beats the dual: spending nothing and spending most bring what the program says")
  func ends() {
    let nothing = Shop.value(of: Shop.best(at: 100).plan)
    #expect(nothing.cost == 0 && abs(nothing.reward - 2.4116197923) < 1e-9)
    let most = Shop.value(of: Shop.best(at: 0).plan)
    #expect(abs(most.reward - 3.9358411050) < 1e-9 && abs(most.cost - 32) < 1e-8)
  }

  @Test("search on the exact curve finds the optimum within a thousandth, at exactly the budget")
  func searchOnTheTruth() throws {
    for (budget, reward) in Self.optima {
      let choice = try search(Self.exact, budget: .perUser(budget))
      #expect(abs(choice.cost.value - budget) < 1e-9)
      #expect(choice.outcome.value <= reward + 1e-8)
      #expect(choice.outcome.value >= 0.999 * reward)
    }
  }

  /// Seeds 1 to 5 gave 98.4 to 100% of the optimum at every budget, at a true cost off by 1.9% at most. On seed 3
  /// alone, for the smallest budget, less than nine tenths was found of what money can add: 84%. Seed 1 is
  /// tested here, because learning takes half a minute.
  ///
  /// A log of its own teaches, a log of its own judges and is searched.
  private static func found(
    seed: UInt64
  ) throws -> [(budget: Double, reward: Double, truth: Shop.Value)] {
    let log = Shop.log(customers: 20_000, seed: 2 * seed - 1)
    let policy = try Policy.learn(
      from: GeneralizedDataset(dataset: log, lambdas: .adaptive(for: log)))
    let value = try dr(policy, on: Shop.log(customers: 20_000, seed: 2 * seed))
    return try optima.map { budget, reward in
      let choice = try search(value, budget: .perUser(budget))
      var truth = Shop.Value(reward: 0, cost: 0)
      for part in choice.components {
        let exact = Shop.value(of: try Shop.plan(policy, at: part.lambda))
        truth.reward += part.share * exact.reward
        truth.cost += part.share * exact.cost
      }
      return (budget, reward, truth)
    }
  }

  @Test(
    "learned from a log, the choice brings 97% of the optimum at a true cost within 2% of the budget"
  )
  func learned() throws {
    for (budget, reward, truth) in try Self.found(seed: 1) {
      #expect(truth.reward >= 0.97 * reward)
      // Doing nothing already brings 2.41; of what money can add, nine tenths are found.
      #expect(truth.reward - 2.4116197923 >= 0.9 * (reward - 2.4116197923))
      #expect(abs(truth.cost - budget) <= 0.02 * budget)
    }
  }

  /// `SCRIP_ORACLE_SEEDS=5` prints what five pairs of logs give.
  static let seeds = Int(ProcessInfo.processInfo.environment["SCRIP_ORACLE_SEEDS"] ?? "") ?? 0

  @Test("over many logs, the choice brings 97% of the optimum", .enabled(if: Self.seeds > 0))
  func learnedOften() throws {
    for seed in 1...UInt64(Self.seeds) {
      for (budget, reward, truth) in try Self.found(seed: seed) {
        print(
          "ORACLE", seed, budget, "reward", truth.reward / reward, "cost", truth.cost / budget - 1)
        #expect(truth.reward >= 0.97 * reward)
      }
    }
  }
}
