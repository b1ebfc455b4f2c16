// `search`: the λ, or the mix of two, that a budget buys.
import Allocation
import Estimation
import OperatorKit

private let evaluation = Parameter<Evaluation>("evaluation", "J(λ) and C(λ), from reme or fqe")
private let budget = Parameter<Double>(
  "budget", "what may be spent", in: 0...Double.infinity, unit: "money")
private let per = Parameter<String>(
  "per", "what the budget is for", default: "user", shown: "\"user\"",
  choices: ["user", "decision", "total"])
private let mix = Parameter<Bool>(
  "mix", "give some users one λ and the others another, to meet the budget exactly", default: true,
  shown: "true")

extension Operator {
  static let search = Operator(
    "search", .search, "find the λ that a budget buys",
    parameters: [
      evaluation.declaration, budget.declaration, per.declaration, mix.declaration,
    ], positional: 2, returns: .native(Choice.nativeType),
    details: """
      The cost of a policy falls with λ. `search` makes the estimated costs monotone, brackets the budget
      between two neighbours and, with `mix`, gives each user one of the two for good, with the share
      q = (B − C₂)/(C₁ − C₂), which meets B in expectation and is optimal under one constraint (Altman, *Constrained
      Markov Decision Processes*, 1999). A budget that is not binding and one that no policy can meet
      are answered plainly.
      """,
    examples: [
      .prints(
        "m = market(users: 300, seed: 1)\n(m |> oracle(λ: [0, 0.1, 0.2, 0.5]) |> search(0)).status",
        output: "infeasible"),
      .fails(
        "market(users: 50, seed: 1) |> oracle(λ: [0, 1]) |> search(budget: -5)",
        message: "of at least 0"),
    ]
  ) { arguments, _ in
    let amount = try arguments[budget]
    let limit: Budget =
      switch try arguments[per] {
      case "decision": .perDecision(amount)
      case "total": .total(amount)
      default: .perUser(amount)
      }
    return .native(
      try Allocation.search(try arguments[evaluation], budget: limit, mix: try arguments[mix]))
  }
}
