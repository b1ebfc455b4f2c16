// Which decisions depend on what the policy itself moves. A policy that reacts to counts of its own coupons
// leads its users to states that the log's users with the same counts were in for other reasons; the
// intervals of this library were not found to cover there (docs/coverage.md). So it is measured: every such
// column is set back to what it was before the policy could act, and decisions that change are counted.

import Compute
import Data
import Learning

public struct MovedInputs: Sendable, Hashable {
  /// By λ, the share of the log's decisions that change.
  public var shares: [Double]
  /// By λ, the columns that change a decision there when set back alone, the most important first.
  public var columns: [[String]]

  /// From this share of decisions on a policy counts as reacting to what it moves.
  static let most = 0.005

  /// Whether the policy reacts at a λ enough to matter.
  func reacts(at grid: Int) -> Bool { shares[grid] > Self.most }

  /// Reads nothing of the kind.
  static func none(count: Int) -> MovedInputs {
    MovedInputs(
      shares: [Double](repeating: 0, count: count), columns: [[String]](repeating: [], count: count)
    )
  }

  package init(shares: [Double], columns: [[String]]) {
    precondition(shares.count == columns.count, "columns for every λ")
    self.shares = shares
    self.columns = columns
  }

  /// The same at some of the λ.
  func selecting(_ kept: [Int]) -> MovedInputs {
    MovedInputs(shares: kept.map { shares[$0] }, columns: kept.map { columns[$0] })
  }

  private static let sample = 10_000
  /// A column that changes fewer decisions is no input.
  private static let leastShare = 0.001

  init(
    _ policy: Policy, table: PolicyTable, dataset: Dataset, roles: ColumnRoles, owners: StateOwners
  ) throws(PolicyError) {
    let own = Set(policy.stateNames)
    let moved = roles.moved.filter { own.contains(dataset.stateNames[$0]) }
    guard !moved.isEmpty, dataset.count > 0 else {
      self = .none(count: table.lambdas.count)
      return
    }
    // Drawn, because every so-manieth decision could be everybody's first.
    var random = RandomStream(seed: 1, stage: "moved inputs")
    let rows =
      dataset.count <= Self.sample
      ? Array(0..<dataset.count) : (0..<Self.sample).map { _ in random.below(dataset.count) }
    let width = dataset.width

    func changed(_ columns: [Int]) throws(PolicyError) -> [Double] {
      var states: [Float] = []
      states.reserveCapacity(rows.count * width)
      for row in rows { states.append(contentsOf: dataset.states[row * width..<(row + 1) * width]) }
      for (place, row) in rows.enumerated() {
        let first = Int(owners.firstRows[Int(owners.users[row])])
        for column in columns {
          states[place * width + column] = dataset.states[first * width + column]
        }
      }
      let batch = StateBatch(
        names: dataset.stateNames, kinds: dataset.stateKinds, values: states, count: rows.count)
      let decisions = try policy.decisions(batch, lambdas: table.lambdas)
      return decisions.indices.map { grid in
        Self.share(decisions[grid], table, rows: rows, grid: grid)
      }
    }

    let together = try changed(moved)
    shares = together
    guard together.contains(where: { $0 > 0 }) else {
      columns = [[String]](repeating: [], count: together.count)
      return
    }
    var alone: [[Double]] = []
    for column in moved { alone.append(try changed([column])) }
    columns = together.indices.map { grid in
      moved.indices.filter { alone[$0][grid] >= Self.leastShare }
        .sorted { (alone[$1][grid], $0) < (alone[$0][grid], $1) }
        .map { dataset.stateNames[moved[$0]] }
    }
  }

  /// Half the sum of absolute differences in probability, which is the share of decisions that differ
  /// where there is one level each.
  private static func share(
    _ decisions: Decisions, _ table: PolicyTable, rows: [Int], grid: Int
  ) -> Double {
    var sum = 0.0
    for (place, row) in rows.enumerated() {
      switch decisions {
      case .levels(let levels):
        sum += 1 - Double(table.probability(Int(levels[place]), state: row, grid: grid))
      case .probabilities(let values):
        for level in 0..<table.levelCount {
          let other = table.probability(level, state: row, grid: grid)
          sum += 0.5 * Double(abs(values[place * table.levelCount + level] - other))
        }
      }
    }
    return sum / Double(max(rows.count, 1))
  }
}
