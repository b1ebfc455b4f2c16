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

  public init(entries: [Entry]) {
    self.entries = entries
  }

  public var width: Int { entries.reduce(0) { $0 + $1.width } }

  /// The state column of every encoded column.
  public var sources: [Int] {
    entries.enumerated().flatMap { index, entry in
      [Int](repeating: index, count: entry.width)
    }
  }

  /// Fits means and deviations on all states of `dataset`. `clip` keeps later numbers inside the
  /// logged range.
  public init(_ dataset: Dataset, clip: Bool = false) {
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
  }

  /// (n, width) row-major.
  public func encode(_ batch: StateBatch) throws(PolicyError) -> [Float] {
    let width = width
    var out = [Float](repeating: 0, count: batch.count * width)
    var start = 0
    for entry in entries {
      guard let column = batch.names.firstIndex(of: entry.name) else {
        throw .missingColumn(entry.name, found: batch.names)
      }
      switch (entry.rule, batch.kinds[column]) {
      case (.number(let mean, let deviation, let low, let high), .number):
        let factor = deviation > 0 ? 1 / deviation : 0
        for row in 0..<batch.count {
          let value = Double(batch.values[row * batch.names.count + column])
          guard value.isFinite else { throw .notFinite(column: entry.name, row: row) }
          out[row * width + start] = Float((min(high, max(low, value)) - mean) * factor)
        }
      case (.category(let labels), .category(let found)):
        let places = found.map { label in labels.firstIndex(of: label) ?? -1 }
        for row in 0..<batch.count {
          let code = batch.values[row * batch.names.count + column]
          guard code >= 0, code < Float(places.count) else { continue }
          let place = places[Int(code)]
          if place >= 0 { out[row * width + start + place] = 1 }
        }
      case (.number, .category):
        throw .differentKind(column: entry.name, expectedCategory: false)
      case (.category, .number):
        throw .differentKind(column: entry.name, expectedCategory: true)
      }
      start += entry.width
    }
    return out
  }

  func matrix(_ batch: StateBatch) throws(PolicyError) -> StateMatrix {
    StateMatrix(try encode(batch), width: width)
  }
}
