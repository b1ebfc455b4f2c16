// `pdis`: importance sampling decision by decision.
import Estimation
import OperatorKit

extension Operator {
  static let pdis = importance(
    "pdis", by: .pdis,
    "what a policy would have brought and cost, by weighing decision by decision",
    details: """
      Per-decision importance sampling (Precup, Sutton and Singh, 2000): what a decision brings depends on the coupons
      up to it and not on those after it, so it is weighed by the product up to it alone,

      J = 1/N · Σ Σₜ wₜ · yₜ, with wₜ = Π π(aᵢ|sᵢ) / b(aᵢ|sᵢ) over the episode's decisions i = 0 … t.

      Unbiased like `ips`, and the same with one decision for each user. Effective users are counted at the decision
      number where they are fewest, ended episodes included with their last weight.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          value = d |> pdis(random(d))
          [value.estimator, length(value.unsupported)]
          """, output: "[\"pdis\", 0]"),
      .fails(exampleLog + "\nd |> pdis(random(d), clip: 0)", message: "`clip` should be"),
    ])
}
