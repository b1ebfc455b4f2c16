// How a script sees the answer to a budget.
package import Allocation
import Estimation
package import Reporting

extension Choice: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Choice", "a λ, or a mix of two, for a budget",
      fields: [
        .init("lambda", .number, "the λ; of a mix, the share-weighted mean"),
        .init(
          "parts", .list(.record(["lambda": .number, "share": .number])),
          "each λ and the share of users that gets it"),
        .init("outcome", estimateType, "expected outcome per user"),
        .init("cost", estimateType, "expected cost per user"),
        .init("budget", .number, "the budget that was asked for"),
        .init("status", .text, "binding, slack or infeasible"),
        .init("holds", .text, "certain, likely or no: whether the cost stays within the budget"),
        .init("gain", .number, "outcome per user above the log's own policy"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "lambda": .number(lambda)
    case "parts":
      .list(
        components.map {
          .record(Record([("lambda", .number($0.lambda)), ("share", .number($0.share))]))
        })
    case "outcome": outcome.record
    case "cost": cost.record
    case "budget": .number(budget.amount)
    case "status": .text(statusWord)
    case "holds": .text(holdsWord)
    case "gain": gainOverBehaviour.map(Value.number) ?? Value.none
    default: nil
    }
  }

  private var statusWord: String {
    switch status {
    case .binding: "binding"
    case .slack: "slack"
    case .infeasible: "infeasible"
    }
  }

  private var holdsWord: String {
    switch holds {
    case .certain: "certain"
    case .likely: "likely"
    case .no: "no"
    }
  }

  /// "λ = 0.137 (a mix of 0.10 and 0.15, 74% of users get the first)".
  private var lambdaText: String {
    guard let first = components.first, let last = components.last, components.count > 1 else {
      return NumberText.display(lambda)
    }
    return "\(NumberText.display(first.lambda)) for \(wholePercent(first.share)) of users, "
      + "\(NumberText.display(last.lambda)) for the others"
  }

  package var headline: String {
    "Choice, λ = \(lambdaText): \(evaluation.outcomeName) \(outcome.text), cost \(cost.text) per user"
  }

  package func display() -> Report {
    let limit = "\(NumberText.display(budget.amount)) \(budget.unit)"
    var facts: [Card.Fact] = [
      .init("λ", lambdaText),
      .init(
        "cost per user", cost.text,
        note: {
          switch holds {
          case .certain: "within the budget of \(limit), with the spread"
          case .likely: "within the budget of \(limit) as estimated, not with the whole spread"
          case .no: "above the budget of \(limit)"
          }
        }()),
      .init(
        "\(evaluation.outcomeName) per user", outcome.text,
        note: evaluation.behaviourOutcome.map {
          "the log's own policy: \(NumberText.display($0.value))"
        } ?? ""),
    ]
    switch status {
    case .binding: break
    case .slack:
      facts.append(.init("budget", "not binding", note: "the policy that brings most costs less"))
    case .infeasible(let cheapest):
      facts.append(
        .init(
          "budget", "cannot be met",
          note: "the cheapest policy costs \(NumberText.display(cheapest)) \(budget.unit)"))
    }
    return Report([
      .card(Card(title: "Choice", facts: facts, warnings: notes + evaluation.notes))
    ])
  }
}
