// How a script sees evaluations: J(λ) and C(λ) with their spreads and their caveats.
import Data
package import Estimation
package import Reporting

/// The fields of one estimated number.
package let estimateType: ValueType = .record([
  "value": .number, "spread": .number, "lower": .number, "upper": .number,
])

/// Values and bounds of one column of estimates with the same decimals: four digits of the typical
/// value, and no digit of a bound beyond the value's.
package func columns(_ estimates: [Estimate]) -> (values: [String], bounds: [String]) {
  let sizes = estimates.map { abs($0.value) }.filter { $0.isFinite && $0 > 0 }.sorted()
  let typical = sizes.isEmpty ? 1 : sizes[sizes.count / 2]
  var decimals = 3
  var limit = 1.0
  while decimals > 0, typical >= limit * 10 {
    decimals -= 1
    limit *= 10
  }
  if typical < 1 { decimals = 4 }
  func text(_ number: Double) -> String { NumberText.fixed(number, decimals: decimals) }
  return (
    estimates.map { text($0.value) },
    estimates.map { estimate in
      estimate.interval.map { "\(text($0.lowerBound)) … \(text($0.upperBound))" }
        ?? NumberText.missing
    }
  )
}

extension Estimate {
  /// Without bounds there are none, unless the value is exact: then it is its own.
  func record(of kind: Evaluation.Kind) -> Value {
    let (lower, upper) = bounds(of: kind)
    return .record(
      Record([
        ("value", .number(value)), ("spread", spread.map(Value.number) ?? Value.none),
        ("lower", lower.map(Value.number) ?? Value.none),
        ("upper", upper.map(Value.number) ?? Value.none),
      ]))
  }

  func bounds(of kind: Evaluation.Kind) -> (lower: Double?, upper: Double?) {
    let own = kind == .truth ? value : nil
    return (interval?.lowerBound ?? own, interval?.upperBound ?? own)
  }

  /// Columns of values and of bounds, missing where there are none.
  static func cells(_ estimates: [Estimate], of kind: Evaluation.Kind) -> [Column] {
    let bounds = estimates.map { $0.bounds(of: kind) }
    return [
      .number(estimates.map(\.value)), .number(bounds.map { $0.lower ?? .nan }),
      .number(bounds.map { $0.upper ?? .nan }),
    ]
  }

  /// What stands in an estimate's place where there is no support.
  package static var missing: Value {
    .record(
      Record([
        ("value", Value.none), ("spread", Value.none), ("lower", Value.none),
        ("upper", Value.none),
      ]))
  }

  /// `11.98 (11.71 … 12.24)`, or the value alone.
  package var text: String {
    guard interval != nil else { return NumberText.display(value) }
    let texts = columns([self])
    return "\(texts.values[0]) (\(texts.bounds[0]))"
  }
}

extension Evaluation {
  /// What the bounds are called: "95% interval" where that is earned at every λ, "95% spread" where at none,
  /// "95% bounds" where λ differ.
  package var boundsName: String {
    boundsTitle(of: standings.isEmpty ? [standing] : standings, confidence: confidence)
  }

  /// How far the numbers can be trusted, and why.
  package var trust: Card.Fact {
    let earned = standings.count { $0 == .interval }
    guard earned > 0, earned < standings.count else {
      return trusted(standing, kind: kind, confidence: confidence)
    }
    return .init(
      "trust",
      "\(NumberText.percent(confidence)) interval at \(earned) of \(standings.count) λ, a spread at the "
        + "others", note: standing.reasons.joined(separator: "; "))
  }
}

/// How far one or more numbers of one standing can be trusted, and why.
func trusted(_ standing: Standing, kind: Evaluation.Kind, confidence: Double) -> Card.Fact {
  switch standing {
  case .interval:
    .init(
      "trust", "\(NumberText.percent(confidence)) interval",
      note: kind == .truth
        ? "over the customers that were played" : "over users; see docs/coverage.md")
  case .spread(let reasons):
    .init("trust", "a spread: its bounds may be too narrow", note: reasons.joined(separator: "; "))
  case .unknown(let reasons):
    .init("trust", "no bounds", note: reasons.joined(separator: "; "))
  }
}

/// The name of a column of bounds with these standings.
func boundsTitle(of standings: [Standing], confidence: Double) -> String {
  let share = NumberText.percent(confidence)
  if standings.allSatisfy({ $0 == .interval }) { return "\(share) interval" }
  return standings.contains(.interval) ? "\(share) bounds" : "\(share) spread"
}

