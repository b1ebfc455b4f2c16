// The two linear systems of a stratum, accumulated by fold so that each fold's solution leaves it out.

import Compute
import Data

/// One linear system for each stratum, accumulated by fold, so that each fold's solution leaves it out.
struct FoldedSystems: Sendable {
  let width: Int
  let strata: Int
  /// Columns of the right side.
  let columns: Int
  /// By stratum · folds + fold.
  var products: [OuterProducts]
  /// By stratum · folds + fold: (width, columns) column-major.
  var sides: [[Double]]

  init(width: Int, strata: Int, columns: Int) {
    self.width = width
    self.strata = strata
    self.columns = columns
    let blocks = strata * MarginalLog.folds
    products = [OuterProducts](repeating: OuterProducts(size: width), count: blocks)
    sides = [[Double]](
      repeating: [Double](repeating: 0, count: width * columns), count: blocks)
  }

  /// By stratum · folds + fold the solution without that fold, `ridge` (width) added to the diagonal.
  func solved(ridge: [Double]) throws(EstimationError) -> [[Double]] {
    var solutions: [[Double]] = []
    for stratum in 0..<strata {
      let range = stratum * MarginalLog.folds..<(stratum + 1) * MarginalLog.folds
      var total = OuterProducts(size: width)
      var side = [Double](repeating: 0, count: width * columns)
      for block in range {
        total.add(products[block])
        for index in side.indices { side[index] += sides[block][index] }
      }
      total.addDiagonal(ridge)
      for block in range {
        let rest = zip(side, sides[block]).map { $0 - $1 }
        let matrix = total.subtracting(products[block]).matrix
        guard let solution = LinearSystem.solve(matrix, rest, size: width) else {
          throw .unsolvable
        }
        solutions.append(solution)
      }
    }
    return solutions
  }
}

/// What the systems of Q have in common under every policy: φ(s, a) φ(s, a)ᵀ and φ(s, a) r.
struct SummaryLog: Sendable {
  let functions: SummaryFunctions
  fileprivate let systems: FoldedSystems

  init(_ shared: MarginalLog, _ summary: StateSummary) throws {
    let dataset = shared.log.dataset
    let functions = SummaryFunctions(summary, dataset: dataset)
    var systems = FoldedSystems(
      width: functions.width, strata: summary.stratumCount, columns: shared.targets.count)
    var own = SparseVector()
    for fitted in shared.log.fitted {
      try shared.log.poll(at: fitted)
      let row = Int(fitted)
      let block = shared.block(row, summary)
      functions.fill(&own, row, level: functions.levels[Int(dataset.actions[row])])
      systems.products[block].add(own, own)
      for (target, quantity) in shared.targets.enumerated() {
        own.add(
          to: &systems.sides[block], from: target * functions.width, times: quantity.values[row])
      }
    }
    self.functions = functions
    self.systems = systems
  }
}

/// Q of one policy: coefficients by stratum and left-out fold.
struct SummaryCritic: Sendable {
  private let functions: SummaryFunctions
  private let theta: [[Double]]

  init(
    _ shared: MarginalLog, _ base: SummaryLog, _ table: PolicyTable, grid: Int
  ) throws {
    let dataset = shared.log.dataset
    let functions = base.functions
    var systems = base.systems
    var own = SparseVector()
    var following = SparseVector()
    for fitted in shared.log.fitted {
      try shared.log.poll(at: fitted)
      let row = Int(fitted)
      let discount = shared.discount(row)
      guard discount != 0 else { continue }
      let next = Int(dataset.next[row])
      functions.fill(&own, row, level: functions.levels[Int(dataset.actions[row])])
      functions.fill(
        &following, next, level: functions.policy(table, state: next, grid: grid))
      systems.products[shared.block(row, functions.summary)].add(own, following, times: -discount)
    }
    theta = try systems.solved(ridge: functions.ridge)
    self.functions = functions
  }

  /// θ · φ(s, ·) of a target for a user of `fold`, by what was fitted without that fold.
  func value(_ state: Int, level: [Double], fold: Int, target: Int) -> Double {
    let block = Int(functions.summary.strata[state]) * MarginalLog.folds + fold
    return functions.value(state, level: level, theta[block], from: target * functions.width)
  }
}

/// w of one policy: how many times as often as the log's the policy's users are in a state.
struct DensityRatio: Sendable {
  private let summary: StateSummary
  /// By stratum · folds + fold: deviations from 1 by function of the clock.
  private let beta: [[Double]]
  /// How firmly w is held to 1, in decisions that say so.
  private static let ridge = 50.0
  private static let most = 10.0

  init(
    _ shared: MarginalLog, _ summary: StateSummary, _ table: PolicyTable, grid: Int,
    decays: [Double]
  ) throws {
    self.summary = summary
    func solutions(without fold: Int?) throws -> [[Double]] {
      try Self.solved(shared, summary, table, grid: grid, decays: decays, without: fold)
    }
    guard shared.givenWithout != nil else {
      beta = try solutions(without: nil)
      return
    }
    // The ratios of each fold's solution are by its own model of behaviour.
    var beta: [[Double]] = []
    for fold in 0..<MarginalLog.folds {
      let own = try solutions(without: fold)
      if beta.isEmpty { beta = own }
      for block in own.indices where block % MarginalLog.folds == fold { beta[block] = own[block] }
    }
    self.beta = beta
  }

  private static func solved(
    _ shared: MarginalLog, _ summary: StateSummary, _ table: PolicyTable, grid: Int,
    decays: [Double], without fold: Int?
  ) throws -> [[Double]] {
    let dataset = shared.log.dataset
    let width = summary.clockWidth
    var systems = FoldedSystems(width: width, strata: summary.stratumCount, columns: 1)
    var own = SparseVector()
    var next = SparseVector()
    var change = SparseVector()
    for fitted in shared.log.fitted {
      try shared.log.poll(at: fitted)
      let row = Int(fitted)
      let block = shared.block(row, summary)
      summary.fill(&own, row, clockOnly: true)
      change = own
      let factor = shared.discount(row) * shared.ratio(row, table, grid: grid, without: fold)
      if factor != 0 {
        summary.fill(&next, Int(dataset.next[row]), clockOnly: true)
        change.append(next, times: -factor)
      }
      systems.products[block].add(change, own, times: decays[row])
      change.add(to: &systems.sides[block], times: -decays[row])
      if shared.isFirst[row] { own.add(to: &systems.sides[block], times: 1) }
    }
    return try systems.solved(ridge: [Double](repeating: ridge, count: width))
  }

  /// w(s) for a user of `fold`, by what was fitted without that fold.
  func value(_ state: Int, fold: Int) -> Double {
    var own = SparseVector()
    summary.fill(&own, state, clockOnly: true)
    let block = Int(summary.strata[state]) * MarginalLog.folds + fold
    return min(max(1 + own.dot(beta[block]), 0), Self.most)
  }
}
