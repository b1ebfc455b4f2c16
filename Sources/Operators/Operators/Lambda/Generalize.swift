// `generalize`: the dataset under every price of money at once.
import Data
import OperatorKit

private let log = Parameter<Dataset>("dataset", "the decisions to learn from")
private let lambda = Parameter<Either<[Double], String>>(
  "lambda", "prices of a unit of cost: a range, a list, or \"adaptive\"",
  default: .second("adaptive"), shown: "\"adaptive\"")

extension Operator {
  static let generalize = Operator(
    "generalize", .lambda, "put a dataset under every λ of a grid",
    parameters: [log.declaration, lambda.declaration],
    returns: .native(GeneralizedDataset.nativeType),
    details: """
      D′ holds each transition once for every λ, with reward r − λc, so that one training yields a policy for
      every price of money (Zhang et al., *BCORLE(λ)*, NeurIPS 2021). It is a view: a learner draws a
      row and a λ independently, and nothing is copied. The adaptive grid begins with thirteen values, from 0 to three
      times what a unit of cost buys at once; the learner makes it dense where its policy changes and ends
      it where nothing but the cheapest level pays.
      """,
    examples: [
      .prints(
        """
        d = market(users: 50, seed: 1) |> simulate() |> dataset(user: user, time: day, state: [day],
          action: coupon, reward: returned, cost: cost)
        g = d |> generalize(λ: 0..1 by 0.05)
        [length(g.lambdas), g.rows == 21 * d.rows]
        """, output: "[21, true]"),
      .fails(
        """
        d = market(users: 50, seed: 1) |> simulate() |> dataset(user: user, time: day, state: [day],
          action: coupon, reward: returned, cost: cost)
        d |> generalize(λ: [0, -1])
        """, message: "λ"),
    ]
  ) { arguments, _ in
    let dataset = try arguments[log]
    return .native(
      GeneralizedDataset(
        dataset: dataset, lambdas: try grid(try arguments[lambda], for: dataset)))
  }
}

private func grid(_ lambda: Either<[Double], String>, for dataset: Dataset) throws -> LambdaGrid {
  switch lambda {
  case .first(let values): return try LambdaGrid.list(values)
  case .second("adaptive"): return .adaptive(for: dataset)
  case .second(let word):
    throw OperatorError.argument(
      "lambda", "`λ` should be a range, a list or \"adaptive\", found \"\(word)\"")
  }
}
