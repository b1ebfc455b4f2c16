// How a script sees whether a log covers what a policy would bring about.
import Data
package import Estimation
package import Reporting

extension Coverage: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Coverage", "whether a log holds the states and coupons that a policy would bring about",
      fields: [
        .init("policy", .text, "the policy's name"),
        .init("share", .number, "share of steps with a close match, at the λ where it is lowest"),
        .init(
          "log_share", .number,
          "the same for the coupons that the log really gave: the most that can be expected"),
        .init("lambda", .number, "the λ of `share`"),
        .init("verdict", .text, "the answer in words"),
        .init(
          "warnings", .list(.text), "what a reader of an estimate must know; empty when all is well"
        ),
        .init(
          "inputs", .list(.text),
          "state columns that likeness is judged by, and directions in which many vary together"),
        .init("table", .table(Self.schema), "one row for each λ"),
        .init("steps", .table(Self.stepSchema), "one row for each λ and decision number"),
        .init("segments", .table(Self.segmentSchema), "one row for each λ and segment"),
        .init("drift", .table(Self.driftSchema), "one row for each λ and number column"),
      ])
  }

  private static let schema = Schema([
    .init("lambda", .number), .init("share", .number), .init("whole_paths", .number),
    .init("steps", .number), .init("used", .number), .init("effective", .number),
    .init("stranded", .number),
  ])
  private static let stepSchema = Schema([
    .init("lambda", .number), .init("decision", .number), .init("paths", .number),
    .init("share", .number),
  ])
  private static let segmentSchema = Schema([
    .init("lambda", .number), .init("segment", .text), .init("steps", .number),
    .init("share", .number),
  ])
  private static let driftSchema = Schema([
    .init("lambda", .number), .init("column", .text), .init("low", .number),
    .init("high", .number), .init("outside", .number),
  ])

  package func field(_ name: String) -> Value? {
    switch name {
    case "policy": .text(policyName)
    case "share": .number(worst.overall.value)
    case "log_share": .number(log.overall.value)
    case "lambda": dependsOnLambda ? .number(worst.lambda) : Value.none
    case "verdict": .text(verdict)
    case "warnings": .list(warnings.map(Value.text))
    case "inputs": .list(inputs.map(Value.text))
    case "table":
      .table(
        Table(
          names: Self.schema.names,
          columns: [
            .number(entries.map(lambda)), .number(entries.map(\.overall.value)),
            .number(entries.map { Double($0.wholePaths) / Double(max(paths, 1)) }),
            .number(entries.map { Double($0.overall.steps) }),
            .number(entries.map { Double($0.used) }), .number(entries.map(\.effective)),
            .number(entries.map { Double($0.stranded) }),
          ]))
    case "steps": .table(stepTable)
    case "segments": .table(segmentTable)
    case "drift": .table(driftTable)
    default: nil
    }
  }

  private func lambda(_ entry: Entry) -> Double { dependsOnLambda ? entry.lambda : .nan }

  private var stepTable: Table {
    let rows = entries.flatMap { entry in
      entry.byDecision.enumerated().map { (lambda(entry), Double($0 + 1), $1) }
    }
    return Table(
      names: Self.stepSchema.names,
      columns: [
        .number(rows.map(\.0)), .number(rows.map(\.1)), .number(rows.map { Double($0.2.steps) }),
        .number(rows.map(\.2.value)),
      ])
  }

  private var segmentTable: Table {
    let rows = entries.flatMap { entry in
      entry.bySegment.enumerated().filter { $0.element.steps > 0 }
        .map { (lambda(entry), segments.name($0.offset), $0.element) }
    }
    return Table(
      names: Self.segmentSchema.names,
      columns: [
        .number(rows.map(\.0)), .text(TextColumn(rows.map(\.1))),
        .number(rows.map { Double($0.2.steps) }), .number(rows.map(\.2.value)),
      ])
  }

  private var driftTable: Table {
    let rows = entries.flatMap { entry in entry.drifts.map { (lambda(entry), $0) } }
    return Table(
      names: Self.driftSchema.names,
      columns: [
        .number(rows.map(\.0)), .text(TextColumn(rows.map(\.1.column))),
        .number(rows.map(\.1.low)), .number(rows.map(\.1.high)), .number(rows.map(\.1.outside)),
      ])
  }

  /// Below this part of the log's own share a warning is due.
  private static let lowPart = 0.8

  private var isLow: Bool { worst.overall.value < Self.lowPart * log.overall.value }

  private func place(_ entry: Entry) -> String {
    if !dependsOnLambda { return "" }
    return isMixture ? " with its mix of two λ" : " at λ = \(NumberText.display(entry.lambda))"
  }

  package var verdict: String {
    let share = wholePercent(worst.overall.value)
    let own = "the log's own coupons, followed in the same way: \(wholePercent(log.overall.value))"
    if isLow {
      return "the policy leaves the log: for only \(share) of its steps\(place(worst)) did "
        + "another user in a similar state get the same coupon (\(own))"
    }
    return "the log covers the policy: for \(share) of its steps\(place(worst)) another user in a "
      + "similar state got the same coupon (\(own))"
  }

  package var warnings: [String] {
    let worst = worst
    var warnings: [String] = []
    if isLow {
      warnings.append(
        "the policy leaves the log\(place(worst)): what an estimate says of "
          + "\(wholePercent(1 - worst.overall.value)) of its steps is extrapolated")
    }
    if worst.stranded > 0 {
      warnings.append(
        "\(count(worst.stranded, "path")) of \(NumberText.display(paths)) ended\(place(worst)) at a "
          + "coupon that no other user got")
    }
    if let thin = entries.min(by: { $0.effective < $1.effective }), thin.overall.steps > 0,
      thin.effective < min(200, 0.2 * Double(thin.overall.steps))
    {
      warnings.append(
        "\(count(thin.overall.steps, "step"))\(place(thin)) rest on effectively "
          + "\(NumberText.display(Int(thin.effective.rounded()))) logged decisions")
    }
    let drifted = zip(worst.drifts, log.drifts).filter { $0.outside > $1.outside + 0.1 }.map(\.0)
      .sorted { $0.outside > $1.outside }
    if !drifted.isEmpty {
      warnings.append(
        "the paths\(place(worst)) lead to the edge of what was logged: outside the 1–99% range of "
          + drifted.prefix(4).map { "\($0.column) for \(wholePercent($0.outside)) of the states" }
          .joined(separator: ", "))
    }
    return warnings
  }

  package var headline: String {
    "Coverage of \(policyName): \(wholePercent(worst.overall.value)) of its steps are in the log"
      + (entries.count > 1 ? place(worst) : "")
  }

  package func display() -> Report {
    let facts: [Card.Fact] = [
      .init("policy", policyName),
      .init("verdict", verdict),
      .init(
        "paths", NumberText.display(paths),
        note:
          "from users' first states, stitched from \(NumberText.display(sample)) logged decisions"),
      .init(
        "likeness by", shortened(inputs),
        note: "as near as 95% of the log's own decisions are to another user's"),
    ]
    var blocks: [Block] = [
      .card(Card(title: "Coverage", facts: facts, warnings: warnings)), .table(entryTable),
      .table(decisionTable),
    ]
    if !segments.columns.isEmpty { blocks.append(.table(segmentBlock)) }
    return Report(blocks)
  }

  /// How a reader calls an entry.
  package func entryName(_ entry: Entry) -> String {
    if !dependsOnLambda { return "any λ" }
    return isMixture ? "mix" : "λ \(NumberText.display(entry.lambda))"
  }

  private var entryTable: TableBlock {
    TableBlock(
      columns: [
        .init("", alignment: .left), .init("covered", unit: "of steps"),
        .init("covered", unit: "whole paths"), .init("steps"), .init("decisions", unit: "used"),
        .init("decisions", unit: "effectively"), .init("most drift", alignment: .left),
      ],
      rows: (entries + [log]).enumerated().map { index, entry in
        let drift = entry.drifts.max { $0.outside < $1.outside }
        return [
          index < entries.count ? entryName(entry) : "the log's own",
          wholePercent(entry.overall.value),
          wholePercent(Double(entry.wholePaths) / Double(max(paths, 1))),
          NumberText.display(entry.overall.steps), NumberText.display(entry.used),
          NumberText.display(Int(entry.effective.rounded())),
          drift.map { "\($0.column) \(wholePercent($0.outside))" } ?? "",
        ]
      }, caption: "drift: share of the states outside the log's own 1–99% range")
  }

  private var decisionTable: TableBlock {
    let last = entries.map(\.byDecision.count).max() ?? 0
    let shown = thinned(last, to: 10)
    return TableBlock(
      columns: [.init("decision")] + entries.map { .init(entryName($0)) }
        + [.init("the log's own")],
      rows: shown.map { number in
        ["\(number + 1)"]
          + (entries + [log]).map { entry in
            entry.byDecision.indices.contains(number)
              ? wholePercent(entry.byDecision[number].value) : NumberText.missing
          }
      }, caption: "covered steps by decision number")
  }

  private var segmentBlock: TableBlock {
    let present = segments.labels.indices.filter { segment in
      entries.contains { $0.bySegment[segment].steps > 0 }
    }
    return TableBlock(
      columns: [.init("segment", alignment: .left)] + entries.map { .init(entryName($0)) },
      rows: present.prefix(30).map { segment in
        [segments.name(segment)]
          + entries.map { entry in
            entry.bySegment[segment].steps > 0
              ? wholePercent(entry.bySegment[segment].value) : NumberText.missing
          }
      }, totalRows: present.count, caption: "covered steps by segment")
  }

  private func shortened(_ names: [String]) -> String {
    if names.isEmpty { return "nothing: all states are alike to it" }
    return names.count <= 6
      ? names.joined(separator: ", ")
      : names.prefix(5).joined(separator: ", ") + " … \(names.count) in all"
  }
}
