// `snips`: a weighted mean of whole episodes.
import Estimation
import OperatorKit

extension Operator {
  static let snips = importance(
    "snips", by: .snips,
    "what a policy would have brought and cost, as a weighted mean of whole episodes",
    details: """
      `ips` divided by the mean of its weights, which is 1 but for chance: self-normalised importance sampling
      (Swaminathan and Joachims, 2015), called weighted importance sampling where episodes have many decisions (Precup,
      Sutton and Singh, 2000),

      J = M/N · Σ w_T · (y₀ + … + y_T) / Σ w_T, with sums over the M logged episodes of N users.

      The estimate lies between the smallest and the largest episode that was logged, has a far smaller variance than
      `ips`, and a bias that vanishes with the number of effective users. It does not change when all outcomes are shifted,
      and not when all of the log's probabilities are off by one factor. An episode counts as a whole: `wis` is the same
      for each decision number by itself.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          (d |> snips(constant(1.5))).unsupported
          """, output: "[0]"),
      .fails(exampleLog + "\nd |> snips()", message: "`policy`"),
    ])
}
