// `at`: a policy set to one λ, or to the choice for a budget.
import Allocation
import Learning
import OperatorKit

private let policy = Parameter<Policy>("policy", "a policy for every λ")
private let lambda = Parameter<Either<Double, Choice>>(
  "lambda", "one λ, or what `search` chose: then each user gets one of its λ for good")
private let seed = Parameter<Int>(
  "seed", "which users get which λ of a mix", default: 1, shown: "1", in: 0...1e15)

extension Operator {
  static let at = Operator(
    "at", .search, "set a policy to one λ, or to a choice",
    parameters: [policy.declaration, lambda.declaration, seed.declaration], positional: 2,
    returns: .native(Policy.nativeType),
    details: """
      A choice that mixes two λ assigns each user one of them by the user's name and the seed, and keeps to it:
      changing λ from visit to visit would be another policy with another cost.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          length(policy.lambdas) == 2 and (policy |> at(λ: 0.1)).name == "rbcq"
          """, output: "true"),
      .fails(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          policy |> at(λ: 3)
          """, message: "outside the range"),
    ]
  ) { arguments, _ in
    let policy = try arguments[policy]
    switch try arguments[lambda] {
    case .first(let value): return .native(try policy.at(value))
    case .second(let choice):
      let parts = choice.components
      guard let first = parts.first, let last = parts.last, parts.count > 1 else {
        return .native(policy.dependsOnLambda ? try policy.at(choice.lambda) : policy)
      }
      return .native(
        try policy.mixing(
          low: first.lambda, high: last.lambda, shareOfLow: first.share,
          seed: UInt64(try arguments[seed])))
    }
  }
}
