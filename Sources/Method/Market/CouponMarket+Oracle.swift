// The upper bound: a policy that knows every user's own probabilities. Its choice depends on user, day
// and memory alone, so it is found exactly. With γ = 0 it knows everybody and looks no further than the
// next day, so what it lacks is the worth of planning.

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
  /// (users, days, memories) row-major: the level to give on a visit. Where the market's kind has no
  /// memory there is one.
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
  ///
  /// A visit counts on its own day under `MarketReward.visits`, so with a `gamma` of 0 only the other
  /// rewards see anything that a coupon changes.
  public func oracle(
    lambda: Double, reward: MarketReward = .returned, gamma: Double = 1,
    warmUp: Behaviour = .uniform
  ) -> Oracle {
    expected(lambda: lambda, warmUp: warmUp) { people, user in
      plan(people, user, lambda: lambda, reward: reward, gamma: gamma)
    }
  }

  /// Exact expected visits and cost of giving each user of the market the same `level` on every
  /// visit, from the users' histories under `warmUp`.
  public func expectation(constant level: Int, warmUp: Behaviour = .uniform) -> Oracle {
    expected(lambda: 0, warmUp: warmUp) { people, _ in
      [Int8](repeating: Int8(level), count: days * people.memory.count)
    }
  }

  /// Plays the oracle's policy on the same users.
  public func rollout(_ oracle: Oracle, warmUp: Behaviour = .uniform) throws -> Rollout {
    let names = ["day"] + (kind.memoryName.map { [$0] } ?? [])
    let (days, offset) = (days, kind.memoryOffset)
    let memories = MarketMemory(kind, levels: levelCount).count
    let all = try rollout(stateNames: names, warmUp: warmUp) { _, states, users in
      .levels(
        users.enumerated().map { position, user in
          let state = states.values[(position * names.count)..<((position + 1) * names.count)]
          let day = Int(state[state.startIndex])
          let memory = names.count > 1 ? Int(state[state.startIndex + 1]) - offset : 0
          return Int32(oracle.levels[(user * days + day) * memories + memory])
        })
    }
    return all[0]
  }

  /// Each user's plan with its expectations.
  private func expected(
    lambda: Double, warmUp: Behaviour, plan: @Sendable (MarketUsers, Int) -> [Int8]
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
        let local = user - range.lowerBound
        let plan = plan(people, user)
        let (visits, cost) = expectation(
          people, user, plan: plan, memory: histories.memory(local),
          first: histories.chance(local, day: 0, people))
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
}
