// How a script sees how much of a log a policy's decisions share with it, as `overlap` returns it.
import Data
package import Estimation
import Reporting

extension Overlap: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Overlap", "how much of a log a policy's decisions share with it",
      fields: [
        .init("policy", .text, "the policy's name"),
        .init("verdict", .text, "which estimators have support, in words"),
        .init(
          "warnings", .list(.text), "what a reader of an estimate must know; empty when all is well"
        ),
        .init(
          "support", .number,
          "share of the policy's decisions that the log supports, at the λ where it is lowest; NaN "
            + "when the log's probabilities are not known for all levels"),
        .init("decisions", .number, "effective decisions, at the λ where they are fewest"),
        .init("users", .number, "effective users of single decisions, at the λ with the fewest"),
        .init("episodes", .number, "effective users of whole episodes, at the λ with the fewest"),
        .init("table", .table(Self.schema), "one row for each λ"),
        .init("segments", .table(Self.partSchema("segment")), "one row for each λ and segment"),
        .init("levels", .table(Self.partSchema("level")), "one row for each λ and coupon level"),
        .init(
          "calibration", .table(Self.binSchema),
          "how often levels were given that were said to be given with like probability"),
        .init(
          "balance", .table(Self.levelSchema),
          "for each level the mean of 1/b where it was given, which should be 1"),
        .init("calibration_error", .number, "mean gap between the two, weighed by pairs"),
        .init("log_loss", .number, "mean −log of the probability of what was given"),
        .init("marginal_log_loss", .number, "the same with each level's frequency, in any state"),
      ])
  }

  private static let schema = Schema([
    .init("lambda", .number), .init("support", .number), .init("decisions", .number),
    .init("users", .number), .init("episodes", .number), .init("agreeing_users", .number),
    .init("whole_users", .number), .init("largest_ratio", .number), .init("mean_ratio", .number),
  ])

  private static func partSchema(_ name: String) -> Schema {
    Schema([
      .init("lambda", .number), .init(name, .text), .init("policy", .number),
      .init("support", .number), .init("decisions", .number),
    ])
  }

  private static let binSchema = Schema([
    .init("pairs", .number), .init("predicted", .number), .init("observed", .number),
  ])
  private static let levelSchema = Schema([
    .init("level", .text), .init("given", .number), .init("inverse", .number),
    .init("error", .number),
  ])

  package func field(_ name: String) -> Value? {
    switch name {
    case "policy": .text(policyName)
    case "verdict": .text(verdict)
    case "warnings": .list(warnings.map(Value.text))
    case "support": .number(entries.map(\.all.support).min() ?? .nan)
    case "decisions": .number(entries.map(\.all.effective).min() ?? 0)
    case "users": .number(entries.map(\.users).min() ?? 0)
    case "episodes": .number(entries.map(\.episodeUsers).min() ?? 0)
    case "table": .table(table)
    case "segments":
      .table(parts("segment", segments.labels.indices.map { segments.name($0) }, \.bySegment))
    case "levels": .table(parts("level", levels.map(\.label), \.byLevel))
    case "calibration": .table(binTable)
    case "balance": .table(levelTable)
    case "calibration_error": .number(calibration?.expectedError ?? .nan)
    case "log_loss": .number(calibration?.logLoss ?? .nan)
    case "marginal_log_loss": .number(calibration?.marginalLogLoss ?? .nan)
    default: nil
    }
  }

  private func lambda(_ entry: Entry) -> Double { dependsOnLambda ? entry.lambda : .nan }

  private var table: Table {
    Table(
      names: Self.schema.names,
      columns: [
        .number(entries.map(lambda)), .number(entries.map(\.all.support)),
        .number(entries.map(\.all.effective)), .number(entries.map(\.users)),
        .number(entries.map(\.episodeUsers)),
        .number(entries.map { Double($0.agreeingUsers) }),
        .number(entries.map { Double($0.wholeUsers) }), .number(entries.map(\.largestRatio)),
        .number(entries.map(\.meanRatio)),
      ])
  }

  private func parts(
    _ name: String, _ names: [String], _ path: (Entry) -> [Part]
  ) -> Table {
    let rows = entries.flatMap { entry in
      zip(names, path(entry)).map { (lambda(entry), $0, $1) }
    }
    return Table(
      names: Self.partSchema(name).names,
      columns: [
        .number(rows.map(\.0)), .text(TextColumn(rows.map(\.1))),
        .number(rows.map(\.2.decisions)), .number(rows.map(\.2.support)),
        .number(rows.map(\.2.effective)),
      ])
  }

  private var binTable: Table {
    let bins = calibration?.bins ?? []
    return Table(
      names: Self.binSchema.names,
      columns: [
        .number(bins.map { Double($0.count) }), .number(bins.map(\.predicted)),
        .number(bins.map(\.observed)),
      ])
  }

  private var levelTable: Table {
    let rows = calibration?.levels ?? []
    return Table(
      names: Self.levelSchema.names,
      columns: [
        .text(TextColumn(levels.prefix(rows.count).map(\.label))),
        .number(rows.map { Double($0.given) }), .number(rows.map(\.inverse)),
        .number(rows.map(\.error)),
      ])
  }

  package var headline: String {
    "Overlap of \(policyName): "
      + answers.map { "\($0.estimators) \($0.grade)" }.joined(separator: ", ")
  }
}
