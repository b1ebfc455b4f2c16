// Kinds of states that a person can name: the combinations of a few state columns. Categories are taken
// as they are, numbers are cut at quantiles of the log's decisions, so that every part has its share.

public import Data
import Foundation

public struct Segments: Sendable, Hashable {
  public var columns: [String]
  /// By segment one text for each column; the segments that occur, in the columns' order.
  public var labels: [[String]]
  /// (m) the segment of each state of the log.
  public var codes: [Int32]

  public var count: Int { labels.count }

  /// One text for a segment.
  public func name(_ segment: Int) -> String {
    columns.isEmpty ? "everybody" : labels[segment].joined(separator: ", ")
  }

  /// - Parameters:
  ///   - columns: state columns; when left out, the categories that make at most 30 segments together.
  ///   - parts: into how many parts numbers are cut; those with few values keep each of them.
  public init(_ log: Dataset, by columns: [String]? = nil, parts: Int = 3) throws(EstimationError) {
    let columns = columns ?? Self.categories(of: log)
    var places: [Int] = []
    for name in columns {
      guard let place = log.stateNames.firstIndex(of: name) else {
        throw .noSuchState(name, known: log.stateNames)
      }
      places.append(place)
    }
    self.columns = columns
    let parts = places.map { Self.part(log, $0, parts: parts) }
    // Column after column, so that a key stays below the number of segments that occur times a column's parts.
    var keys = [Int](repeating: 0, count: log.stateCount)
    for part in parts {
      for (state, key) in keys.enumerated() {
        keys[state] = key * (part.labels.count + 1) + Int(part.codes[state])
      }
      let ranks = Set(keys).sorted()
      guard ranks.count <= Self.most else { throw .tooManySegments(ranks.count, most: Self.most) }
      let rank = Dictionary(uniqueKeysWithValues: ranks.enumerated().map { ($1, $0) })
      for (state, key) in keys.enumerated() { keys[state] = rank[key] ?? 0 }
    }
    let present = Set(keys).sorted()
    var first: [Int: Int] = [:]
    for (state, key) in keys.enumerated() where first[key] == nil { first[key] = state }
    labels = present.map { key in
      let state = first[key] ?? 0
      return parts.map { part in
        let code = Int(part.codes[state])
        return part.labels.indices.contains(code) ? part.labels[code] : "other"
      }
    }
    let place = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
    codes = keys.map { place[$0] ?? 0 }
  }

  static let most = 500

  private static func categories(of log: Dataset) -> [String] {
    var names: [String] = []
    var size = 1
    for (name, kind) in zip(log.stateNames, log.stateKinds) {
      guard case .category(let levels) = kind, size * levels.count <= 30 else { continue }
      names.append(name)
      size *= max(levels.count, 1)
    }
    return names
  }

  /// One column's parts; the code after the last label is an unknown category.
  private static func part(_ log: Dataset, _ column: Int, parts: Int)
    -> (labels: [String], codes: [Int32])
  {
    let values = (0..<log.stateCount).map { log.states[$0 * log.width + column] }
    if case .category(let levels) = log.stateKinds[column] {
      let unknown = Float(levels.count)
      return (levels, values.map { Int32($0 >= 0 && $0 < unknown ? $0 : unknown) })
    }
    let distinct = Set(values).sorted()
    if distinct.count <= max(parts, 6) {
      let code = Dictionary(
        uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
      return (distinct.map { text(Double($0)) }, values.map { code[$0] ?? 0 })
    }
    let cuts = cuts(values.prefix(log.count).sorted(), parts: parts)
    let labels =
      ["≤ \(text(cuts[0]))"]
      + zip(cuts, cuts.dropFirst()).map { "\(text($0)) to \(text($1))" }
      + ["> \(text(cuts[cuts.count - 1]))"]
    return (labels, values.map { value in Int32(cuts.count { Double(value) > $0 }) })
  }

  /// Where sorted values are cut, to three digits, so that the label says exactly what was done.
  private static func cuts(_ sorted: [Float], parts: Int) -> [Double] {
    var cuts: [Double] = []
    for part in 1..<max(parts, 2) {
      let cut = shortened(Double(sorted[part * (sorted.count - 1) / max(parts, 2)]))
      if cuts.last != cut { cuts.append(cut) }
    }
    return cuts
  }

  private static func shortened(_ value: Double) -> Double {
    guard value != 0, value.isFinite, value.magnitude < 1e12 else { return value }
    let scale = pow(10, 2 - floor(log10(value.magnitude)))
    return (value * scale).rounded() / scale
  }

  private static func text(_ value: Double) -> String { formatted(shortened(value)) }
}
