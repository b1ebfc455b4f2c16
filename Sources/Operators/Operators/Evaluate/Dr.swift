// `dr`: a model in closed form, corrected by what the log's own decisions say.
import OperatorKit

extension Operator {
  static let dr = closedForm(
    "dr", "what a policy would bring and cost: a model, corrected by the log's own decisions",
    corrects: true,
    details: """
      The marginalised doubly robust estimator (Kallus and Uehara, 2020), at every λ: the mean over users of
      ψ = V(s₁) + Σ w(s) ρ (r + γ^gap V(s′) − Q(s, a)), ρ = π(a|s) / b(a|s). Q, the model, is linear in functions of the
      state and of the coupon's value and solved for exactly (least-squares temporal differences); w is how much more often
      the policy's users are in a state than the log's, solved for by balance equations. Both, and b where the log does not
      say it, come from other users than those that they are applied to (five folds).

      The state is taken to be the traits that never change, the time of the decision, what was known
      at a customer's first decision, and those columns of few values that the policy reads and moves. The estimate is right
      when either Q or w is, as long as that state holds what matters. So it is made again without
      histories and with how a customer has surprised so far; where that moves it further than chance explains, the
      bounds are widened by as much and called a spread. They are also only a spread where the
      probabilities were estimated, where the policy reacts to what its own coupons move, and where few
      decisions agree with it. In the case that is left, coverage was studied: docs/coverage.md.

      `weights: "trajectory"` is the sequential doubly robust estimator (Jiang and Li, 2016): products of all
      ratios so far in the place of w ρ. It needs no assumption about the state, and long episodes leave
      it next to no users.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          value = d |> dr(constant(1.5))
          [value.estimator, value.standing]
          """, output: "[\"dr\", \"spread\"]"),
      .fails(exampleLog + "\nd |> dr(3)", message: "`policy` should be a Policy"),
    ])
}
