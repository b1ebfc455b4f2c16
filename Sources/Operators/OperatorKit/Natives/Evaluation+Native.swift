// How a script sees evaluations: J(λ) and C(λ) with their spreads and their caveats.
import Data
package import Estimation
package import Reporting

/// The fields of one estimated number.
package let estimateType: ValueType = .record([
  "value": .number, "spread": .number, "lower": .number, "upper": .number,
])

/// Values and spreads of one column of estimates with the same decimals: four digits of the typical
/// value, and no digit of a spread beyond the value's.
package func columns(_ estimates: [Estimate]) -> (values: [String], spreads: [String]) {
  let sizes = estimates.map { abs($0.value) }.filter { $0.isFinite && $0 > 0 }.sorted()
  let typical = sizes.isEmpty ? 1 : sizes[sizes.count / 2]
  var decimals = 3
  var limit = 1.0
  while decimals > 0, typical >= limit * 10 {
    decimals -= 1
    limit *= 10
  }
  if typical < 1 { decimals = 4 }
  return (
    estimates.map { NumberText.fixed($0.value, decimals: decimals) },
    estimates.map { estimate in
      estimate.spread.map { NumberText.fixed($0, decimals: decimals) } ?? NumberText.missing
    }
  )
}

extension Estimate {
  package var record: Value {
    .record(
      Record([
        ("value", .number(value)), ("spread", spread.map(Value.number) ?? Value.none),
        ("lower", .number(lower)), ("upper", .number(upper)),
      ]))
  }

  /// `11.98 ± 0.26`, or the value alone.
  package var text: String {
    guard let spread else { return NumberText.display(value) }
    let texts = columns([self])
    return "\(texts.values[0]) ± \(spread.isFinite ? texts.spreads[0] : NumberText.missing)"
  }
}

extension Evaluation: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Evaluation", "what a policy brings and costs per user, at every λ",
      fields: [
        .init("policy", .text, "the policy's name"),
        .init("estimator", .text, "how the numbers were made"),
        .init("lambdas", .list(.number), "the λ of each entry"),
        .init("outcome", .list(estimateType), "J(λ): value, spread, lower, upper"),
        .init("cost", .list(estimateType), "C(λ): value, spread, lower, upper"),
        .init("table", .table(Self.schema), "all entries as a table"),
        .init("notes", .list(.text), "caveats"),
      ])
  }

  private static let schema = Schema([
    .init("lambda", .number), .init("outcome", .number), .init("outcome_lower", .number),
    .init("outcome_upper", .number), .init("cost", .number), .init("cost_lower", .number),
    .init("cost_upper", .number),
  ])

  package func field(_ name: String) -> Value? {
    switch name {
    case "policy": .text(policyName)
    case "estimator": .text(estimator)
    case "lambdas": .list(lambdas.map(Value.number))
    case "outcome": .list(outcomes.map(\.record))
    case "cost": .list(costs.map(\.record))
    case "table": .table(table)
    case "notes": .list(notes.map(Value.text))
    default: nil
    }
  }

  private var table: Table {
    Table(
      names: Self.schema.names,
      columns: [
        .number(lambdas), .number(outcomes.map(\.value)), .number(outcomes.map(\.lower)),
        .number(outcomes.map(\.upper)), .number(costs.map(\.value)), .number(costs.map(\.lower)),
        .number(costs.map(\.upper)),
      ])
  }

  package var headline: String {
    let what = kind == .truth ? "truth by \(estimator)" : "estimate by \(estimator)"
    guard dependsOnLambda, lambdas.count > 1 else {
      return "Evaluation of \(policyName), \(what): \(outcomeName) \(outcomes[0].text), "
        + "cost \(costs[0].text) per user"
    }
    return "Evaluation of \(policyName), \(what), \(lambdas.count) λ"
  }

  package func display() -> Report {
    var facts: [Card.Fact] = [
      .init("policy", policyName),
      .init(
        "made by", estimator,
        note: kind == .truth ? "the truth, by running the policy" : "estimated from the log"),
      .init(
        "users", NumberText.display(users),
        note: population > users
          ? "of \(NumberText.display(population)); the others count as zero" : ""),
    ]
    if let behaviourOutcome, let behaviourCost {
      facts.append(
        .init(
          "the log's own policy",
          "\(outcomeName) \(NumberText.display(behaviourOutcome.value)), cost "
            + NumberText.display(behaviourCost.value), note: "per user, as logged"))
    }
    if outcomes.contains(where: { $0.spread != nil }), !spreadMeaning.isEmpty {
      facts.append(.init("±", "spread", note: spreadMeaning))
    }
    return Report([
      .card(Card(title: "Evaluation", facts: facts, warnings: notes)), .table(estimateTable),
    ])
  }

  private var estimateTable: TableBlock {
    var columns: [TableBlock.Column] = [
      .init("λ"), .init(outcomeName, unit: "per user"), .init("±"), .init("cost", unit: "per user"),
      .init("±"),
    ]
    let outcomeTexts = OperatorKit.columns(outcomes)
    let costTexts = OperatorKit.columns(costs)
    var texts = [
      dependsOnLambda ? lambdas.map { NumberText.display($0) } : lambdas.map { _ in "any" },
      outcomeTexts.values, outcomeTexts.spreads, costTexts.values, costTexts.spreads,
    ]
    if let supportShare {
      columns.append(.init("support", unit: "of decisions"))
      texts.append(supportShare.map(NumberText.percent))
    }
    return TableBlock(
      columns: columns, rows: lambdas.indices.map { row in texts.map { $0[row] } })
  }
}
