// `fqe`: fitted Q-evaluation, REME with one critic.
import OperatorKit

extension Operator {
  static let fqe = critics(
    "fqe", "what a policy would bring and cost, by a single critic", ensemble: false,
    details: "Fitted Q-evaluation (Le et al., 2019): `reme` without the ensemble.",
    examples: [
      .prints(
        exampleLog + "\n(d |> fqe(constant(1.5), steps: 50, batch: 64)).estimator", output: "fqe"),
      .fails(exampleLog + "\nd |> fqe()", message: "`policy`"),
    ])
}
