// Which coupon each segment gets at each λ: the policy's decisions in the states of a log, counted. The
// states are those that the log's own policy brought about; what this policy would change in them is
// the business of `Coverage` and of the critics.

public import Data
public import Learning

public struct Assignment: Sendable {
  public var policyName: String
  public var segments: Segments
  /// One λ for each entry; a mixture's is the mean over users.
  public var lambdas: [Double]
  /// False for a policy without λ, whose one entry holds at any.
  public var dependsOnLambda: Bool
  public var isMixture: Bool
  public var levels: [ActionLevel]
  public var levelsAreOrdered: Bool
  /// (S) the log's decisions in each segment.
  public var counts: [Int]
  /// By segment and entry, the share of the decisions that get each level (A).
  public var shares: [[[Double]]]
  /// By segment, the same for what the log gave.
  public var logged: [[Double]]

  /// - Parameters:
  ///   - lambdas: where to look; ignored by a policy without λ or with a decided one.
  ///   - segments: of the same log.
  public init(_ policy: Policy, on log: Dataset, segments: Segments, lambdas: [Double]? = nil)
    throws
  {
    guard log.count > 0 else { throw EstimationError.noDecisions }
    let table = try PolicyTable(policy, on: log, lambdas: lambdas)
    policyName = policy.name
    self.segments = segments
    levels = log.levels
    levelsAreOrdered = log.levelsAreOrdered
    let choice = EntryChoice(policy, table.lambdas, log)
    isMixture = choice.isMixture
    dependsOnLambda = policy.dependsOnLambda
    self.lambdas = choice.lambdas
    counts = [Int](repeating: 0, count: segments.count)
    let none = [Double](repeating: 0, count: levels.count)
    var sums = [[[Double]]](
      repeating: [[Double]](repeating: none, count: choice.lambdas.count), count: segments.count)
    var given = [[Double]](repeating: none, count: segments.count)
    for row in 0..<log.count {
      let segment = Int(segments.codes[row])
      counts[segment] += 1
      given[segment][Int(log.actions[row])] += 1
      for entry in choice.lambdas.indices {
        let grid = choice.grid(entry, user: log.users[row])
        switch table.decisions[grid] {
        case .levels(let chosen): sums[segment][entry][Int(chosen[row])] += 1
        case .probabilities(let values):
          for level in levels.indices {
            sums[segment][entry][level] += Double(values[row * levels.count + level])
          }
        }
      }
    }
    shares = zip(sums, counts).map { entries, count in
      entries.map { levels in levels.map { $0 / Double(max(count, 1)) } }
    }
    logged = zip(given, counts).map { levels, count in levels.map { $0 / Double(max(count, 1)) } }
  }

  /// Whether the log says what its coupons are worth; texts are worth nothing that can be added.
  public var haveValues: Bool { levels.allSatisfy { $0.money != nil } }

  /// Mean coupon value under shares (A) of the levels; NaN where coupons are texts.
  public func meanValue(_ shares: [Double]) -> Double {
    guard haveValues else { return .nan }
    return zip(levels, shares).reduce(0) { $0 + $1.0.value * $1.1 }
  }

  /// The level with the largest share, the first of equals.
  public func commonest(_ shares: [Double]) -> Int {
    shares.indices.max { (shares[$0], -$0) < (shares[$1], -$1) } ?? 0
  }

  /// Shares over all segments together, at one entry.
  public func overall(_ entry: Int) -> [Double] { pooled(shares.map { $0[entry] }) }

  public var loggedOverall: [Double] { pooled(logged) }

  private func pooled(_ bySegment: [[Double]]) -> [Double] {
    let total = Double(max(counts.reduce(0, +), 1))
    return levels.indices.map { level in
      zip(bySegment, counts).reduce(0) { $0 + $1.0[level] * Double($1.1) } / total
    }
  }
}

/// Which place of a λ grid holds for a user: the asked one, or under a mixture the user's own.
struct EntryChoice: Sendable {
  let lambdas: [Double]
  let isMixture: Bool
  /// By user code, under a mixture.
  private let own: [Int]

  init(_ policy: Policy, _ grid: [Double], _ log: Dataset) {
    guard case .mixture(let low, let high, let share, _) = policy.deployment,
      grid.count == 2
    else {
      lambdas = grid
      isMixture = false
      own = []
      return
    }
    lambdas = [share * low + (1 - share) * high]
    isMixture = true
    let lowPlace = grid.firstIndex(of: low) ?? 0
    own = log.userNames.map { name in
      policy.lambda(forUser: Policy.userKey(name)) == low ? lowPlace : 1 - lowPlace
    }
  }

  func grid(_ entry: Int, user: Int32) -> Int { isMixture ? own[Int(user)] : entry }
}
