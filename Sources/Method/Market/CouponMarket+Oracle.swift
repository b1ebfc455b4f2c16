// The upper bound: a policy that knows every user's own probabilities. Given a visit on a day, nothing
// before it matters, so its choice depends on user and day alone and dynamic programming is exact.

import Compute
import Data

/// What a visit is worth to the oracle.
public enum MarketReward: String, Sendable, Hashable, CaseIterable {
  /// −1 when the customer does not come the next day.
  case returned
  /// As `returned`, but the last day earns nothing whatever happens, as in the published code.
  case published
  /// +1 per visit-day.
  case visits
}

public struct Oracle: Sendable, Hashable {
  public var lambda: Double
  /// (users, days) row-major: the level to give on a visit.
  public var levels: [Int8]
  /// (users) exact expectations over the days, undiscounted.
  public var visits: [Double]
  public var costs: [Double]

  public var totalVisits: Double { visits.reduce(0, +) }
  public var totalCost: Double { costs.reduce(0, +) }
  public var visitsPerUser: Double { totalVisits / Double(max(visits.count, 1)) }
  public var costPerUser: Double { totalCost / Double(max(costs.count, 1)) }
}

extension CouponMarket {
  /// The best policy at price `lambda` for users whose probabilities are known, with its expectations
  /// from the users' histories under `warmUp`. Of equally good levels the cheapest.
  public func oracle(
    lambda: Double, reward: MarketReward = .returned, gamma: Double = 1,
    warmUp: Behaviour = .uniform
  ) -> Oracle {
    let people = MarketUsers(self)
    let draw = LevelDraw(probabilities(warmUp), levels: levelCount)
    let chunk = 512
    let parts = parallelMap((users + chunk - 1) / chunk) { index in
      let range = (index * chunk)..<min(users, (index + 1) * chunk)
      var histories = Histories(self, users: range)
      histories.warmUp(people, draw)
      var part = Oracle(lambda: lambda, levels: [], visits: [], costs: [])
      for user in range {
        let plan = plan(people, user, lambda: lambda, reward: reward, gamma: gamma)
        let before = histories.coupon(user - range.lowerBound, day: -1)
        let (visits, cost) = expectation(people, user, plan: plan, before: before)
        part.levels.append(contentsOf: plan)
        part.visits.append(visits)
        part.costs.append(cost)
      }
      return part
    }
    return Oracle(
      lambda: lambda, levels: parts.flatMap(\.levels), visits: parts.flatMap(\.visits),
      costs: parts.flatMap(\.costs))
  }

  /// Plays the oracle's policy on the same users.
  public func rollout(_ oracle: Oracle, warmUp: Behaviour = .uniform) throws -> Rollout {
    let days = days
    let all = try rollout(stateNames: ["day"], warmUp: warmUp) { _, states, users in
      .levels(
        users.enumerated().map { position, user in
          Int32(oracle.levels[user * days + Int(states.values[position])])
        })
    }
    return all[0]
  }

  /// Exact expected visits and cost of giving each user of the market the same `level` on every
  /// visit, from the users' histories under `warmUp`.
  public func expectation(constant level: Int, warmUp: Behaviour = .uniform) -> Oracle {
    let people = MarketUsers(self)
    var histories = Histories(self, users: 0..<users)
    histories.warmUp(people, LevelDraw(probabilities(warmUp), levels: levelCount))
    let plan = [Int8](repeating: Int8(level), count: days)
    var result = Oracle(lambda: 0, levels: [], visits: [], costs: [])
    for user in 0..<users {
      let before = histories.coupon(user, day: -1)
      let (visits, cost) = expectation(people, user, plan: plan, before: before)
      result.levels.append(contentsOf: plan)
      result.visits.append(visits)
      result.costs.append(cost)
    }
    return result
  }

  /// Backwards: W(d) is the value of a visit on day d, A(d) that of staying away on day d; with m the
  /// mean of p, W(d) = max r − λc + γ(p W(d+1) + (1 − p) A(d+1)), A(d) = γ(m W(d+1) + (1 − m) A(d+1)).
  private func plan(
    _ people: MarketUsers, _ user: Int, lambda: Double, reward: MarketReward, gamma: Double
  ) -> [Int8] {
    var plan = [Int8](repeating: 0, count: days)
    // W and A of the day after.
    var visitNext = 0.0
    var absentNext = 0.0
    let mean = people.meanRetention[user]
    for day in stride(from: days - 1, through: 0, by: -1) {
      var best = -Double.infinity
      for level in 0..<levelCount {
        let returns = people.retention[user * levelCount + level]
        let earned: Double
        switch reward {
        case .returned: earned = returns - 1
        case .published: earned = day == days - 1 ? 0 : returns - 1
        case .visits: earned = 1
        }
        let future = returns * visitNext + (1 - returns) * absentNext
        let total = earned - lambda * value(level: level) + gamma * future
        if total > best {
          best = total
          plan[day] = Int8(level)
        }
      }
      absentNext = gamma * (mean * visitNext + (1 - mean) * absentNext)
      visitNext = best
    }
    return plan
  }

  /// Forwards: the distribution over "what was given yesterday" is a visit with this plan, or none.
  private func expectation(
    _ people: MarketUsers, _ user: Int, plan: [Int8], before: Int8
  ) -> (visits: Double, cost: Double) {
    var visits = 0.0
    var cost = 0.0
    var chance =
      before < 0
      ? people.meanRetention[user] : people.retention[user * levelCount + Int(before)]
    for day in 0..<days {
      visits += chance
      cost += chance * value(level: Int(plan[day]))
      let returns = people.retention[user * levelCount + Int(plan[day])]
      chance = chance * returns + (1 - chance) * people.meanRetention[user]
    }
    return (visits, cost)
  }
}
