import Allocation
import Data
import Estimation
import Learning
import Testing

private func evaluation() -> Evaluation {
  let levels = [ActionLevel(label: "0", value: 0)]
  let policy = Policy(
    name: "p", levels: levels, encoder: StateEncoder(entries: []), rule: .constant(level: 0),
    lambdas: LambdaGrid([0, 0.5]))
  return Evaluation(
    policyName: "p", estimator: "reme", kind: .estimate, outcomeName: "visits", lambdas: [0, 0.5],
    outcomes: [Estimate(6), Estimate(3)], costs: [Estimate(4), Estimate(1)], users: 10,
    population: 10, policy: policy)
}

@Test("a choice is deployed as it was chosen: one λ, or two with the dearer one's share")
func deployment() throws {
  let mix = try search(evaluation(), budget: .perUser(2))
  let mixed = try mix.policy(seed: 9)
  #expect(
    mixed?.deployment == .mixture(low: 0, high: 0.5, shareOfLow: mix.components[0].share, seed: 9))
  #expect(abs(mix.components[0].share - 1.0 / 3) < 1e-12)
  let single = try search(evaluation(), budget: .perUser(2), mix: false)
  #expect(try single.policy()?.deployment == .fixed(lambda: 0.5))
}

@Test("an evaluation without a policy has nothing to deploy")
func nothingToDeploy() throws {
  var value = evaluation()
  value.policy = nil
  #expect(try search(value, budget: .perUser(2)).policy() == nil)
}
