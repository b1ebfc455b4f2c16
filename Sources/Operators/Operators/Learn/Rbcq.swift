// `rbcq`: random-mixture batch-constrained Q-learning, for every λ at once.
import Learning
import OperatorKit

extension Operator {
  static let rbcq = learner(
    "rbcq", .rbcq, "learn a policy for every λ from a log, by R-BCQ",
    details: """
      Discrete batch-constrained Q-learning (Fujimoto et al., 2019) with a random ensemble mixture of Q heads
      (Agarwal et al., 2020), both conditioned on λ: the learner of BCORLE(λ) (Zhang et al., 2021).

      A model of the log's own decisions, with the inputs that held-out users ask for, says which levels a state supports;
      among those the policy takes the level with the best mean value.

      The network learns what a coupon changes, apart from how often a customer comes: the log's own value is
      fitted first and taken off every reward (`shaping`), and the state's own level has a network of its own
      (`dueling`). Inputs called `pooled 1`, `pooled 2` … are directions in which many number columns vary together
      (`pooling`); inputs that do not matter to the choice are removed (`shrinkage`). The loss is squared, the rate
      falls along a cosine, the weights are averaged.

      What is not told among `terms`, `shrinkage`, `hidden` and `steps` is picked on held-out users (`held_out`): a few
      short trainings, judged by how well they foresee the effect of a coupon, the simplest within one standard
      error of the best; `policy.trials` lists them. Then the policy is trained on everybody. An adaptive λ grid becomes dense where the
      policy changes, and ends where it does no more. `recipe: "paper"` has the published settings, with none
      of this.

      Give it a reward that is what you want in the long run, such as 1 for each visit. The same data,
      arguments and seed give the same policy, bit for bit, with any number of threads.
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
