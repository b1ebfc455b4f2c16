// How a script sees the frontier of cost and outcome.
package import Allocation
import Data
package import Estimation
package import Reporting

extension Frontier: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Frontier", "what each λ costs and brings, made monotone",
      fields: [
        .init("lambdas", .list(.number), "λ by ascending value"),
        .init("cost", .list(.number), "monotone cost per user of each λ"),
        .init("outcome", .list(.number), "monotone outcome per user of each λ"),
        .init("efficient", .list(.number), "λ that no mixture of others beats"),
        .init(
          "standing", .text, "what the bounds and bands are at all λ: interval, spread or unknown"),
        .init("table", .table(schema), "estimates, bounds, bands and monotone values by λ"),
      ])
  }

  private static let schema = Schema(
    (["lambda"]
      + ["outcome", "cost"].flatMap { name in
        ["", "_lower", "_upper", "_band_lower", "_band_upper", "_monotone"].map { name + $0 }
      }).map { .init($0, .number) } + [.init("efficient", .boolean), .init("standing", .text)])

  package func field(_ name: String) -> Value? {
    switch name {
    case "lambdas": .list(points.map { .number($0.lambda) })
    case "cost": .list(points.map { .number($0.monotoneCost) })
    case "outcome": .list(points.map { .number($0.monotoneOutcome) })
    case "efficient": .list(efficient.map { .number(points[$0].lambda) })
    case "standing": .text(standing.word)
    case "table": .table(table)
    default: nil
    }
  }

  private var table: Table {
    func columns(
      _ estimate: (Point) -> Estimate, _ band: (Point) -> ClosedRange<Double>?,
      _ monotone: (Point) -> Double
    ) -> [Column] {
      Estimate.cells(points.map(estimate), of: kind) + [
        .number(points.map { band($0)?.lowerBound ?? .nan }),
        .number(points.map { band($0)?.upperBound ?? .nan }), .number(points.map(monotone)),
      ]
    }
    return Table(
      names: Self.schema.names,
      columns: [.number(points.map(\.lambda))]
        + columns(\.outcome, \.outcomeBand, \.monotoneOutcome)
        + columns(\.cost, \.costBand, \.monotoneCost) + [
          .boolean(points.map(\.isEfficient)), .text(TextColumn(points.map(\.standing.word))),
        ])
  }

  package var headline: String {
    "Frontier of \(policyName), \(count(points.count, "point")), "
      + "\(NumberText.display(efficient.count)) efficient"
  }

  /// "95% band, all λ at once" where coverage was established, "95% spread, all λ at once" where not. Where it
  /// was at some λ, the band holds at those.
  package var bandName: String {
    let share = NumberText.percent(confidence)
    let earned = points.count { $0.standing == .interval }
    if earned == points.count { return "\(share) band, all λ at once" }
    if earned == 0 { return "\(share) spread, all λ at once" }
    return "\(share) band at \(earned) of \(points.count) λ, a spread at the others"
  }

  package func display() -> Report {
    var blocks: [Block] = [
      .line(headline),
      .table(table("cost per user", \.cost, \.costBand, \.monotoneCost)),
      .table(
        table(
          "\(outcomeName) per user; the smallest λ spends most", \.outcome, \.outcomeBand,
          \.monotoneOutcome)),
    ]
    if hasBands, !standing.reasons.isEmpty {
      blocks.append(
        .card(
          Card(
            title: "", facts: [],
            warnings: [
              "a spread\(place), whose bounds may be too narrow: "
                + standing.reasons.joined(separator: "; ")
            ])))
    }
    return Report(blocks)
  }

  /// Where the bounds are no interval; nothing where they are none anywhere.
  private var place: String {
    let spreads = points.count { $0.standing != .interval }
    return spreads < points.count ? " at \(spreads) of \(points.count) λ" : ""
  }

  /// One quantity by λ: as estimated, with its bounds and bands where they are known, and monotone.
  private func table(
    _ caption: String, _ estimate: (Point) -> Estimate, _ band: (Point) -> ClosedRange<Double>?,
    _ monotone: (Point) -> Double
  ) -> TableBlock {
    let standings = points.map(\.standing)
    let name = boundsTitle(of: standings, confidence: confidence)
    let estimates = points.map(estimate)
    let own = OperatorKit.columns(estimates)
    var columns: [TableBlock.Column] = [.init("λ"), .init("estimated")]
    var texts = [points.map { NumberText.display($0.lambda) }, own.values]
    if estimates.contains(where: { $0.interval != nil }) {
      columns.append(.init(name, unit: "each λ"))
      texts.append(own.bounds)
    }
    if hasBands {
      columns.append(.init(name, unit: "all λ at once"))
      texts.append(
        OperatorKit.columns(
          points.map { Estimate(estimate($0).value, interval: band($0)) }
        ).bounds)
    }
    if estimates.contains(where: { $0.interval != nil }), let kinds = boundsKinds(standings) {
      columns.append(.init("bounds are", alignment: .left))
      texts.append(kinds)
    }
    let givesWay = columns.indices.dropFirst(3).reversed()
    columns += [.init("monotone"), .init("efficient", alignment: .left)]
    texts += [
      OperatorKit.columns(points.map { Estimate(monotone($0)) }).values,
      points.map { $0.isEfficient ? "yes" : "" },
    ]
    return TableBlock(
      columns: columns, rows: points.indices.map { row in texts.map { $0[row] } },
      caption: caption, givesWay: Array(givesWay))
  }
}

extension Standing {
  /// "interval", "spread" or "unknown".
  package var word: String {
    switch self {
    case .interval: "interval"
    case .spread: "spread"
    case .unknown: "unknown"
    }
  }
}
