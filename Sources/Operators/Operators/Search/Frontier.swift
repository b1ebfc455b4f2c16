// `frontier`: what each λ costs and brings, made monotone.
import Allocation
import Estimation
import OperatorKit

private let evaluation = Parameter<Evaluation>("evaluation", "J(λ) and C(λ), from reme or fqe")

extension Operator {
  static let frontier = Operator(
    "frontier", .search, "what each λ costs and brings", parameters: [evaluation.declaration],
    returns: .native(Frontier.nativeType),
    details: """
      Exact optimisation never spends more at a larger λ; estimates wobble. So cost and outcome are made
      monotone in λ by isotonic regression, and the points that no mixture of others beats are marked
      efficient. `plot` draws it, `search` finds a budget on it.
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
  ) { arguments, _ in .native(Frontier(try arguments[evaluation])) }
}
