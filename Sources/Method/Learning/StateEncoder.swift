// From raw state columns to what a network reads: categories one-hot, numbers standardised. It is
// fitted on the training data alone and stored in the policy, and it finds its columns by name and its
// categories by label, so that a batch with other columns beside, another order or other codes means
// the same.

import Compute
public import Data

public struct StateEncoder: Sendable, Hashable, Codable {
  public enum Rule: Sendable, Hashable, Codable {
    /// (x − mean) / deviation after clipping to low…high; a deviation of 0 (a constant column) gives 0.
    case number(mean: Double, deviation: Double, low: Double, high: Double)
    /// One column per label; an unknown label is all zeros.
    case category([String])
  }

  public struct Entry: Sendable, Hashable, Codable {
    public var name: String
    public var rule: Rule

    var width: Int {
      switch rule {
      case .number: 1
      case .category(let labels): labels.count
      }
    }
  }

  public var entries: [Entry]
  /// Further inputs: sums of the entries' encoded columns with these weights (`PooledColumns`).
  public var pooled: [[Float]]?

  public init(entries: [Entry]) {
    self.entries = entries
  }

  private var ownWidth: Int { entries.reduce(0) { $0 + $1.width } }

  public var width: Int { ownWidth + (pooled?.count ?? 0) }

  /// What every encoded column comes from: the number of a state column, then one for each pooled input.
  public var sources: [Int] {
    entries.enumerated().flatMap { index, entry in
      [Int](repeating: index, count: entry.width)
    } + (pooled ?? []).indices.map { entries.count + $0 }
  }

  /// Names of the sources.
  public var sourceNames: [String] {
    entries.map(\.name) + (pooled ?? []).indices.map { "pooled \($0 + 1)" }
  }

  /// Fits means and deviations on all states of `dataset`. `clip` keeps later numbers inside the
  /// logged range; `pooling` adds the directions in which number columns vary together.
  public init(_ dataset: Dataset, clip: Bool = false, pooling: Bool = false) {
    let width = dataset.width
    let rows = dataset.stateCount
    entries = dataset.stateNames.indices.map { column in
      let name = dataset.stateNames[column]
      if case .category(let levels) = dataset.stateKinds[column] {
        return Entry(name: name, rule: .category(levels))
      }
      var sum = 0.0
      var low = Double.infinity
      var high = -Double.infinity
      for row in 0..<rows {
        let value = Double(dataset.states[row * width + column])
        sum += value
        low = min(low, value)
        high = max(high, value)
      }
      let mean = sum / Double(max(rows, 1))
      var squares = 0.0
      for row in 0..<rows {
        let difference = Double(dataset.states[row * width + column]) - mean
        squares += difference * difference
      }
      // A constant column's rounding is not a deviation.
      let deviation = high > low ? (squares / Double(rows)).squareRoot() : 0
      let reach = Double(Float.greatestFiniteMagnitude)
      return Entry(
        name: name,
        rule: .number(
          mean: mean, deviation: deviation, low: clip ? low : -reach, high: clip ? high : reach))
    }
    let pace = max(1, rows / PooledColumns.sample)
    let sampled = Array(stride(from: 0, to: rows, by: pace))
    guard pooling, let encoded = try? encode(dataset.stateBatch, rows: sampled) else { return }
    let numbers = entries.flatMap { entry -> [Bool] in
      switch entry.rule {
      case .number(_, let deviation, _, _): [deviation > 0]
      case .category(let labels): labels.map { _ in false }
      }
    }
    let directions = PooledColumns.directions(encoded, width: self.width, numbers: numbers)
    if !directions.isEmpty { pooled = directions }
  }

  /// (n, width) row-major.
  public func encode(_ batch: StateBatch) throws(PolicyError) -> [Float] {
    try encode(batch, rows: 0..<batch.count)
  }

  /// The same of some rows, in their order.
  private func encode(_ batch: StateBatch, rows: some RandomAccessCollection<Int>)
    throws(PolicyError) -> [Float]
  {
    let width = width
    var out = [Float](repeating: 0, count: rows.count * width)
    var start = 0
    for entry in entries {
      guard let column = batch.names.firstIndex(of: entry.name) else {
        throw .missingColumn(entry.name, found: batch.names)
      }
      switch (entry.rule, batch.kinds[column]) {
      case (.number(let mean, let deviation, let low, let high), .number):
        let factor = deviation > 0 ? 1 / deviation : 0
        for (place, row) in rows.enumerated() {
          let value = Double(batch.values[row * batch.names.count + column])
          guard value.isFinite else { throw .notFinite(column: entry.name, row: row) }
          out[place * width + start] = Float((min(high, max(low, value)) - mean) * factor)
        }
      case (.category(let labels), .category(let found)):
        let places = found.map { label in labels.firstIndex(of: label) ?? -1 }
        for (place, row) in rows.enumerated() {
          let code = batch.values[row * batch.names.count + column]
          guard code >= 0, code < Float(places.count) else { continue }
          let label = places[Int(code)]
          if label >= 0 { out[place * width + start + label] = 1 }
        }
      case (.number, .category):
        throw .differentKind(column: entry.name, expectedCategory: false)
      case (.category, .number):
        throw .differentKind(column: entry.name, expectedCategory: true)
      }
      start += entry.width
    }
    addPooled(to: &out, rows: rows.count)
    return out
  }

  private func addPooled(to out: inout [Float], rows: Int) {
    guard let pooled else { return }
    let width = width
    let own = ownWidth
    for row in 0..<rows {
      for (index, weights) in pooled.enumerated() {
        var sum: Float = 0
        for column in 0..<own { sum += weights[column] * out[row * width + column] }
        out[row * width + own + index] = sum
      }
    }
  }

  func matrix(_ batch: StateBatch) throws(PolicyError) -> StateMatrix {
    try StateMatrix(count: batch.count, width: width) { (rows) throws(PolicyError) in
      try encode(batch, rows: rows)
    }
  }
}
