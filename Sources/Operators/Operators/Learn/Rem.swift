// `rem`: R-BCQ without the support filter.
import Learning
import OperatorKit

extension Operator {
  static let rem = learner(
    "rem", .rem, "learn a policy for every λ without the support filter",
    details: """
      A random ensemble mixture (Agarwal et al., 2020): any level may be chosen, also one that the log never
      gave in such a state. A baseline; its choices may have no support.
      """,
    examples: [
      .prints(
        exampleLog + "\n(d |> generalize(λ: [0, 0.2]) |> rem(steps: 50, batch: 64)).name",
        output: "rem"),
      .fails(
        exampleLog + "\nd |> generalize(λ: [0]) |> rem(head: 3)", message: "did you mean `heads`?"),
    ])
}
