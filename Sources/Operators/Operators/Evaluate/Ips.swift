// `ips`: importance sampling of whole episodes.
import Estimation
import OperatorKit

extension Operator {
  static let ips = importance(
    "ips", by: .ips, "what a policy would have brought and cost, by weighing whole episodes",
    details: """
      Importance sampling of episodes (Precup, Sutton and Singh, 2000): each episode's whole outcome counts as often as the
      policy would have made the episode's coupons likelier than the log did,

      J = 1/N · Σ w_T · (y₀ + … + y_T), with w_T = Π π(aₜ|sₜ) / b(aₜ|sₜ) over the episode's decisions 0 … T

      and N users. It fits nothing and is unbiased when the probabilities are right, of the
      highest variance: `pdis` is unbiased too and never asks a decision to answer for later ones; `snips` and `wis` divide by
      the weights. With one decision for each user it is the inverse propensity score of bandits.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          value = d |> ips(random(d))
          [value.estimator, value.standing, length(value.unsupported)]
          """, output: "[\"ips\", \"spread\", 0]"),
      .fails(exampleLog + "\nd |> ips(constant(9))", message: "no coupon level 9"),
    ])
}
