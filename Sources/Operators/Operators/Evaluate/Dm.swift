// `dm`: the direct method, a model of the policy's value in closed form.
import OperatorKit

extension Operator {
  static let dm = closedForm(
    "dm", "what a policy would bring and cost, by a model in closed form", corrects: false,
    details: """
      The direct method: Q(s, a) of the policy itself, linear in functions of the state and of the coupon's value,
      solves the projected Bellman equation of its outcome and of its cost (least-squares temporal differences:
      Lagoudakis and Parr, 2003), and is read at the users' first decisions. It is the model of `dr` without
      the correction: less variance, and a bias that nothing mends. The bounds are those of `dr`, drawn
      out to this estimate where the two disagree.
      """,
    examples: [
      .prints(exampleLog + "\n(d |> dm(constant(1.5))).estimator", output: "dm"),
      .fails(exampleLog + "\nd |> dm(constant(9))", message: "no coupon level 9"),
    ])
}
