// Dataset D: users' decisions as transitions (s, a, r, c, s′, gap, terminated, truncated).
//
// States are stored once. Rows 0..<count are decisions; rows count..<stateCount are states without a
// decision (a state that is known after the last decision of a log). `next` names the row of s′, so
// neither D nor its λ-generalisation ever copies a state.

/// How one state column is to be read by a learner.
public enum StateKind: Sendable, Hashable {
  case number
  /// Codes 0..<levels.count stored as floats.
  case category(levels: [String])
}

/// A coupon level: index 0..<A in the log, with a label and its place among the levels (for a smooth basis).
public struct ActionLevel: Sendable, Hashable {
  public var label: String
  /// What the coupon is worth; of a level that is a text, its index.
  public var value: Double
  /// The log names its coupons by texts, and does not say what they are worth.
  public var isText: Bool

  public init(label: String, value: Double, isText: Bool = false) {
    self.label = label
    self.value = value
    self.isText = isText
  }

  /// What the coupon is worth, where that is known.
  public var money: Double? { isText ? nil : value }
}

public struct Dataset: Sendable {
  /// Decisions, n.
  public var count: Int { actions.count }
  /// States, m ≥ n: decisions first, then states without one.
  public var stateCount: Int { stateNames.isEmpty ? 0 : states.count / stateNames.count }
  public var width: Int { stateNames.count }

  public var stateNames: [String]
  public var stateKinds: [StateKind]
  /// (m, d) row-major, raw: neither encoded nor standardised.
  public var states: [Float]
  /// True when the levels have an order that a smooth basis may use.
  public var levelsAreOrdered: Bool
  public var levels: [ActionLevel]
  /// (n) level index of each decision.
  public var actions: [Int32]
  /// (n) reward for learning.
  public var rewards: [Double]
  /// (n) what evaluations report; equal to `rewards` unless another column was named.
  public var outcomes: [Double]
  public var outcomeName: String
  /// (n) cost in money.
  public var costs: [Double]
  /// (n) state row of s′, or −1 when it is not known.
  public var next: [Int32]
  /// (n) time units from this decision to the next; 1 where there is none.
  public var gaps: [Float]
  /// (n) nothing follows. Takes precedence over `truncated`.
  public var terminated: [Bool]
  /// (n) the log was cut here and something would follow.
  public var truncated: [Bool]
  /// (n, A) row-major behaviour probabilities of every level when they were logged or are known.
  public var propensities: [Float]?
  /// (n) probability of the level that was given, when the log has only that one and not `propensities`.
  public var loggedPropensities: [Float]?
  /// (n) user code of each decision; rows of a user are consecutive and ordered by time.
  public var users: [Int32]
  /// Names of users by code.
  public var userNames: [String]
  /// (n) time of each decision, as logged.
  public var times: [Double]
  /// Row ranges of episodes, in row order.
  public var episodes: [Range<Int>]
  /// Users that totals and means count, at least `userNames.count`: users without a row spend
  /// nothing and bring nothing, and still count.
  public var populationSize: Int
  /// What the builder found and did not repair; shown with the dataset.
  public var warnings: [String]
  /// Episodes end because customers leave, at no time in particular.
  public var endsByLapse = false
  /// `times` are days since 1970-01-01, and were dates in the table.
  public var timesAreDates = false

  public init(
    stateNames: [String], stateKinds: [StateKind], states: [Float], levels: [ActionLevel],
    levelsAreOrdered: Bool, actions: [Int32], rewards: [Double], outcomes: [Double],
    outcomeName: String, costs: [Double], next: [Int32], gaps: [Float], terminated: [Bool],
    truncated: [Bool], propensities: [Float]? = nil, loggedPropensities: [Float]? = nil,
    users: [Int32], userNames: [String],
    times: [Double], episodes: [Range<Int>], populationSize: Int, warnings: [String] = []
  ) {
    self.stateNames = stateNames
    self.stateKinds = stateKinds
    self.states = states
    self.levels = levels
    self.levelsAreOrdered = levelsAreOrdered
    self.actions = actions
    self.rewards = rewards
    self.outcomes = outcomes
    self.outcomeName = outcomeName
    self.costs = costs
    self.next = next
    self.gaps = gaps
    self.terminated = terminated
    self.truncated = truncated
    self.propensities = propensities
    self.loggedPropensities = loggedPropensities
    self.users = users
    self.userNames = userNames
    self.times = times
    self.episodes = episodes
    self.populationSize = populationSize
    self.warnings = warnings
  }
}
