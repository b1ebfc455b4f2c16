// `dataset`: a table's rows as users' decisions.
import Data
import OperatorKit

private let table = Parameter<Table>("table", "one row for each decision")
private let user = Parameter<String>("user", "who decided", kind: .column)
  .holding(.number, .text)
private let time = Parameter<String>("time", "when: a date, or a number that grows", kind: .column)
  .holding(.number, .date, .boolean)
private let state = Parameter<[String]>(
  "state", "what was known before the decision; texts are categories", kind: .columns
).holding(.number, .text, .boolean)
private let action = Parameter<String>(
  "action", "the coupon that was given; where it is missing the row is a state without a decision",
  kind: .column
).holding(.number, .text, .boolean)
private let reward = Parameter<String>("reward", "what is to be learned", kind: .column)
  .holding(.number, .boolean)
private let cost = Parameter<String>(
  "cost", "what the decision cost", kind: .column, unit: "money"
).holding(.number, .boolean)
private let outcome = Parameter<String?>.optional(
  "outcome", "what evaluations report; the reward when not given", kind: .column
).holding(.number, .boolean)
private let terminated = Parameter<String?>.optional(
  "terminated", "true where nothing follows", kind: .column
).holding(.boolean, .number)
private let truncated = Parameter<String?>.optional(
  "truncated", "true where the log was cut and something would follow", kind: .column
).holding(.boolean, .number)
private let gap = Parameter<String?>.optional(
  "gap", "time to the next decision, when it is not the difference of times", kind: .column,
  unit: "time units"
).holding(.number, .boolean)
private let uniform = Parameter<Bool>(
  "uniform", "the log's own policy gave every level with the same probability", default: false,
  shown: "false")
private let propensity = Parameter<String?>.optional(
  "propensity", "probability with which the given level was given", kind: .column
).holding(.number, .boolean)
private let propensities = Parameter<[String]?>.optional(
  "propensities", "probability of every level, one column each in the order of the levels",
  kind: .columns
).holding(.number, .boolean)
private let order = Parameter<[String]?>.optional(
  "order", "text levels from the least to the most; numbers are ordered by value")
private let users = Parameter<Int?>.optional(
  "users", "all users that means count, with those that have no row", in: 1...1e12, unit: "users")
private let lapse = Parameter<Double?>.optional(
  "lapse",
  "a longer gap, to the next decision or to the end of the log, ends an episode: the customer had left",
  in: 0...Double.infinity, unit: "time units")
private let end = Parameter<String>(
  "end", "what a user's last decision is when no column says it", default: "truncated",
  shown: "\"truncated\"", choices: ["terminated", "truncated"])

extension Operator {
  static let dataset = Operator(
    "dataset", .data, "read a table's rows as users' decisions",
    parameters: [
      table.declaration, user.declaration, time.declaration, state.declaration,
      action.declaration, reward.declaration, cost.declaration, outcome.declaration,
      terminated.declaration, truncated.declaration, gap.declaration, uniform.declaration,
      propensity.declaration, propensities.declaration, order.declaration, users.declaration,
      lapse.declaration, end.declaration,
    ], returns: .native(Dataset.nativeType),
    details: """
      The next state of a decision is the state at the user's next decision, so a day without a visit is
      part of the gap and never a decision of its own. A decision after which nothing follows is
      *terminated*; one that the log cut off is *truncated*, and is left out of training when its next
      state is not known. Termination wins when both are true. With `lapse`, what follows decisions that are less than
      that before the log's end counts as not known: there the log shows who came back and not who left.

      Nothing is repaired in silence: missing or infinite values, two rows of a user at one time, negative
      costs and the like are refused with their row; unordered time, rare levels, constant columns and
      users with one decision are reported with the dataset.
      """,
    examples: [
      .prints(
        """
        log = market(users: 100, seed: 1) |> simulate()
        d = log |> dataset(user: user, time: day, state: [day, user_type], action: coupon,
                           reward: returned, cost: cost, terminated: terminated, users: 100)
        [length(d.levels), d.population]
        """, output: "[21, 100]"),
      .fails(
        """
        log = market(users: 20, seed: 1) |> simulate()
        log |> dataset(user: user, time: day, state: [day, cost], action: coupon, reward: returned, cost: cost)
        """, message: "both state and cost"),
    ]
  ) { arguments, _ in
    var roles = DatasetRoles(
      user: try arguments[user], time: try arguments[time], state: try arguments[state],
      action: try arguments[action], reward: try arguments[reward], cost: try arguments[cost])
    roles.outcome = try arguments[outcome]
    roles.terminated = try arguments[terminated]
    roles.truncated = try arguments[truncated]
    roles.gap = try arguments[gap]
    roles.levelOrder = try arguments[order]
    roles.population = try arguments[users]
    roles.lapse = try arguments[lapse]
    roles.end = EpisodeEnd(rawValue: try arguments[end]) ?? .truncated
    let known: [PropensityRole] = [
      try arguments[uniform] ? .uniform : nil, try arguments[propensity].map { .logged($0) },
      try arguments[propensities].map { .perLevel($0) },
    ].compactMap { $0 }
    guard known.count <= 1 else {
      throw OperatorError("`uniform`, `propensity` and `propensities` say the same thing: give one")
    }
    roles.propensities = known.first
    return .native(try Dataset(table: try arguments[table], roles: roles))
  }
}
