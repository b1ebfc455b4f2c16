// What a policy's training left for a reader: how strongly it reads each input, and how the model of the
// log was stopped.
import Data
import Learning
import Reporting

extension Policy {
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

  /// Up to twenty cells, to an eighth of a cell.
  private func bar(_ share: Double) -> String {
    let eighths = max(1, Int((share * 160).rounded()))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
