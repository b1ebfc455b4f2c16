// `bcq`: R-BCQ with one head.
import Learning
import OperatorKit

extension Operator {
  static let bcq = learner(
    "bcq", .bcq, "learn a policy for every λ with a single Q head",
    details:
      "Discrete BCQ (Fujimoto et al., 2019): `rbcq` without the ensemble, `heads` has no effect.",
    examples: [
      .prints(
        exampleLog + "\n(d |> generalize(λ: [0, 0.2]) |> bcq(steps: 50, batch: 64)).name",
        output: "bcq"),
      .fails(
        exampleLog + "\nd |> generalize(λ: [0]) |> bcq(steps: 0)",
        message: "whole number of steps from 1 to"),
    ])
}
