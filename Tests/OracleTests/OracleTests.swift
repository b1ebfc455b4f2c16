// The whole way against an optimum that is known: a log of 20,000 customers is learned from with the
// defaults, judged on a second log and searched for five budgets; the policy that comes out is then
// valued exactly, by dynamic programming on the process itself. The optimum within a budget comes from
// a linear program (occupation_measures.py) and, independently, from the Lagrangian dual.

import Allocation
import Data
import Estimation
import Learning
import Testing

@Suite("A shop whose optimum within a budget is known")
struct OracleTests {
  /// What occupation_measures.py prints: the best reward per customer within each budget.
  private static let optima: [(budget: Double, reward: Double)] = [
    (5, 2.9623521911), (9, 3.2760162997), (14, 3.5722916683), (20, 3.7965210210),
    (26, 3.8904530737),
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

  @Test(
    "learned from a log, the choice brings 97% of the optimum at a true cost within 2% of the budget"
  )
  func learned() throws {
    let log = Shop.log(customers: 20_000, seed: 1)
    let policy = try Policy.learn(
      from: GeneralizedDataset(dataset: log, lambdas: .adaptive(for: log)))
    let value = try dr(policy, on: Shop.log(customers: 20_000, seed: 2))
    for (budget, reward) in Self.optima {
      let choice = try search(value, budget: .perUser(budget))
      var truth = Shop.Value(reward: 0, cost: 0)
      for part in choice.components {
        let exact = Shop.value(of: try Shop.plan(policy, at: part.lambda))
        truth.reward += part.share * exact.reward
        truth.cost += part.share * exact.cost
      }
      #expect(truth.reward >= 0.97 * reward)
      // Doing nothing already brings 2.41; of what money can add, nine tenths are found.
      #expect(truth.reward - 2.4116197923 >= 0.9 * (reward - 2.4116197923))
      #expect(abs(truth.cost - budget) <= 0.02 * budget)
    }
  }
}
