// `reme`: what a policy would bring and cost, from a log, at every λ at once.
import OperatorKit

extension Operator {
  static let reme = critics(
    "reme", "what a policy would bring and cost, from a log, at every λ at once",
    details: """
      A random ensemble mixture of critics (REME, Zhang et al., 2021) is fitted to the value of the deployed policy, its
      support filter and ties included, separately for outcome and cost and for every λ of the grid:
      y = r + γ^gap (1 − terminated) Σ αₖ Q′ₖ(s′, π(s′, λ), λ). It is the policy's own decision in the next
      state, never a maximum. The critics are told the policy: the λ by a one-hot of the grid, and
      the decision itself.

      The figures are per user and undiscounted, at the users' first decisions; users without a row count
      with zero. The bounds are those of the doubly robust estimate (`dr`) of the same policy, drawn out to
      this one where they disagree. What the numbers rest on is said with them.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          value = d |> reme(constant(1.5), steps: 50, batch: 64)
          [value.policy, value.estimator]
          """, output: "[\"constant 1.5\", \"reme\"]"),
      .fails(exampleLog + "\nd |> reme(constant(9))", message: "no coupon level 9"),
    ])
}
