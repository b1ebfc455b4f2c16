// `cql`: conservative Q-learning, for every λ at once.
import Learning
import OperatorKit

extension Operator {
  static let cql = learner(
    "cql", .cql, "learn a policy for every λ by conservative Q-learning",
    details: """
      Discrete CQL(H) (Kumar et al., 2020): one Q network and no model of the log's decisions. Instead the loss
      adds `α` times the mean of log Σ_b exp Q(s, b, λ) − Q(s, a, λ), which pushes down the levels that the log
      did not give in a state and up the one that it gave.

      Rewards are divided by the largest before they are learned, so `α` means the same in any currency. The
      squared error is not halved here, so an `α` of the paper's objective is twice as large here. A large `α`
      imitates the log; 0 is deep Q-learning without any protection. On the simulated market, whose log is
      uniform, 0 to 2 do equally well and 4 and more do worse; a log that avoids levels may want more than 1.
      """,
    examples: [
      .prints(
        exampleLog + "\n(d |> generalize(λ: [0, 0.2]) |> cql(α: 0.5, steps: 50, batch: 64)).name",
        output: "cql"),
      .fails(
        exampleLog + "\nd |> generalize(λ: [0]) |> cql(α: -1)", message: "`α` should be a number"),
    ])
}
