// How a script sees the answer to a budget.
package import Allocation
import Estimation

extension Choice: NativeValue, ValueConvertible {
  private static let readingType: ValueType = .record([
    "outcome": estimateType, "cost": estimateType, "users": .number,
  ])

  package static var nativeType: NativeType {
    NativeType(
      "Choice", "a λ, or a mix of two, for a budget",
      fields: [
        .init("lambda", .number, "the λ; of a mix, the share-weighted mean"),
        .init(
          "parts", .list(.record(["lambda": .number, "share": .number])),
          "each λ and the share of users that gets it"),
        .init(
          "outcome", estimateType, "expected outcome per user; of the check where there is one"),
        .init("cost", estimateType, "expected cost per user; of the check where there is one"),
        .init("spending", estimateType, "the cost in the budget's own unit"),
        .init("bound", .number, "what the spending is below with the confidence"),
        .init("budget", .number, "the budget that was asked for"),
        .init("per", .text, "what the budget is for"),
        .init(
          "status", .text,
          "binding, slack, infeasible, or unsure where only the confidence is out of reach"),
        .init("holds", .text, "certain, likely or no: whether the cost stays within the budget"),
        .init(
          "standing", .text,
          "what the bounds are at the chosen λ: interval, spread or unknown; of a mix, the worse"),
        .init("reasons", .list(.text), "why they are no interval"),
        .init("gain", .number, "outcome per user above the log's own policy"),
        .init("chosen", readingType, "the figures where λ was chosen"),
        .init("checked", readingType, "the figures on other users, or none"),
        .init("notes", .list(.text), "what to know about the choice"),
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
    case "outcome": outcome.record(of: reported.evaluation.kind)
    case "cost": cost.record(of: reported.evaluation.kind)
    case "spending": spending.record(of: reported.evaluation.kind)
    case "bound": reported.bound.map(Value.number) ?? Value.none
    case "budget": .number(budget.amount)
    case "per": .text(budget.unit)
    case "status": .text(statusWord)
    case "holds": .text(holdsWord)
    case "standing": .text(reported.standing.word)
    case "reasons": .list(reported.standing.reasons.map(Value.text))
    case "gain": gainOverBehaviour.map(Value.number) ?? Value.none
    case "chosen": chosen.record
    case "checked": checked?.record ?? Value.none
    case "notes": .list(notes.map(Value.text))
    default: nil
    }
  }

  private var statusWord: String {
    switch status {
    case .binding: "binding"
    case .slack: "slack"
    case .infeasible: "infeasible"
    case .unsure: "unsure"
    }
  }

  private var holdsWord: String {
    switch holds {
    case .certain: "certain"
    case .likely: "likely"
    case .no: "no"
    }
  }

  package var headline: String {
    "Choice, λ = \(lambdaText): \(evaluation.outcomeName) \(outcome.text), cost \(cost.text) per user"
  }
}

extension Choice.Reading {
  fileprivate var record: Value {
    .record(
      Record([
        ("outcome", outcome.record(of: evaluation.kind)),
        ("cost", cost.record(of: evaluation.kind)),
        ("users", .number(Double(evaluation.users))),
      ]))
  }
}
