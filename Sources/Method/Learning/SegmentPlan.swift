// A constant level for every segment of customers, for every λ: the rule that most firms run, chosen
// from the log. It keeps what each level brings and costs in each segment, so that any λ can be asked.
//
// One-state model: a customer who always gets level k stays in the segment and meets the same means at
// every decision. Then V_k = E[r − λc] + E[γ^gap (1 − terminated)] · V_k, the sum of a geometric series:
//   V_k = (r̄_k − λ c̄_k) / (1 − d̄_k)

import Data

public struct SegmentPlan: Sendable, Hashable, Codable {
  /// One state column and how it divides customers.
  public struct Key: Sendable, Hashable, Codable {
    public enum Rule: Sendable, Hashable, Codable {
      case labels([String])
      /// Ascending; a number belongs to the part after as many cuts as it exceeds.
      case cuts([Double])
    }

    public var name: String
    public var rule: Rule

    public var parts: Int {
      switch rule {
      case .labels(let labels): labels.count
      case .cuts(let cuts): cuts.count + 1
      }
    }
  }

  /// What a level brought in a segment.
  public struct Cell: Sendable, Hashable, Codable {
    public var count: Int
    /// Means over the cell's decisions; `discount` of γ^gap · (1 − terminated).
    public var reward: Double
    public var cost: Double
    public var discount: Double
    /// Seen often enough.
    public var isChoosable: Bool

    public func value(lambda: Double) -> Double { (reward - lambda * cost) / (1 - discount) }
  }

  /// More segments than this are no segments.
  static let limit = 10_000

  public var keys: [Key]
  public var levels: Int
  /// (segments + 1, levels) row-major; the last row is everybody, and stands in for segments without a
  /// choosable level and for customers whose category is unknown.
  public var cells: [Cell]

  public var segments: Int { cells.count / levels - 1 }

  /// The number of segments of some keys; nil above the limit.
  static func segments(_ keys: [Key]) -> Int? {
    var count = 1
    for key in keys {
      guard key.parts <= limit else { return nil }
      count *= max(1, key.parts)
      guard count <= limit else { return nil }
    }
    return count
  }

  /// (segments + 1) the level of each segment at λ; the lowest index wins ties.
  public func choices(lambda: Double) -> [Int32] {
    let everybody = best(segments, lambda) ?? 0
    return (0...segments).map { Int32(best($0, lambda) ?? everybody) }
  }

  private func best(_ segment: Int, _ lambda: Double) -> Int? {
    var choice: Int?
    var highest = -Double.infinity
    for level in 0..<levels {
      let cell = cells[segment * levels + level]
      guard cell.isChoosable else { continue }
      let value = cell.value(lambda: lambda)
      if choice == nil || value > highest {
        choice = level
        highest = value
      }
    }
    return choice
  }

  /// Decisions that were seen in a segment.
  public func decisions(segment: Int) -> Int {
    cells[(segment * levels)..<((segment + 1) * levels)].reduce(0) { $0 + $1.count }
  }

  /// (n) the segment of every row, found by column name and category label.
  func segments(of batch: StateBatch) throws(PolicyError) -> [Int] {
    var found = [Int](repeating: 0, count: batch.count)
    let everybody = segments
    for key in keys {
      let places = try places(key, batch)
      for row in found.indices where found[row] != everybody {
        found[row] = places[row] < 0 ? everybody : found[row] * key.parts + places[row]
      }
    }
    return found
  }

  /// (n) the part of `key` that each row is in, −1 for an unknown category.
  private func places(_ key: Key, _ batch: StateBatch) throws(PolicyError) -> [Int] {
    let width = batch.names.count
    guard let column = batch.names.firstIndex(of: key.name) else {
      throw .missingColumn(key.name, found: batch.names)
    }
    var places = [Int](repeating: -1, count: batch.count)
    switch (key.rule, batch.kinds[column]) {
    case (.labels(let labels), .category(let found)):
      let known = found.map { label in labels.firstIndex(of: label) ?? -1 }
      for row in places.indices {
        let code = batch.values[row * width + column]
        if code >= 0, code < Float(known.count) { places[row] = known[Int(code)] }
      }
    case (.cuts(let cuts), .number):
      for row in places.indices {
        let value = Double(batch.values[row * width + column])
        guard value.isFinite else { throw .notFinite(column: key.name, row: row) }
        places[row] = cuts.firstIndex { value <= $0 } ?? cuts.count
      }
    case (.labels, .number): throw .differentKind(column: key.name, expectedCategory: true)
    case (.cuts, .category): throw .differentKind(column: key.name, expectedCategory: false)
    }
    return places
  }

  /// What a file must hold for a policy with these levels and state columns.
  func isSound(levels known: Int, columns: [String]) -> Bool {
    guard levels == known, levels > 0, keys.map(\.name) == columns,
      let segments = Self.segments(keys), cells.count == (segments + 1) * levels,
      cells.suffix(levels).contains(where: \.isChoosable)
    else { return false }
    let ascending = keys.allSatisfy { key in
      guard case .cuts(let cuts) = key.rule else { return true }
      return cuts.allSatisfy(\.isFinite) && zip(cuts, cuts.dropFirst()).allSatisfy { $0 < $1 }
    }
    return ascending
      && cells.allSatisfy {
        // A level that is not chosen may keep its customers for ever under a discount of 1.
        $0.count >= 0 && $0.reward.isFinite && $0.cost.isFinite && $0.discount >= 0
          && ($0.discount < 1 || (!$0.isChoosable && $0.discount <= 1))
      }
  }
}
