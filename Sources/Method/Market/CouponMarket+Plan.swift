// Exact arithmetic for one user whose probabilities are known. Given a visit on a day, of all that was
// before only the memory matters, so dynamic programming over (day, memory) finds the best plan, and a
// chain over (memory, visit or none) gives its expectations.

import Compute

extension CouponMarket {
  /// A user's best levels, (days, memories) row-major; of equally good levels the cheapest.
  ///
  /// Backwards: W(d, m) is the value of a visit on day d in memory m, A(d, m) that of staying away. With
  /// m′ the memory after level k or after no visit, q the chance of a visit the next day and q₀ that
  /// after none, W(d, m) = max r − λc + γ(q W(d+1, m′) + (1 − q) A(d+1, m′)) and
  /// A(d, m) = γ(q₀ W(d+1, m′) + (1 − q₀) A(d+1, m′)).
  func plan(
    _ people: MarketUsers, _ user: Int, lambda: Double, reward: MarketReward, gamma: Double
  ) -> [Int8] {
    let memories = people.memory.count
    var plan = [Int8](repeating: 0, count: days * memories)
    // W and A of the day after, and of the day.
    var visitNext = [Double](repeating: 0, count: memories)
    var absentNext = visitNext
    var visit = visitNext
    var absent = visitNext
    let idle = people.idleRetention[user]
    for day in stride(from: days - 1, through: 0, by: -1) {
      for memory in 0..<memories {
        var best = -Double.infinity
        for level in 0..<levelCount {
          let returns = people.chance(user, after: Int8(level), in: UInt8(memory))
          let next = Int(people.memory.after(UInt8(memory), given: Int8(level)))
          let earned: Double
          switch reward {
          case .returned: earned = returns - 1
          case .published: earned = day == days - 1 ? 0 : returns - 1
          case .visits: earned = 1
          }
          let future = returns * visitNext[next] + (1 - returns) * absentNext[next]
          let total = earned - lambda * value(level: level) + gamma * future
          if total > best {
            best = total
            plan[day * memories + memory] = Int8(level)
          }
        }
        let next = Int(people.memory.after(UInt8(memory), given: -1))
        absent[memory] = gamma * (idle * visitNext[next] + (1 - idle) * absentNext[next])
        visit[memory] = best
      }
      swap(&visit, &visitNext)
      swap(&absent, &absentNext)
    }
    return plan
  }

  /// Expected visits and cost of a plan, (days, memories), for somebody who begins in `memory` and
  /// visits on day 0 with chance `first`.
  ///
  /// Forwards: for each memory the chance of being in it, and of being in it and visiting.
  func expectation(
    _ people: MarketUsers, _ user: Int, plan: [Int8], memory start: UInt8, first: Double
  ) -> (visits: Double, cost: Double) {
    let memories = people.memory.count
    let none = [Double](repeating: 0, count: memories)
    var here = none
    var visiting = none
    here[Int(start)] = 1
    visiting[Int(start)] = first
    var visits = 0.0
    var cost = 0.0
    for day in 0..<days {
      var hereNext = none
      var visitingNext = none
      for memory in 0..<memories where here[memory] > 0 {
        let level = plan[day * memories + memory]
        let chance = visiting[memory]
        visits += chance
        cost += chance * value(level: Int(level))
        let given = Int(people.memory.after(UInt8(memory), given: level))
        hereNext[given] += chance
        visitingNext[given] += chance * people.chance(user, after: level, in: UInt8(memory))
        let away = Int(people.memory.after(UInt8(memory), given: -1))
        hereNext[away] += here[memory] - chance
        visitingNext[away] += (here[memory] - chance) * people.idleRetention[user]
      }
      here = hereNext
      visiting = visitingNext
    }
    return (visits, cost)
  }
}
