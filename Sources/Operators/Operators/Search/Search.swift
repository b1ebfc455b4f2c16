// `search`: the λ, or the mix of two, that a budget buys.
import Allocation
import Estimation
import OperatorKit

private let evaluation = Parameter<Evaluation>("evaluation", "J(λ) and C(λ), from an estimator")
private let budget = Parameter<Double>(
  "budget", "what may be spent", in: 0...Double.infinity, unit: "money")
private let per = Parameter<String>(
  "per", "what the budget is for; a decision is a visit", default: "user", shown: "\"user\"",
  choices: ["user", "visit", "decision", "day", "total"])
private let mix = Parameter<Bool>(
  "mix", "give some users one λ and the others another, to meet the budget exactly", default: true,
  shown: "true")
private let confidence = Parameter<Double?>.optional(
  "confidence", "how sure it should be that the cost is within the budget, such as 90%",
  in: 0.5...0.9999)
private let check = Parameter<Evaluation?>.optional(
  "check", "the same policy's evaluation on other users, to report the choice from")
private let days = Parameter<Double?>.optional(
  "days", "days that the log covers, for a budget per day",
  shown: "the log's last time − first + 1",
  in: 1e-9...Double.infinity, unit: "days")
private let population = Parameter<Int?>.optional(
  "population", "users that a budget per day or in total is for", shown: "those of the evaluation",
  in: 1...1e15, unit: "users")

extension Operator {
  static let search = Operator(
    "search", .search, "find the λ that a budget buys",
    parameters: [
      evaluation.declaration, budget.declaration, per.declaration, mix.declaration,
      confidence.declaration, check.declaration, days.declaration, population.declaration,
    ], positional: 2, returns: .native(Choice.nativeType),
    details: """
      The cost of a policy falls with λ. `search` makes the estimated costs monotone, brackets the budget
      between two neighbours and, with `mix`, gives each user one of the two for good, with the share
      q = (B − C₂)/(C₁ − C₂), which meets B in expectation and is optimal under one constraint (Altman, *Constrained
      Markov Decision Processes*, 1999). A budget that is not binding and one that no policy can meet
      are answered plainly.

      A budget per `"visit"` is for each decision that the policy brings about (`"decision"` means the same) and
      needs an evaluation that counts decisions, as every estimator's does. One per `"day"` is what all users together may cost in a day,
      on average over the log's days; a unit of the log's time counts as a day unless `days` says how many
      there are. One in `"total"` is for the whole period. Both are for the users of the evaluation, which may be a
      part of the log, unless `population` says how many there are.

      With `confidence` the upper bound of the cost has to be within the budget. The choice looks at every λ, so
      the bound holds at every λ at once. With `check`, the choice is made on one evaluation and reported from
      another, on users who had no say in it: there the bound is for the chosen mix alone and uses the covariance
      of its two costs. Split the log in three, learn on one part, choose on another and check on the third; the
      check has to be evaluated at the same λ.
      """,
    examples: [
      .prints(
        "m = market(users: 300, seed: 1)\n(m |> oracle(λ: [0, 0.1, 0.2, 0.5]) |> search(0)).status",
        output: "infeasible"),
      .prints(
        """
        m = market(users: 300, seed: 1)
        bound = m |> oracle(λ: [0, 0.1, 0.2, 0.5])
        # 300 users for 30 days: 15 each is 150 a day
        abs((bound |> search(15)).lambda - (bound |> search(150, per: "day")).lambda) < 1e-9
        """, output: "true"),
      .fails(
        "market(users: 50, seed: 1) |> oracle(λ: [0, 1]) |> search(budget: -5)",
        message: "of at least 0"),
      .fails(
        "market(users: 50, seed: 1) |> oracle(λ: [0, 1]) |> search(budget: 5, per: \"visit\")",
        message: "needs the expected number of visits"),
    ]
  ) { arguments, _ in
    let amount = try arguments[budget]
    let users = try arguments[population]
    let limit: Budget =
      switch try arguments[per] {
      case "visit", "decision": .perDecision(amount)
      case "day": .perDay(amount, days: try arguments[days], population: users)
      case "total": .total(amount, population: users)
      default: .perUser(amount)
      }
    return .native(
      try Allocation.search(
        try arguments[evaluation], budget: limit, mix: try arguments[mix],
        confidence: try arguments[confidence], check: try arguments[check]))
  }
}