/// What bounds are at each λ, for a table whose rows differ in that; else nothing.
func boundsKinds(_ standings: [Standing]) -> [String]? {
  guard standings.contains(.interval), standings.contains(where: { $0 != .interval }) else {
    return nil
  }
  return standings.map { standing in
    switch standing {
    case .interval: "interval"
    case .spread: "spread"
    case .unknown: "none"
    }
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
        .init("confidence", .number, "of the bounds"),
        .init(
          "standing", .text,
          "what the bounds are at all λ: interval, or spread where coverage is not established, or unknown"
        ),
        .init("standings", .list(.text), "what they are at each λ"),
        .init("reasons", .list(.text), "why the bounds are no interval"),
        .init("unsupported", .list(.number), "λ at which the log supports no estimate"),
        .init("table", .table(Self.schema), "all entries with an estimate as a table"),
        .init("notes", .list(.text), "caveats"),
      ])
  }

  private static let schema = Schema([
    .init("lambda", .number), .init("outcome", .number), .init("outcome_lower", .number),
    .init("outcome_upper", .number), .init("cost", .number), .init("cost_lower", .number),
    .init("cost_upper", .number), .init("standing", .text),
  ])

  package func field(_ name: String) -> Value? {
    switch name {
    case "policy": .text(policyName)
    case "estimator": .text(estimator)
    case "lambdas": .list(entries.map { .number($0.lambda) })
    case "outcome":
      .list(entries.map { $0.index.map { outcomes[$0].record(of: kind) } ?? Estimate.missing })
    case "cost":
      .list(entries.map { $0.index.map { costs[$0].record(of: kind) } ?? Estimate.missing })
    case "confidence": .number(confidence)
    case "standing": .text(standing.word)
    case "standings":
      .list(entries.map { .text($0.index.map { standings[$0].word } ?? "unknown") })
    case "reasons": .list(standing.reasons.map(Value.text))
    case "unsupported": .list(refusals.map { .number($0.lambda) })
    case "table": .table(table)
    case "notes": .list(notes.map(Value.text))
    default: nil
    }
  }

  /// Every λ that was asked for, ascending, with its place among the numbers; none without support.
  private var entries: [(lambda: Double, index: Int?)] {
    let supported = lambdas.enumerated().map { (lambda: $0.element, index: Int?($0.offset)) }
    let refused = refusals.map { (lambda: $0.lambda, index: Int?.none) }
    return (supported + refused).sorted { $0.lambda < $1.lambda }
  }

  private var table: Table {
    Table(
      names: Self.schema.names,
      columns: [.number(lambdas)] + Estimate.cells(outcomes, of: kind)
        + Estimate.cells(costs, of: kind) + [.text(TextColumn(standings.map(\.word)))])
  }

  package var headline: String {
    let what = kind == .truth ? "truth by \(estimator)" : "estimate by \(estimator)"
    let unsupported = refusals.isEmpty ? "" : ", \(refusals.count) without support"
    guard !lambdas.isEmpty else { return "Evaluation of \(policyName) by \(estimator): no support" }
    guard dependsOnLambda, lambdas.count > 1 else {
      return "Evaluation of \(policyName), \(what): \(outcomeName) \(outcomes[0].text), "
        + "cost \(costs[0].text) per user"
    }
    return "Evaluation of \(policyName), \(what), \(lambdas.count) λ\(unsupported)"
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
    facts.append(trust)
    if !state.isEmpty {
      facts.append(
        .init("state", state.joined(separator: ", "), note: "what the bounds take the state to be"))
    }
    return Report([
      .card(Card(title: "Evaluation", facts: facts, warnings: refusalNotes + notes)),
      .table(estimateTable),
    ])
  }

  /// One line for every reason, with the λ that it holds at.
  private var refusalNotes: [String] {
    var reasons: [String] = []
    for refusal in refusals where !reasons.contains(refusal.reason) {
      reasons.append(refusal.reason)
    }
    return reasons.map { reason in
      let places = refusals.filter { $0.reason == reason }.map { NumberText.display($0.lambda) }
      let place = dependsOnLambda ? " at λ = " + places.joined(separator: ", ") : ""
      return "no support\(place): \(reason)"
    }
  }

  private var estimateTable: TableBlock {
    let bounds = boundsName
    var columns: [TableBlock.Column] = [
      .init("λ"), .init(outcomeName, unit: "per user"), .init(bounds),
      .init("cost", unit: "per user"), .init(bounds),
    ]
    let outcomeTexts = OperatorKit.columns(outcomes)
    let costTexts = OperatorKit.columns(costs)
    var texts = [
      outcomeTexts.values, outcomeTexts.bounds, costTexts.values, costTexts.bounds,
    ]
    if let kinds = boundsKinds(standings) {
      columns.append(.init("bounds are", alignment: .left))
      texts.append(kinds)
    }
    if let supportShare {
      columns.append(.init("support", unit: "of decisions"))
      texts.append(supportShare.map(NumberText.percent))
    }
    // What it brings and costs comes first; how the numbers came about gives way.
    let givesWay = Array((5..<max(5, columns.count)).reversed()) + [4, 2]
    let unsupported = ["no support"] + [String](repeating: "", count: texts.count - 1)
    return TableBlock(
      columns: columns,
      rows: entries.map { entry in
        [dependsOnLambda ? NumberText.display(entry.lambda) : "any"]
          + (entry.index.map { row in texts.map { $0[row] } } ?? unsupported)
      }, givesWay: givesWay)
  }
}
