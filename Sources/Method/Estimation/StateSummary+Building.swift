// How the summaries of a log are built: the coarse one of traits and clock, the one that estimates rest on,
// which adds what was known of a user at first and what the policy reads, and a rich one, which adds how the
// user has surprised so far. What a policy reads may differ from λ to λ, and a column that it does not
// read there would only cost decisions; so every λ has its own, shared by those that read alike.

import Compute
import Data
import Learning

/// The summaries for one or more λ, to be compared with each other.
struct Summaries: Sendable {
  let coarse: StateSummary
  let main: StateSummary
  let rich: StateSummary
  /// Of the main summary.
  let errors: ErrorCorrelation
  /// Reads no column that it moves, so that the coarse summary holds all that it decides by.
  private let isStill: Bool

  /// What the main summary is compared with.
  var alternatives: [(name: String, summary: StateSummary)] {
    (isStill && coarse.width < main.width ? [("without customers' histories", coarse)] : [])
      + [("with how a customer has surprised so far", rich)]
  }

  /// - Parameter cells: of columns that the policy both reads and moves.
  fileprivate init(
    _ frame: SummaryFrame, _ cells: Cells, isStill: Bool, gamma: Double
  ) throws(Cancelled) {
    self.isStill = isStill
    let log = frame.log
    coarse = frame.coarse
    let clock = Clock(
      times: frame.owners.times, ends: log.endsInTime, rowsPerStratum: frame.rows,
      cells: cells.codes,
      cellCount: cells.count)
    let contents = frame.contents + cells.columns.map { log.dataset.stateNames[$0] }
    main = StateSummary(
      strata: frame.strata, clock: clock, covariates: frame.covariates, contents: contents)
    let surprise = try PastSurprise(log, summary: main, gamma: gamma)
    errors = surprise.correlation
    rich = StateSummary(
      strata: frame.strata, clock: clock, covariates: frame.covariates + [surprise.values],
      contents: contents + ["how a customer has surprised so far"])
  }
}

/// The summaries of every λ of a table.
struct SummaryPlan: Sendable {
  private(set) var groups: [Summaries] = []
  /// By λ.
  private(set) var places: [Int] = []

  init(
    _ log: EvaluationLog, roles: ColumnRoles, _ table: PolicyTable, gamma: Double
  ) throws(Cancelled) {
    let frame = SummaryFrame(log, roles)
    let names = log.dataset.stateNames
    var tabulated: [[String]?: [Int]] = [:]
    var keys: [Key] = []
    for grid in table.lambdas.indices {
      // Without a look at what the policy reads it may read anything.
      let read = table.movedInputs.map { $0.reacts(at: grid) ? $0.columns[grid] : [] }
      let columns =
        tabulated[read]
        ?? Cells.chosen(
          (read ?? roles.moved.map { names[$0] }).compactMap { names.firstIndex(of: $0) }, log,
          rows: frame.rows, knots: frame.knots)
      tabulated[read] = columns
      let isStill = table.movedInputs.map { !$0.reacts(at: grid) } ?? roles.moved.isEmpty
      let key = Key(columns: columns, isStill: isStill)
      if let place = keys.firstIndex(of: key) {
        places.append(place)
        continue
      }
      places.append(keys.count)
      keys.append(key)
      groups.append(
        try Summaries(
          frame, Cells(log.dataset, columns: columns, least: frame.leastDecisions),
          isStill: key.isStill, gamma: gamma))
    }
  }

  /// λ that are alike in this share their summaries.
  private struct Key: Hashable {
    var columns: [Int]
    var isStill: Bool
  }

  /// What the states of all λ hold, those held everywhere first.
  var contents: [String] {
    let all = groups.map(\.main.contents)
    let common = (all.first ?? []).filter { name in all.allSatisfy { $0.contains(name) } }
    var some: [String] = []
    for name in all.joined() where !common.contains(name) && !some.contains(name) {
      some.append(name)
    }
    return common + some.map { "\($0) at the λ that read it" }
  }
}

/// What the summaries of all λ have in common.
private struct SummaryFrame {
  let log: EvaluationLog
  let owners: StateOwners
  let strata: Strata
  /// Decisions in a stratum, about.
  let rows: Int
  let covariates: [[Double]]
  let coarse: StateSummary
  /// That a cell should have, of all strata together.
  var leastDecisions: Int { Clock.leastDecisions(knots: knots) * strata.count }
  /// That a cell should have room for.
  let knots: Int
  /// Of a summary without cells.
  let contents: [String]

  init(_ log: EvaluationLog, _ roles: ColumnRoles) {
    self.log = log
    let dataset = log.dataset
    let owners = StateOwners(dataset)
    self.owners = owners
    let strata = Strata(dataset, owners: owners, traits: roles.traits)
    self.strata = strata
    rows = dataset.count / max(strata.count, 1)
    knots = Clock.leastKnots(times: Set(owners.times).count, ends: log.endsInTime)
    let clock = Clock(times: owners.times, ends: log.endsInTime, rowsPerStratum: rows)
    var contents = strata.columns.map { dataset.stateNames[$0] }
    if clock.width > 1 { contents.append("the time of the decision") }
    coarse = StateSummary(strata: strata, clock: clock, covariates: [], contents: contents)
    let columns = CovariateColumns(dataset)
    let traits = roles.traits.filter { !strata.columns.contains($0) }
    let first = owners.users.map { max(Int(owners.firstRows[Int($0)]), 0) }
    let leads = roles.clocks.compactMap { clock in
      columns.lead(of: clock, at: first).map { (name: dataset.stateNames[clock], values: $0) }
    }
    covariates =
      columns.functions(of: traits, at: Array(0..<dataset.stateCount))
      + columns.functions(of: roles.moved, at: first) + leads.map(\.values)
    contents += traits.map { dataset.stateNames[$0] } + leads.map(\.name)
    if !roles.moved.isEmpty { contents.append("what was known at a customer's first decision") }
    self.contents = contents
  }
}
