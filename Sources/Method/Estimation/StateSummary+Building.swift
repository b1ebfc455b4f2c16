// How the summaries of a log are built: the coarse one of traits and clock, the one that estimates rest on,
// which adds what was known of a user at first and what the policy reads, and a rich one, which adds how the
// user has surprised so far.

import Data
import Learning

/// The three summaries of one log, to be compared with each other.
struct Summaries: Sendable {
  let coarse: StateSummary
  let main: StateSummary
  let rich: StateSummary
  /// Reads no column that it moves, so that the coarse summary holds all that it decides by.
  private let isStill: Bool

  /// What the main summary is compared with.
  var alternatives: [(name: String, summary: StateSummary)] {
    (isStill && coarse.width < main.width ? [("without customers' histories", coarse)] : [])
      + [("with how a customer has surprised so far", rich)]
  }

  /// - Parameter read: columns that the policy both reads and moves; `nil` for whatever there is.
  init(_ log: EvaluationLog, roles: ColumnRoles, read: [String]?, gamma: Double) {
    let dataset = log.dataset
    let read = read ?? roles.moved.map { dataset.stateNames[$0] }
    isStill = read.isEmpty
    let owners = StateOwners(dataset)
    let strata = Strata(dataset, owners: owners, traits: roles.traits)
    let rows = dataset.count / max(strata.count, 1)
    let clock = Clock(times: owners.times, ends: log.hasEnd, rowsPerStratum: rows)
    let columns = CovariateColumns(dataset)
    let first = owners.users.map { max(Int(owners.firstRows[Int($0)]), 0) }
    let here = Array(0..<dataset.stateCount)
    let traits = roles.traits.filter { !strata.columns.contains($0) }
    let current = roles.moved.filter { read.contains(dataset.stateNames[$0]) }
    let cells = Cells(dataset, columns: current, rows: rows, ends: log.hasEnd)
    let names = { (columns: [Int]) in columns.map { dataset.stateNames[$0] } }

    var contents = names(strata.columns)
    if clock.width > 1 { contents.append("the time of the decision") }
    coarse = StateSummary(strata: strata, clock: clock, covariates: [], contents: contents)
    let covariates =
      columns.functions(of: traits, at: here) + columns.functions(of: roles.moved, at: first)
    if !traits.isEmpty { contents += names(traits) }
    if !roles.moved.isEmpty { contents.append("what was known at a customer's first decision") }
    contents += names(cells.columns)
    let fine = Clock(
      times: owners.times, ends: log.hasEnd, rowsPerStratum: rows, cells: cells.codes,
      cellCount: cells.count)
    main = StateSummary(strata: strata, clock: fine, covariates: covariates, contents: contents)
    let surprise = PastSurprise.values(log, summary: main, gamma: gamma)
    rich = StateSummary(
      strata: strata, clock: fine, covariates: covariates + [surprise],
      contents: contents + ["how a customer has surprised so far"])
  }
}

/// Combinations of the few values that some changing columns have, where there are few combinations and
/// enough decisions for each.
private struct Cells {
  let columns: [Int]
  /// (m)
  let codes: [Int32]?
  let count: Int

  private static let most = 24

  init(_ dataset: Dataset, columns candidates: [Int], rows: Int, ends: Bool) {
    let width = dataset.width
    var columns: [Int] = []
    var keys = [[Float]](repeating: [], count: dataset.stateCount)
    var distinct = 1
    for column in candidates {
      let values = (0..<dataset.stateCount).map { dataset.states[$0 * width + column] }
      guard distinct * Set(values).count <= Self.most else { continue }
      let longer = zip(keys, values).map { $0 + [$1] }
      let found = Set(longer).count
      guard Clock.room(rows, cells: found) >= (ends ? 3 : 1) else { continue }
      (keys, distinct) = (longer, found)
      columns.append(column)
    }
    self.columns = columns
    count = distinct
    guard !columns.isEmpty else {
      codes = nil
      return
    }
    let order = Set(keys).sorted { $0.lexicographicallyPrecedes($1) }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Int32($0)) })
    codes = keys.map { places[$0] ?? 0 }
  }
}

/// Number columns and categories as few standardised functions.
private struct CovariateColumns {
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

  /// Mean 0 and variance 1; `nil` for a constant.
  private static func standardised(_ values: [Double]) -> [Double]? {
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard variance > 1e-12 else { return nil }
    return values.map { ($0 - mean) / variance.squareRoot() }
  }
}
