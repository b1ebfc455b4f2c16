// How a script sees which coupon each segment gets, as `what` returns it.
import Data
package import Estimation
package import Reporting

extension Assignment: NativeValue, ValueConvertible {
  package static var nativeType: NativeType {
    NativeType(
      "Assignment", "which coupon each segment gets at each λ",
      fields: [
        .init("policy", .text, "the policy's name"),
        .init("lambdas", .list(.number), "the λ of the columns; of a mix, the share-weighted mean"),
        .init(
          "table", .table(nil),
          "for each segment and λ: decisions, mean coupon value, most common level and its share, "
            + "and the mean value that the log gave; means are missing where coupons are texts"),
        .init(
          "levels", .table(nil), "for each segment, λ and level: the share of the decisions"),
      ])
  }

  package func field(_ name: String) -> Value? {
    switch name {
    case "policy": .text(policyName)
    case "lambdas": .list(lambdas.map(Value.number))
    case "table": .table(table)
    case "levels": .table(levelTable)
    default: nil
    }
  }

  /// Segments with a decision.
  package var filled: [Int] { counts.indices.filter { counts[$0] > 0 } }

  /// How a reader calls an entry.
  package func entryName(_ entry: Int) -> String {
    if !dependsOnLambda { return "any λ" }
    return isMixture ? "mix" : "λ \(NumberText.display(lambdas[entry]))"
  }

  private var pairs: [(segment: Int, entry: Int)] {
    filled.flatMap { segment in lambdas.indices.map { (segment, $0) } }
  }

  private func lambda(_ entry: Int) -> Double { dependsOnLambda ? lambdas[entry] : .nan }

  private func segmentColumns(_ rows: [Int]) -> (names: [String], columns: [Column]) {
    guard !segments.columns.isEmpty else {
      return (["segment"], [.text(TextColumn(rows.map { _ in "everybody" }))])
    }
    return (
      segments.columns,
      segments.columns.indices.map { place in
        .text(TextColumn(rows.map { segments.labels[$0][place] }))
      }
    )
  }

  private var table: Table {
    let pairs = pairs
    let shares = pairs.map { self.shares[$0.segment][$0.entry] }
    let common = shares.map { commonest($0) }
    let head = segmentColumns(pairs.map(\.segment))
    return unique(
      head.names + ["lambda", "decisions", "mean", "level", "share", "logged"],
      head.columns + [
        .number(pairs.map { lambda($0.entry) }),
        .number(pairs.map { Double(counts[$0.segment]) }),
        .number(shares.map { meanValue($0) }),
        .text(TextColumn(common.map { levels[$0].label })),
        .number(zip(shares, common).map { $0[$1] }),
        .number(pairs.map { meanValue(logged[$0.segment]) }),
      ])
  }

  private var levelTable: Table {
    let triples = pairs.flatMap { pair in
      levels.indices.map { (segment: pair.segment, entry: pair.entry, level: $0) }
    }
    let head = segmentColumns(triples.map(\.segment))
    return unique(
      head.names + ["lambda", "level", "share"],
      head.columns + [
        .number(triples.map { lambda($0.entry) }),
        .text(TextColumn(triples.map { levels[$0.level].label })),
        .number(triples.map { shares[$0.segment][$0.entry][$0.level] }),
      ])
  }

  package var headline: String {
    "Assignment of \(policyName), \(count(filled.count, "segment")) × "
      + (dependsOnLambda && !isMixture ? "\(lambdas.count) λ" : entryName(0))
  }

  package func display() -> Report {
    let shown = thinned(lambdas.count, to: Self.mostColumns)
    var columns: [TableBlock.Column] =
      segments.columns.isEmpty
      ? [.init("segment", alignment: .left)]
      : segments.columns.map { .init($0, alignment: .left) }
    columns += [.init("decisions"), .init("log")]
    columns += shown.map { .init(entryName($0)) }
    let rows = filled.prefix(Self.mostRows).map { segment in
      (segments.columns.isEmpty ? ["everybody"] : segments.labels[segment])
        + [NumberText.display(counts[segment]), cell(logged[segment])]
        + shown.map { cell(shares[segment][$0]) }
    }
    var body = Array(rows)
    if filled.count > 1 {
      let blanks = [String](repeating: "", count: max(segments.columns.count - 1, 0))
      body.append(
        ["all"] + blanks + [NumberText.display(counts.reduce(0, +)), cell(loggedOverall)]
          + shown.map { cell(overall($0)) })
    }
    let hidden = shown.count < lambdas.count ? "; \(lambdas.count) λ are in the table field" : ""
    return Report([
      .table(
        TableBlock(
          columns: columns, rows: body,
          totalRows: filled.count > rows.count ? filled.count + 1 : nil,
          caption: (showsMeans
            ? "\(policyName): mean coupon value in the log's states, beside what the log gave"
            : "\(policyName): most common coupon in the log's states with its share, beside the log's")
            + hidden))
    ])
  }

  private static let mostColumns = 7
  private static let mostRows = 40

  private var showsMeans: Bool { levelsAreOrdered && haveValues }

  private func cell(_ shares: [Double]) -> String {
    if showsMeans { return NumberText.fixed(meanValue(shares), decimals: decimals) }
    let common = commonest(shares)
    return "\(levels[common].label) \(wholePercent(shares[common]))"
  }

  /// Three digits of the largest coupon.
  private var decimals: Int {
    let largest = levels.map { abs($0.value) }.max() ?? 1
    return largest >= 100 ? 0 : largest >= 10 ? 1 : largest >= 1 ? 2 : 3
  }
}

/// At most `most` of 0..<count, evenly, both ends among them.
package func thinned(_ count: Int, to most: Int) -> [Int] {
  guard count > most, most > 1 else { return Array(0..<count) }
  return (0..<most).map { Int((Double($0 * (count - 1)) / Double(most - 1)).rounded()) }
}

/// A table whose later columns give way when a segment's column has their name.
private func unique(_ names: [String], _ columns: [Column]) -> Table {
  var used: Set<String> = []
  let unique = names.map { name in
    var name = name
    while !used.insert(name).inserted { name += "_" }
    return name
  }
  return Table(names: unique, columns: columns)
}
