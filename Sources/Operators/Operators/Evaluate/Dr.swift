// `dr`: REME, corrected by what the log's own decisions say.
import OperatorKit

extension Operator {
  static let dr = estimator(
    "dr", "what a policy would bring and cost: critics, corrected by the log's own decisions",
    corrects: true,
    details: """
      The critics of `reme`, and on top the mean over users of what they got wrong where the log did as the policy
      would have done: ψ = V(s₁) + Σ 1{a = π(s)} / b(a|s) · (r + V(s′) − Q(s, a)), with state densities taken as equal
      (marginalised doubly robust, Kallus and Uehara, 2020). It repairs a poor fit and costs some variance; both
      parts need the state to hold what matters.
      """,
    examples: [
      .prints(
        exampleLog + "\n(d |> dr(constant(1.5), steps: 50, batch: 64)).estimator", output: "dr"),
      .fails(exampleLog + "\nd |> dr(3)", message: "`policy` should be a Policy"),
    ])
}
