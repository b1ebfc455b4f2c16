// Which column of a table plays which part in Dataset D.

/// How the behaviour's probabilities are known.
public enum PropensityRole: Sendable, Hashable {
  /// Every level was equally likely, whatever the state.
  case uniform
  /// One column per level, in the order of the levels: each level's probability in that row's state.
  case perLevel([String])
  /// One column: the probability of the level that was given.
  case logged(String)
}

/// What the last decision of a user is when no column says it.
public enum EpisodeEnd: String, Sendable, Hashable, CaseIterable {
  /// Nothing follows, as in a campaign with a fixed last day.
  case terminated
  /// The log was cut and the customer goes on.
  case truncated
}

public struct DatasetRoles: Sendable, Hashable {
  public var user: String
  public var time: String
  public var state: [String]
  /// Numbers become ordered levels, sorted by value. Texts are unordered unless `levelOrder` lists
  /// them. A row without an action is a state without a decision.
  public var action: String
  public var reward: String
  public var cost: String
  /// What evaluations report instead of the reward.
  public var outcome: String?
  /// Boolean or 0/1.
  public var terminated: String?
  /// Boolean or 0/1.
  public var truncated: String?
  /// Time units from a decision to the next, where they are not the difference of times.
  public var gap: String?
  public var propensities: PropensityRole?
  /// Text levels from the least to the most.
  public var levelOrder: [String]?
  /// All users that means and totals count, with those that have no row.
  public var population: Int?
  /// A gap above this ends an episode: the customer had left.
  public var lapse: Double?
  public var end: EpisodeEnd
  /// A level given fewer times than this is reported.
  public var rareLevel: Int

  public init(
    user: String, time: String, state: [String], action: String, reward: String, cost: String,
    outcome: String? = nil, terminated: String? = nil, truncated: String? = nil,
    gap: String? = nil, propensities: PropensityRole? = nil, levelOrder: [String]? = nil,
    population: Int? = nil, lapse: Double? = nil, end: EpisodeEnd = .truncated,
    rareLevel: Int = 20
  ) {
    self.user = user
    self.time = time
    self.state = state
    self.action = action
    self.reward = reward
    self.cost = cost
    self.outcome = outcome
    self.terminated = terminated
    self.truncated = truncated
    self.gap = gap
    self.propensities = propensities
    self.levelOrder = levelOrder
    self.population = population
    self.lapse = lapse
    self.end = end
    self.rareLevel = rareLevel
  }
}

/// Why a table is not a dataset. Rows count from one, without the header.
public enum DatasetError: Error, Sendable, Hashable {
  case missingColumn(role: String, column: String, known: [String])
  case wrongType(role: String, column: String, expected: String, found: ColumnType, cause: String?)
  case missingValue(role: String, column: String, row: Int, user: String?)
  case infiniteValue(role: String, column: String, row: Int, user: String?)
  case negativeCost(column: String, row: Int, user: String, value: Double)
  case notAFlag(role: String, column: String, row: Int, value: String)
  case notAProbability(column: String, row: Int, value: Double)
  case probabilitiesDoNotSum(row: Int, sum: Double)
  case wrongPropensityCount(expected: Int, found: Int)
  case duplicateTime(user: String, time: String, rows: [Int])
  case unknownLevel(column: String, level: String, row: Int, order: [String])
  case tooManyLevels(column: String, found: Int, limit: Int)
  case badGap(column: String, row: Int, value: Double)
  case populationTooSmall(population: Int, users: Int)
  case notPositive(name: String, value: Double)
  case repeatedState(column: String)
  case leakingState(column: String, role: String)
  case noState
  case noDecisions
  case badFraction(Double)

  public var message: String {
    switch self {
    case .missingColumn(let role, let column, _): "no column `\(column)` for \(role)"
    case .wrongType(let role, let column, let expected, let found, let cause):
      "`\(column)` is \(found.rawValue), but \(role) needs \(expected)"
        + (cause.map { ": \($0)" } ?? "")
    case .missingValue(let role, let column, let row, let user):
      "`\(column)` (\(role)) is missing in row \(row)\(of(user))"
    case .infiniteValue(let role, let column, let row, let user):
      "`\(column)` (\(role)) is infinite in row \(row)\(of(user))"
    case .negativeCost(let column, let row, let user, let value):
      "`\(column)` is \(formatted(value)) in row \(row)\(of(user)), but a cost is never negative"
    case .notAFlag(let role, let column, let row, let value):
      "`\(column)` (\(role)) is \(value) in row \(row), expected true or false, or 1 or 0"
    case .notAProbability(let column, let row, let value):
      "`\(column)` is \(formatted(value)) in row \(row), expected a probability"
    case .probabilitiesDoNotSum(let row, let sum):
      "the propensities of row \(row) sum to \(formatted(sum)), expected 1"
    case .wrongPropensityCount(let expected, let found):
      "\(found) propensity columns for \(expected) levels"
    case .duplicateTime(let user, let time, let rows):
      "user \(user) has more than one row at time \(time): rows "
        + rows.map(String.init).joined(separator: " and ")
    case .unknownLevel(let column, let level, let row, let order):
      "`\(column)` is `\(level)` in row \(row), which is not among the levels "
        + order.map { "`\($0)`" }.joined(separator: ", ")
    case .tooManyLevels(let column, let found, let limit):
      "`\(column)` has \(found) different values, more than the \(limit) coupon levels allowed"
    case .badGap(let column, let row, let value):
      "`\(column)` (gap) is \(formatted(value)) in row \(row), expected more than 0"
    case .populationTooSmall(let population, let users):
      "population is \(population), but \(users) users have a row"
    case .notPositive(let name, let value):
      "\(name) is \(formatted(value)), expected more than 0"
    case .repeatedState(let column): "`\(column)` is listed twice in state"
    case .leakingState(let column, let role):
      "`\(column)` is both state and \(role): a decision would be made from its own result"
    case .noState: "state lists no column"
    case .noDecisions: "no row has an action"
    case .badFraction(let value):
      "cannot split off \(formatted(value)) of the users, expected fractions above 0, 1 in all"
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch self {
    case .duplicateTime: "add up the rows of one visit first, or give a finer time"
    case .tooManyLevels: "round the coupon value with derive, or cut it into a few levels"
    case .missingValue: "drop such rows with where, or fill them with derive, and say why"
    case .notAProbability, .probabilitiesDoNotSum:
      "propensities are the behaviour's probabilities at the time of the decision"
    case .leakingState: "leave it out of state"
    case .missingColumn, .wrongType, .infiniteValue, .negativeCost, .notAFlag,
      .wrongPropensityCount, .unknownLevel, .badGap, .populationTooSmall, .notPositive,
      .repeatedState, .noState, .noDecisions, .badFraction:
      nil
    }
  }

  private func of(_ user: String?) -> String { user.map { " (user \($0))" } ?? "" }
}
