// Columns of a log as a summary holds them: the few combinations of values of those that can be tabulated, and
// standardised functions of those that cannot.

import Data
import Learning

/// Combinations of the values of some changing columns.
struct Cells {
  let columns: [Int]
  /// (m)
  let codes: [Int32]?
  let count: Int

  private static let most = 24

  /// Of `candidates`, the most important first, those to tabulate: with few values, few combinations and
  /// enough decisions for `knots` of each, `rows` being those of a stratum. Ascending.
  static func chosen(_ candidates: [Int], _ log: EvaluationLog, rows: Int, knots: Int) -> [Int] {
    let dataset = log.dataset
    var columns: [Int] = []
    var keys = [[Float]](repeating: [], count: dataset.stateCount)
    var distinct = 1
    for column in candidates {
      let values = Self.values(dataset, column)
      guard distinct * Set(values).count <= most else { continue }
      let longer = zip(keys, values).map { $0 + [$1] }
      let found = Set(longer).count
      guard Clock.room(rows, cells: found) >= knots else { continue }
      (keys, distinct) = (longer, found)
      columns.append(column)
    }
    return columns.sorted()
  }

  /// Values that follow each other are pooled until they have `least` decisions: of states that were hardly
  /// ever met nothing can be fitted.
  init(_ dataset: Dataset, columns: [Int], least: Int) {
    self.columns = columns
    guard !columns.isEmpty else {
      (codes, count) = (nil, 1)
      return
    }
    let all = columns.map { Self.values(dataset, $0) }
    let keys = (0..<dataset.stateCount).map { state in all.map { $0[state] } }
    var decisions: [[Float]: Int] = [:]
    for state in 0..<dataset.count { decisions[keys[state], default: 0] += 1 }
    var places: [[Float]: Int32] = [:]
    var pools: [Int] = []
    for key in Set(keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if let last = pools.last, last < least {
        pools[pools.count - 1] = last + decisions[key, default: 0]
      } else {
        pools.append(decisions[key, default: 0])
      }
      places[key] = Int32(pools.count - 1)
    }
    // What is left at the end joins those before it.
    let isShort = pools.count > 1 && (pools.last ?? 0) < least
    let count = isShort ? pools.count - 1 : pools.count
    codes = keys.map { min(places[$0] ?? 0, Int32(count - 1)) }
    self.count = count
  }

  /// (m)
  private static func values(_ dataset: Dataset, _ column: Int) -> [Float] {
    (0..<dataset.stateCount).map { dataset.states[$0 * dataset.width + column] }
  }
}

/// Number columns and categories as few standardised functions.
struct CovariateColumns {
  let dataset: Dataset
  private let encoded: [Float]
  private let width: Int
  private let sources: [Int]
  /// More columns than this are pooled into the directions in which they vary together.
  private static let most = 3

  init(_ dataset: Dataset) {
    self.dataset = dataset
    let encoder = StateEncoder(dataset)
    width = encoder.width
    sources = encoder.sources
    encoded = (try? encoder.encode(dataset.stateBatch)) ?? []
  }

  /// (functions, m): of `columns`, read for each state at the row `places` names.
  func functions(of columns: [Int], at places: [Int]) -> [[Double]] {
    let wanted = Set(columns)
    let own = sources.indices.filter { wanted.contains(sources[$0]) }
    guard !own.isEmpty, !encoded.isEmpty else { return [] }
    var functions: [[Double]] = own.map { column in
      places.map { Double(encoded[$0 * width + column]) }
    }
    if own.count > Self.most {
      let rows = places.count
      var narrow = [Float](repeating: 0, count: rows * own.count)
      for (index, function) in functions.enumerated() {
        for row in 0..<rows { narrow[row * own.count + index] = Float(function[row]) }
      }
      let directions = PooledColumns.directions(
        narrow, width: own.count, numbers: own.map { _ in true })
      if !directions.isEmpty {
        functions = directions.prefix(Self.most).map { weights in
          (0..<rows).map { row in
            var sum = 0.0
            for index in own.indices {
              sum += Double(weights[index]) * Double(narrow[row * own.count + index])
            }
            return sum
          }
        }
      }
    }
    return functions.compactMap(Self.standardised)
  }

  /// (m) of a clock that does not show the same to all customers, such as the days since each signed up: by how much
  /// it was ahead of time at the customer's first decision, `places` by state. A trait of the customer, as the rest is
  /// time; nil for one that is.
  func lead(of clock: Int, at places: [Int]) -> [Double]? {
    let leads = places.map {
      Double(dataset.states[$0 * dataset.width + clock]) - dataset.times[$0]
    }
    let size = dataset.times.reduce(0) { max($0, abs($1)) }
    guard let least = leads.min(), let most = leads.max(),
      // States have the 24 bits of a Float.
      most - least > max(0.01, size / 0x1p21)
    else { return nil }
    return Self.standardised(leads)
  }

  /// Mean 0 and variance 1; `nil` for a constant.
  private static func standardised(_ values: [Double]) -> [Double]? {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard variance > 1e-12 else { return nil }
    return values.map { ($0 - mean) / variance.squareRoot() }
  }
}
