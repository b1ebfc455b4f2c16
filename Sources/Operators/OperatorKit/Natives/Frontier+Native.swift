// How a script sees the frontier of cost and outcome.
package import Allocation
import Estimation
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
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "lambdas": .list(points.map { .number($0.lambda) })
    case "cost": .list(points.map { .number($0.monotoneCost) })
    case "outcome": .list(points.map { .number($0.monotoneOutcome) })
    case "efficient": .list(efficient.map { .number(points[$0].lambda) })
    default: nil
    }
  }

  package var headline: String {
    "Frontier of \(policyName), \(count(points.count, "point")), "
      + "\(NumberText.display(efficient.count)) efficient"
  }

  package func display() -> Report {
    let texts = [
      points.map { NumberText.display($0.lambda) }, columns(points.map(\.cost)).values,
      columns(points.map { Estimate($0.monotoneCost) }).values,
      columns(points.map(\.outcome)).values,
      columns(points.map { Estimate($0.monotoneOutcome) }).values,
      points.map { $0.isEfficient ? "yes" : "" },
    ]
    return Report([
      .line(headline),
      .table(
        TableBlock(
          columns: [
            .init("λ"), .init("cost", unit: "estimated"), .init("cost", unit: "monotone"),
            .init(outcomeName, unit: "estimated"), .init(outcomeName, unit: "monotone"),
            .init("efficient", alignment: .left),
          ],
          rows: points.indices.map { row in texts.map { $0[row] } },
          caption: "per user; the smallest λ spends most")),
    ])
  }
}
