// A shop small enough to know everything about, and large enough to be no toy: three kinds of customer,
// six moods, eight days, four coupons. Regulars come anyway, bargain hunters come for a coupon, lapsing
// customers for a large one only; a purchase warms the mood, a day without one cools it, so that a
// coupon today brings purchases later. A coupon costs its value when it is given, used or not.
//
// The numbers are those of occupation_measures.py, where a linear program finds the best that any
// policy can do within a budget.

import Compute
import Data
import Learning

enum Shop {
  static let days = 8
  static let kinds = 3
  static let moods = 6
  static let values = [0.0, 1, 2, 4]
  static let levels = values.map { ActionLevel(label: "\(Int($0))", value: $0) }
  /// States of one day.
  static let states = kinds * moods

  static func kind(_ state: Int) -> Int { state / moods }
  static func mood(_ state: Int) -> Int { state % moods }

  /// The probability to buy.
  static func buys(_ state: Int, _ level: Int) -> Double {
    let base = [0.25, 0.08, 0.02]
    let warmth = [0.40, 0.25, 0.20]
    let lift = [[0, 0.04, 0.06, 0.08], [0, 0.12, 0.24, 0.38], [0, 0.05, 0.14, 0.34]]
    let (kind, mood) = (kind(state), Double(mood(state)))
    return base[kind] + warmth[kind] * mood / 5 + lift[kind][level] * (1 - 0.1 * mood)
  }

  static let warmer = 0.8
  static let colder = 0.5

  /// The state after a purchase that warms, and after a day that cools.
  static func warmed(_ state: Int) -> Int { mood(state) + 1 < moods ? state + 1 : state }
  static func cooled(_ state: Int) -> Int { mood(state) > 0 ? state - 1 : state }

  /// Probabilities of the first day's states.
  static let start: [Double] = (0..<states).map {
    [0.5, 0.3, 0.2][kind($0)] * [0.1, 0.2, 0.2, 0.2, 0.2, 0.1][mood($0)]
  }

  /// What the log's own policy gives: every coupon often, larger ones rather to those in a cold mood.
  static func behaviour(_ state: Int) -> [Double] {
    mood(state) < 3 ? [0.2, 0.25, 0.25, 0.3] : [0.3, 0.25, 0.25, 0.2]
  }

  /// Σ P(s′ | s, a) · next[s′].
  static func expectation(_ next: [Double], _ state: Int, _ level: Int) -> Double {
    let bought = buys(state, level)
    return bought * (warmer * next[warmed(state)] + (1 - warmer) * next[state])
      + (1 - bought) * (colder * next[cooled(state)] + (1 - colder) * next[state])
  }
}

// MARK: Exact answers

extension Shop {
  /// A level for every day and state.
  typealias Plan = [[Int]]

  struct Value {
    var reward: Double
    var cost: Double
  }

  /// What a plan brings and costs per customer, by backward induction.
  static func value(of plan: Plan) -> Value {
    var reward = [Double](repeating: 0, count: states)
    var cost = reward
    for day in (0..<days).reversed() {
      let (nextReward, nextCost) = (reward, cost)
      for state in 0..<states {
        let level = plan[day][state]
        let bought = buys(state, level)
        reward[state] = bought + expectation(nextReward, state, level)
        cost[state] = values[level] + expectation(nextCost, state, level)
      }
    }
    return Value(reward: mean(reward), cost: mean(cost))
  }

  /// The plan that is best when a unit of money costs `lambda`, and its value of reward − λ·cost. Ties go
  /// to the smaller coupon.
  static func best(at lambda: Double) -> (plan: Plan, value: Double) {
    var plan: Plan = []
    var value = [Double](repeating: 0, count: states)
    for _ in 0..<days {
      let next = value
      var today: [Int] = []
      for state in 0..<states {
        let worth = values.indices.map { level in
          buys(state, level) - lambda * values[level] + expectation(next, state, level)
        }
        let best = worth.indices.max { (worth[$0], -$0) < (worth[$1], -$1) } ?? 0
        today.append(best)
        value[state] = worth[best]
      }
      plan.insert(today, at: 0)
    }
    return (plan, mean(value))
  }

  private static func mean(_ values: [Double]) -> Double {
    zip(start, values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// min over λ ≥ 0 of (best value at λ) + λ·B, the Lagrangian dual of the linear program. It is convex
  /// in λ, so the bracket shrinks to the price where spending crosses the budget.
  static func dual(budget: Double) -> (reward: Double, lambda: Double) {
    var (low, high) = (0.0, 2.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if value(of: best(at: middle).plan).cost > budget { low = middle } else { high = middle }
    }
    return (best(at: high).value + high * budget, high)
  }

  /// What a learned policy does at `lambda`.
  static func plan(_ policy: Policy, at lambda: Double) throws -> Plan {
    var batch = StateBatch(names: names, kinds: kindsOfColumns, values: [], count: 0)
    for day in 0..<days {
      for state in 0..<states { batch.values += columns(day, state) }
    }
    batch.count = days * states
    guard case .levels(let levels) = try policy.decisions(batch, lambda: lambda) else { return [] }
    return (0..<days).map { day in
      levels[(day * states)..<((day + 1) * states)].map { Int($0) }
    }
  }
}

// MARK: A log

extension Shop {
  private static let names = ["kind", "mood", "day"]
  private static let kindsOfColumns: [StateKind] = [
    .category(levels: ["regular", "bargain hunter", "lapsing"]), .number, .number,
  ]

  private static func columns(_ day: Int, _ state: Int) -> [Float] {
    [Float(kind(state)), Float(mood(state)), Float(day)]
  }

  /// A log of so many customers under `behaviour`, one row for each customer and day.
  static func log(customers: Int, seed: UInt64) -> Dataset {
    var random = RandomStream(seed: seed, stage: "shop")
    let count = customers * days
    var states: [Float] = []
    var actions: [Int32] = []
    var rewards: [Double] = []
    var costs: [Double] = []
    var propensities: [Float] = []
    for _ in 0..<customers {
      var state = draw(start, &random)
      for day in 0..<days {
        let level = draw(behaviour(state), &random)
        let bought = random.uniform() < buys(state, level)
        states += columns(day, state)
        actions.append(Int32(level))
        rewards.append(bought ? 1 : 0)
        costs.append(values[level])
        propensities += behaviour(state).map { Float($0) }
        let moves = random.uniform() < (bought ? warmer : colder)
        if moves { state = bought ? warmed(state) : cooled(state) }
      }
    }
    return Dataset(
      stateNames: names, stateKinds: kindsOfColumns, states: states, levels: levels,
      levelsAreOrdered: true, actions: actions, rewards: rewards, outcomes: rewards,
      outcomeName: "purchases", costs: costs,
      next: (0..<count).map { $0 % days == days - 1 ? -1 : Int32($0 + 1) },
      gaps: [Float](repeating: 1, count: count),
      terminated: (0..<count).map { $0 % days == days - 1 },
      truncated: [Bool](repeating: false, count: count), propensities: propensities,
      users: (0..<count).map { Int32($0 / days) },
      userNames: (0..<customers).map { "customer \(seed)-\($0)" },
      times: (0..<count).map { Double($0 % days) },
      episodes: (0..<customers).map { ($0 * days)..<(($0 + 1) * days) },
      populationSize: customers)
  }

  private static func draw(_ shares: [Double], _ random: inout RandomStream) -> Int {
    var rest = random.uniform()
    for (index, share) in shares.enumerated() {
      if rest < share { return index }
      rest -= share
    }
    return shares.count - 1
  }
}
