// `mix`: a policy that gives some users one λ and the others another.
import Learning
import OperatorKit

private let policy = Parameter<Policy>("policy", "a policy for every λ")
private let lambdas = Parameter<[Double]>("lambda", "two λ")
private let share = Parameter<Double>(
  "share", "share of the users that gets the first λ", in: 0...1)
private let seed = Parameter<Int>(
  "seed", "which users get which λ", default: 1, shown: "1", in: 0...1e15)

extension Operator {
  static let mixing = Operator(
    "mix", .search, "a policy with one λ for some users and another for the rest",
    parameters: [
      policy.declaration, lambdas.declaration, share.declaration, seed.declaration,
    ], positional: 2, returns: .native(Policy.nativeType),
    details: """
      Each user gets one of the λ by the user's name and the seed, and keeps it. It is what `at` makes of a choice that
      mixes, for a mix that is chosen by hand.
      """,
    examples: [
      .prints(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64) |> mix([0, 0.2], share: 25%)
          (policy |> what(d)).lambdas
          """, output: "[0.15]"),
      .fails(
        exampleLog + "\n" + """
          policy = d |> generalize(λ: [0, 0.2]) |> rbcq(steps: 50, batch: 64)
          policy |> mix([0, 0.1, 0.2], share: 25%)
          """, message: "two λ, found 3"),
    ]
  ) { arguments, _ in
    let policy = try arguments[policy]
    let lambdas = try arguments[lambdas]
    guard lambdas.count == 2 else {
      throw OperatorError.argument("lambda", "a mix is of two λ, found \(lambdas.count)")
    }
    guard policy.dependsOnLambda else {
      throw OperatorError.argument("policy", "`\(policy.name)` does the same at every λ")
    }
    return .native(
      try policy.mixing(
        low: lambdas[0], high: lambdas[1], shareOfLow: try arguments[share],
        seed: UInt64(try arguments[seed])))
  }
}
