// Policies side by side, as `compare` returns them.
package import Allocation
import Data
import Estimation
package import Reporting

package struct Comparison: NativeValue, ValueConvertible {
  package var rows: [ComparisonRow]
  /// Per user, when every policy was set to one budget.
  package var budget: Double?
  package var notes: [String]

  package init(rows: [ComparisonRow], budget: Double?, notes: [String]) {
    self.rows = rows
    self.budget = budget
    self.notes = notes
  }

  private static let schema = Schema([
    .init("policy", .text), .init("estimator", .text), .init("lambda", .number),
    .init("outcome", .number), .init("outcome_spread", .number), .init("cost", .number),
    .init("cost_spread", .number), .init("standing", .text),
  ])

  package static var nativeType: NativeType {
    NativeType(
      "Comparison", "policies side by side",
      fields: [
        .init("table", .table(schema), "one row for each policy and λ"),
        .init("best", .text, "the policy with the best outcome per user"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "table": .table(table)
    case "best":
      rows.max { $0.outcome.value < $1.outcome.value }.map { .text($0.policyName) } ?? Value.none
    default: nil
    }
  }

  private var table: Table {
    Table(
      names: Self.schema.names,
      columns: [
        .text(TextColumn(rows.map(\.policyName))), .text(TextColumn(rows.map(\.estimator))),
        .number(rows.map { $0.lambda ?? .nan }), .number(rows.map(\.outcome.value)),
        .number(rows.map { $0.outcome.spread ?? .nan }), .number(rows.map(\.cost.value)),
        .number(rows.map { $0.cost.spread ?? .nan }),
        .text(TextColumn(rows.map(\.standing.word))),
      ])
  }

  package var headline: String { "Comparison, \(count(rows.count, "row"))" }

  package func display() -> Report {
    let outcomeName = rows.first?.outcomeName ?? "outcome"
    let outcomeTexts = OperatorKit.columns(rows.map(\.outcome))
    let costTexts = OperatorKit.columns(rows.map(\.cost))
    let marks = rows.map { row in
      budget.map { row.cost.value > $0 * (1 + 1e-9) ? "over" : "" } ?? ""
    }
    let texts = [
      rows.map(\.policyName), rows.map(\.estimator), rows.map(lambdaText), outcomeTexts.values,
      outcomeTexts.bounds, costTexts.values, costTexts.bounds, rows.map(\.boundsKind),
      rows.map { $0.outcomePerCost.map { NumberText.display($0) } ?? "–" }, marks,
    ]
    var columns: [TableBlock.Column] = [
      .init("policy", alignment: .left), .init("by", alignment: .left),
      .init("λ", alignment: .left), .init(outcomeName, unit: "per user"), .init("bounds"),
      .init("cost", unit: "per user"), .init("bounds"), .init("bounds are", alignment: .left),
      .init("\(outcomeName) per cost"),
    ]
    if budget != nil { columns.append(.init("budget", alignment: .left)) }
    var blocks: [Block] = [
      .table(
        TableBlock(
          columns: columns,
          rows: rows.indices.map { row in texts.prefix(columns.count).map { $0[row] } },
          caption: budget.map {
            "each policy at its best for a budget of \(NumberText.display($0)) per user; "
              + "those that cannot keep to it come last, the cheapest first"
          } ?? "", givesWay: [8, 7, 1, 6, 4]))
    ]
    if !notes.isEmpty { blocks.append(.card(Card(title: "", facts: [], warnings: notes))) }
    return Report(blocks)
  }

  private func lambdaText(_ row: ComparisonRow) -> String {
    if row.mixture.count > 1 {
      return row.mixture
        .map { "\(NumberText.display($0.lambda)) (\(wholePercent($0.share)))" }
        .joined(separator: ", ")
    }
    return row.lambda.map { NumberText.display($0) } ?? "–"
  }
}

extension ComparisonRow {
  /// "interval" or "spread"; nothing where there are no bounds.
  fileprivate var boundsKind: String { cost.interval == nil ? "" : standing.word }
}
