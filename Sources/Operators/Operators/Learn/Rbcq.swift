// `rbcq`: random-mixture batch-constrained Q-learning, for every λ at once.
import Learning
import OperatorKit

extension Operator {
  static let rbcq = learner(
    "rbcq", .rbcq, "learn a policy for every λ from a log, by R-BCQ",
    details: """
      Discrete batch-constrained Q-learning (Fujimoto et al., 2019) with a random ensemble mixture of Q heads
      (Agarwal et al., 2020), both conditioned on λ: the learner of BCORLE(λ) (Zhang et al., 2021).

      A model of the log's own decisions, stopped on held-out users, says which levels a state supports;
      among those the policy takes the level with the best mean value. The default recipe differs from the
      published settings: squared loss, a smooth dependence on the coupon's value, inputs that do not
      matter are removed, the rate falls along a cosine and the weights are averaged.
      `recipe: "paper"` has the published ones.

      Values are learned beyond those of the log's own policy (`shaping`) and beside a level of the state's own
      (`dueling`): what a coupon changes, not how often a customer comes anyway. Terms, shrinkage, layers and steps
      that are not given are picked by short trainings that held-out users judge, each the simplest within one
      standard error of the best; `policy.trials` lists them. Inputs called `pooled 1`, `pooled 2` … are directions
      in which many number columns vary together, so that one input may stand for them all (`pooling`).

      The same data, arguments and seed give the same policy, bit for bit, with any number of threads.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          [policy.name, policy.lambdas, length(policy.trials)]
          """, output: "[\"rbcq\", [0, 0.2], 8]"),
      .fails(
        exampleLog + "\nd |> rbcq()", message: "should be a GeneralizedDataset, found a Dataset"),
    ])
}
