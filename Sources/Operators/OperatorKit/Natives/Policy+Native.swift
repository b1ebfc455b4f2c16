// How a script sees policies: what they read, what they learned, how the training went.
import Data
package import Learning
package import Reporting

extension Policy: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Policy", "what to do in a state at a price λ",
      fields: [
        .init("name", .text, "how it was made"),
        .init("levels", .list(.text), "coupon levels that it chooses from"),
        .init("lambdas", .list(.number), "the grid that it was trained on; empty without λ"),
        .init("state", .list(.text), "state columns that it reads"),
        .init(
          "inputs", .table(Schema([.init("column", .text), .init("weight", .number)])),
          "state columns that mattered, with their weight; `pooled 1` is a direction in which many vary together"
        ),
        .init(
          "curve", .table(Self.curveSchema),
          "the learning curve; held_out is the loss of the heads' mean on held-out users, in the picked trial"
        ),
        .init(
          "trials", .table(Self.trialSchema),
          "what was tried on held-out users: each one's loss above the best of its round; empty where nothing was"
        ),
        .init(
          "imitation", .table(Self.imitationSchema),
          "the learning curve of the model of the log, with its loss on held-out users"),
        .init(
          "support", .number,
          "share of the levels that the support filter keeps; 1 without a filter"),
        .init("digest", .text, "fingerprint of the data that it was trained on"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "name": .text(self.name)
    case "levels": .list(levels.map { .text($0.label) })
    case "lambdas": .list((lambdas?.values ?? []).map(Value.number))
    case "state": .list(stateNames.map(Value.text))
    case "inputs":
      .table(
        Table(
          names: ["column", "weight"],
          columns: [
            .text(TextColumn(mattering.map(\.column))), .number(mattering.map(\.weight)),
          ]))
    case "curve": .table(curve)
    case "trials": .table(trials)
    case "imitation": .table(imitation)
    case "support": .number(summary?.supportShare ?? 1)
    case "digest": .text(summary?.digest ?? "")
    default: nil
    }
  }

  /// Inputs that survived, the heaviest first.
  var mattering: [TrainingSummary.Input] {
    (summary?.inputs ?? []).filter(\.survived)
      .enumerated()
      .sorted { ($0.element.weight, -$0.offset) > ($1.element.weight, -$1.offset) }
      .map(\.element)
  }

  package var headline: String {
    let steps = summary.map { ", \(NumberText.display($0.steps)) steps" } ?? ""
    return switch deployment {
    case .some(.fixed(let lambda)): "Policy \(name) at λ = \(NumberText.display(lambda))"
    case .some(.mixture(let low, let high, let share, _)):
      "Policy \(name), λ = \(NumberText.display(low)) for \(wholePercent(share)) of users, "
        + "\(NumberText.display(high)) for the others"
    case .none:
      if let range = lambdaRange {
        "Policy \(name), λ \(NumberText.display(range.lowerBound))–"
          + "\(NumberText.display(range.upperBound))\(steps)"
      } else {
        "Policy \(name)"
      }
    }
  }

  package func display() -> Report {
    if case .segments(let plan) = rule { return display(plan) }
    guard let summary else { return Report([.line(headline)]) }
    let settings = summary.configuration
    var facts: [Card.Fact] = [
      .init("policy", String(headline.dropFirst("Policy ".count))),
      .init(
        "learned from", count(summary.decisions, "decision"),
        note: "of \(count(summary.users, "user"))"
          + (summary.excluded > 0
            ? ", \(NumberText.display(summary.excluded)) left out: cut off before their next state"
            : "")),
      .init(
        "network", settings.hidden.map(String.init).joined(separator: "-"),
        note: "\(count(settings.heads, "head")), seed \(settings.seed)"),
    ]
    facts += pickedFact
    facts.append(
      .init(
        "inputs that matter", mattering.isEmpty ? "none" : names(mattering), note: inputNote))
    if generative != nil, settings.method.hasSupportFilter {
      facts.append(
        .init(
          "support", NumberText.percent(summary.supportShare),
          note: "of the levels are kept by the filter, " + filterNote))
    }
    facts.append(
      .init(
        "values",
        "\(NumberText.display(summary.lowestValue)) to "
          + NumberText.display(summary.highestValue),
        note: valueNote(settings)))
    facts.append(.init("data", summary.digest, note: "fingerprint"))
    return Report([.card(Card(title: "Policy", facts: facts))] + inputTable)
  }

  /// What the filter looks at.
  private var filterNote: String {
    let read = supportInputs ?? []
    let all = encoder.sourceNames
    if read.isEmpty { return "alike in every state" }
    if read.count == all.count { return "which reads every input" }
    return read.count <= 6
      ? "which reads " + read.joined(separator: ", ")
      : "which reads \(read.count) of \(all.count) inputs"
  }

  private func names(_ inputs: [TrainingSummary.Input]) -> String {
    inputs.count <= 6
      ? inputs.map(\.column).joined(separator: ", ")
      : inputs.prefix(6).map(\.column).joined(separator: ", ") + " … \(inputs.count) in all"
  }
}
