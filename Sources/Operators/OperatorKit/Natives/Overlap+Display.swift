// The display of an overlap: a card with the verdict, then λ, segments, levels and calibration as tables.
import Data
import Estimation
package import Reporting

extension Overlap {
  package func display() -> Report {
    var facts: [Card.Fact] = [
      .init("policy", policyName)
    ]
    facts += answers.map { .init($0.estimators, $0.grade, note: $0.note) }
    facts += [
      .init(
        "support", "a probability of \(NumberText.display(leastProbability)) or more",
        note: "with which the log took the policy's decision in the same state"),
      .init(
        "probabilities", isKnown ? "the log's own" : "estimated",
        note: isKnown
          ? "logged, or known by design" : "judged below on users that they were not fitted to"),
    ]
    if let calibration {
      facts.append(
        .init(
          "log-loss", NumberText.fixed(calibration.logLoss, decimals: 4),
          note:
            "\(NumberText.fixed(calibration.marginalLogLoss, decimals: 4)) with each level's frequency"
        ))
      if calibration.expectedError.isFinite {
        facts.append(
          .init(
            "calibration error", NumberText.fixed(calibration.expectedError, decimals: 4),
            note: "mean gap between probability and frequency"))
      }
    }
    var blocks: [Block] = [
      .card(Card(title: "Overlap", facts: facts, warnings: warnings)), .table(entryTable),
    ]
    let names = segments.labels.indices.map { segments.name($0) }
    if !segments.columns.isEmpty {
      blocks.append(.table(partTable("segment", names, \.bySegment)))
    }
    blocks.append(.table(partTable("coupon", levels.map(\.label), \.byLevel)))
    if let calibration, !calibration.bins.isEmpty {
      blocks.append(.table(calibrationTable(calibration)))
    }
    return Report(blocks)
  }

  private static let mostRows = 30

  private func name(_ entry: Entry) -> String {
    if !dependsOnLambda { return "any λ" }
    return isMixture ? "mix" : "λ \(NumberText.display(entry.lambda))"
  }

  private var shown: [Entry] { thinned(entries.count, to: 7).map { entries[$0] } }

  private func size(_ number: Double) -> String {
    number < 9.95
      ? NumberText.fixed(number, decimals: 1) : NumberText.display(Int(number.rounded()))
  }

  private func percent(_ share: Double) -> String {
    share.isFinite ? wholePercent(share) : NumberText.missing
  }

  private var entryTable: TableBlock {
    TableBlock(
      columns: [
        .init("", alignment: .left), .init("support", unit: "of decisions"),
        .init("decisions", unit: "effectively"), .init("users", unit: "effectively"),
        .init("whole episodes", unit: "users, effectively"), .init("largest", unit: "ratio"),
      ],
      rows: shown.map { entry in
        [
          name(entry), percent(entry.all.support), size(entry.all.effective), size(entry.users),
          size(entry.episodeUsers), size(entry.largestRatio),
        ]
      },
      caption: "of \(NumberText.display(decisions)) decisions of \(NumberText.display(users)) users"
        + (shown.count < entries.count
          ? "; \(NumberText.display(entries.count)) λ are in the table field" : ""),
      givesWay: [5, 3])
  }

  /// Shares of the policy's decisions with support, and how many logged ones agree.
  private func partTable(_ title: String, _ names: [String], _ path: (Entry) -> [Part])
    -> TableBlock
  {
    let present = names.indices.filter { index in
      entries.contains { path($0)[index].decisions > 0 }
    }
    let shown = thinned(entries.count, to: 4).map { entries[$0] }
    return TableBlock(
      columns: [.init(title, alignment: .left)]
        + shown.flatMap { entry -> [TableBlock.Column] in
          [.init(name(entry), unit: "support"), .init("decisions", unit: "effectively")]
        },
      rows: present.prefix(Self.mostRows).map { index in
        [names[index]]
          + shown.flatMap { entry -> [String] in
            let part = path(entry)[index]
            return part.decisions > 0
              ? [percent(part.support), size(part.effective)] : [NumberText.missing, ""]
          }
      }, totalRows: present.count)
  }

  private func calibrationTable(_ calibration: Calibration) -> TableBlock {
    TableBlock(
      columns: [
        .init("pairs", unit: "decision and level"), .init("probability", unit: "mean"),
        .init("given", unit: "share"),
      ],
      rows: calibration.bins.map { bin in
        [
          NumberText.display(bin.count), NumberText.fixed(bin.predicted, decimals: 4),
          NumberText.fixed(bin.observed, decimals: 4),
        ]
      },
      caption: calibration.isHeldOut
        ? "probabilities against what happened, on users that they were not fitted to"
        : "the log's probabilities against what happened")
  }
}
