// `wis`: weighted importance sampling decision by decision.
import Estimation
import OperatorKit

extension Operator {
  static let wis = importance(
    "wis", by: .wis,
    "what a policy would have brought and cost, as weighted means decision by decision",
    details: """
      `pdis` with each decision number's weights divided by their sum,

      J = M/N · Σₜ (Σ wₜ · yₜ / Σ wₜ), with sums over the M logged episodes of N users.

      This is the consistent form of weighted per-decision importance sampling (Thomas, 2015). Precup, Sutton and Singh
      (2000), who proposed weighting per decision, divide the sum over all decisions by the sum of all their weights at
      once, which need not approach the policy's value with more data. An
      episode that has ended brings nothing more and stays in the sums below with its last weight, as if it went on in a
      state where nothing happens: left out, the later means would be those of customers who stay, not of all.

      `snips` weighs an episode as a whole, so that all of its decisions stand or fall with the last one; here
      early decisions count although the policy would have gone on differently. With one decision for each user the two are
      the same.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          value = d |> wis(random(d))
          [value.estimator, value.standing]
          """, output: "[\"wis\", \"spread\"]"),
      .fails(
        exampleLog + "\nd |> wis(random(d), least_support: 1)", message: "`least_support` should be"
      ),
    ])
}
