// `frontier`: what each λ costs and brings, made monotone.
import Allocation
import Estimation
import OperatorKit

private let evaluation = Parameter<Evaluation>("evaluation", "J(λ) and C(λ), from an estimator")

extension Operator {
  static let frontier = Operator(
    "frontier", .search, "what each λ costs and brings", parameters: [evaluation.declaration],
    returns: .native(Frontier.nativeType),
    details: """
      Exact optimisation never spends more at a larger λ; estimates wobble. So cost and outcome are made
      monotone in λ by isotonic regression, and the points that no mixture of others beats are marked
      efficient. Beside the bounds of each λ stand those that hold at all λ at once, which is what a reader needs who
      looks along the curve for the best point. They are not cut to a monotone curve: a learned policy does
      not promise one. `plot` draws it with its band, `search` finds a budget on it.
      """,
    examples: [
      .prints(
        """
        m = market(users: 300, seed: 1)
        bound = m |> oracle(λ: [0, 0.1, 0.5]) |> frontier()
        bound.cost[0] > bound.cost[2]
        """, output: "true"),
      .fails("frontier(3)", message: "should be an Evaluation"),
    ]
  ) { arguments, _ in .native(try Frontier(try arguments[evaluation])) }
}
