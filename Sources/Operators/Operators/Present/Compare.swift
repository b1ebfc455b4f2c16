// `compare`: policies side by side.
import Allocation
import Estimation
import OperatorKit
import Reporting

private let evaluations = Parameter<[Evaluation]>("evaluations", "a list of evaluations")
private let budget = Parameter<Double?>.optional(
  "budget", "set every policy to its best mix for this budget first",
  in: 0...Double.infinity, unit: "money per user")

extension Operator {
  static let compare = Operator(
    "compare", .present, "put policies side by side",
    parameters: [evaluations.declaration, budget.declaration],
    returns: .native(Comparison.nativeType),
    details: """
      One row for each policy and λ; with a budget one row for each policy, the best outcome first, which
      is the fairer comparison because all of them then spend the same.
      """,
    examples: [
      .prints(
        """
        m = market(users: 300, seed: 1)
        ([constant(2.1), constant(0.1)] |> map(p -> m |> rollout(p)) |> compare()).best
        """, output: "constant 2.1"),
      .fails("compare([1, 2])", message: "should be a list of Evaluations"),
    ]
  ) { arguments, _ in
    let all = try arguments[evaluations]
    var notes: [String] = []
    for note in all.flatMap(\.notes) where !notes.contains(note) { notes.append(note) }
    guard let amount = try arguments[budget] else {
      return .native(Comparison(rows: Allocation.compare(all), budget: nil, notes: notes))
    }
    return .native(
      Comparison(
        rows: try Allocation.compare(all, budget: .perUser(amount)),
        budget: amount, notes: notes))
  }
}
