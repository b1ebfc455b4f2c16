// What a policy's training left for a reader: its curves, what was picked on held-out users, how strongly
// it reads each input, and what its values are relative to.
import Data
import Learning
import Reporting

extension Policy {
  static let curveSchema = Schema([
    .init("step", .number), .init("loss", .number), .init("held_out", .number),
  ])

  /// The losses of the training, and at the same steps those of the picked trial on held-out users.
  var curve: Table {
    let points = summary?.losses ?? []
    let heldOut = Dictionary(
      (summary?.trialLosses ?? []).map { ($0.step, $0.heldOut) }, uniquingKeysWith: { $1 })
    return Table(
      names: Self.curveSchema.names,
      columns: [
        .number(points.map { Double($0.step) }), .number(points.map(\.loss)),
        .number(points.map { (heldOut[$0.step] ?? nil) ?? .nan }),
      ])
  }

  static let trialSchema = Schema([
    .init("round", .text), .init("terms", .number), .init("shrinkage", .number),
    .init("hidden", .text),
    .init("steps", .number), .init("inputs", .number), .init("excess", .number),
    .init("standard_error", .number),
    .init("chosen", .boolean),
  ])

  /// Free levels are 0 terms; the excess of a trial that diverged is missing, and so are the inputs where a round did not
  /// vary them.
  var trials: Table {
    let trials = summary?.trials ?? []
    return Table(
      names: Self.trialSchema.names,
      columns: [
        .text(TextColumn(trials.map(\.round))),
        .number(trials.map { Double($0.basis.terms) }), .number(trials.map(\.shrinkage)),
        .text(TextColumn(trials.map { layers($0.hidden) })),
        .number(trials.map { Double($0.steps) }),
        .number(trials.map { $0.inputs.map(Double.init) ?? .nan }),
        .number(trials.map { $0.excess ?? .nan }), .number(trials.map(\.standardError)),
        .boolean(trials.map(\.isChosen)),
      ])
  }

  /// What held-out users decided; nothing where they decided nothing.
  var pickedFact: [Card.Fact] {
    guard let summary, let trials = summary.trials, let users = summary.heldOutUsers else {
      return []
    }
    let settings = summary.configuration
    func varied<Value: Hashable>(_ setting: (TrainingSummary.Trial) -> Value) -> Bool {
      Set(trials.map(setting)).count > 1
    }
    var picked: [String] = []
    if varied(\.basis) { picked.append(count(settings.basis.terms, "term")) }
    if varied(\.shrinkage) {
      picked.append("shrinkage \(NumberText.display(settings.shrinkage))")
    }
    if varied(\.hidden) { picked.append("network \(layers(settings.hidden))") }
    if varied(\.steps) { picked.append(count(settings.steps, "step")) }
    if let inputs = trials.last(where: { $0.isChosen })?.inputs {
      picked.append(count(inputs, "input"))
    }
    guard !picked.isEmpty else { return [] }
    return [
      .init(
        "picked", picked.joined(separator: ", "), note: "on \(count(users, "held-out user"))")
    ]
  }

  /// What the range of values is of, and what it leaves out.
  func valueNote(_ settings: Configuration) -> String {
    let what =
      settings.method.looksAhead
      ? "discounted reward − λ cost" : "reward − λ cost of the decision itself"
    if settings.dueling { return what + ", beyond the mean of the state's levels" }
    return settings.shaping ? what + ", beyond the log's own policy" : what
  }

  /// State columns that shrinkage removed, and what a pooled input is.
  var inputNote: String {
    let columns = encoder.entries.count
    let inputs = summary?.inputs ?? []
    let gone = inputs.prefix(columns).filter { !$0.survived }.count
    let pooled = inputs.dropFirst(columns).enumerated().filter { $0.element.survived }
    let alone = pooled.isEmpty ? "" : " on their own"
    var notes = gone > 0 ? ["\(count(gone, "state column")) shrunk to nothing\(alone)"] : []
    if let first = pooled.first, let weights = encoder.pooled?[first.offset] {
      let together = weights.filter { $0 != 0 }.count
      let names = pooled.map(\.element.column).joined(separator: ", ")
      notes.append(
        "\(names): \(pooled.count == 1 ? "a direction" : "directions") in which "
          + "\(count(together, "column")) vary together")
    }
    return notes.joined(separator: "; ")
  }

  static let imitationSchema = Schema([
    .init("step", .number), .init("loss", .number), .init("held_out", .number),
  ])

  var imitation: Table {
    let points = summary?.imitation ?? []
    return Table(
      names: Self.imitationSchema.names,
      columns: [
        .number(points.map { Double($0.step) }), .number(points.map(\.loss)),
        .number(points.map { $0.heldOut ?? .nan }),
      ])
  }

  /// The strongest inputs with a bar for each; nothing when none survived.
  var inputTable: [Block] {
    let inputs = mattering
    guard let strongest = inputs.first?.weight, strongest > 0 else { return [] }
    let shown = inputs.prefix(8)
    return [
      .table(
        TableBlock(
          columns: [
            .init("input", alignment: .left), .init("weight"), .init("", alignment: .left),
          ],
          rows: shown.map { input in
            [
              input.column, NumberText.fixed(input.weight, decimals: strongest < 1 ? 4 : 2),
              bar(input.weight / strongest),
            ]
          }, totalRows: inputs.count, caption: "how strongly the network reads each input"))
    ]
  }

  private func layers(_ widths: [Int]) -> String {
    widths.map(String.init).joined(separator: "-")
  }

  /// Up to twenty cells, to an eighth of a cell.
  private func bar(_ share: Double) -> String {
    let eighths = max(1, Int((share * 160).rounded()))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}

extension Configuration.Basis {
  /// Legendre terms; 0 frees every level.
  fileprivate var terms: Int {
    if case .smooth(let terms) = self { return terms }
    return 0
  }
}
