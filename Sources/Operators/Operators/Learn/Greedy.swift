// `greedy`: what a level brings and costs at once, and a price for the cost.
import Learning
import OperatorKit

extension Operator {
  static let greedy = learner(
    "greedy", .greedy, "learn the level with the best reward − λ cost of the decision itself",
    details: """
      One-step uplift: a regression of the reward less λ times the cost on state and level, with the network,
      smooth levels, shrinkage and averaging of `rbcq`, and the level where it is largest. Nothing after the
      decision counts.

      With `search` for a budget this is the usual coupon allocation. One level for each customer, most reward
      within the budget, is a multiple-choice knapsack (Sinha and Zoltners, 1979); λ is the Lagrange multiplier
      of its budget (Everett, 1963), and once it is known, customers are decided one by one.
      """,
    examples: [
      .prints(
        exampleLog + "\n(d |> generalize(λ: [0, 0.2]) |> greedy(steps: 50, batch: 64)).name",
        output: "greedy"),
      .fails(
        exampleLog + "\nd |> generalize(λ: [0]) |> greedy(gamma: 0.9)", message: "gamma"),
    ])
}
