// A process of at most three days that can be written down whole. A mood x ∈ {0, 1}, two actions; action 1
// costs 1. A day brings x + a/2. Whoever is in a bad mood and gets nothing leaves with probability 1/4, so
// episodes differ in length. The log's policy gives action 1 with probability 1/2 in a bad mood and 1/4
// in a good one. The log holds every path as often as it is likely, so an unbiased estimator is exact.

import Data
import Estimation

enum LeavingProcess {
  typealias Rule = @Sendable (_ day: Int, _ mood: Int) -> [Double]

  static let days = 3

  /// Of four equally likely things that may happen: how many are leaving, and how many a good mood.
  static func chances(mood: Int, action: Int) -> (leave: Int, good: Int) {
    switch (mood, action) {
    case (0, 0): (1, 1)
    case (1, 0): (0, 2)
    default: (0, 3)
    }
  }

  /// Of four decisions of the log's policy, how many are action 1.
  static func given(mood: Int) -> Int { mood == 0 ? 2 : 1 }

  static func outcome(mood: Int, action: Int) -> Double { Double(mood) + 0.5 * Double(action) }

  /// Every path, repeated.
  static let paths: [[Step]] = {
    var paths: [[Step]] = []
    func extend(_ steps: [Step], day: Int, mood: Int) {
      for slot in 0..<4 {
        let action = slot < given(mood: mood) ? 1 : 0
        var step = Step(
          state: day * 2 + mood, action: action, outcome: outcome(mood: mood, action: action),
          cost: Double(action))
        let (leave, good) = chances(mood: mood, action: action)
        if day == days - 1 {
          step.terminated = true
          paths.append(steps + [step])
          continue
        }
        for chance in 0..<4 {
          step.terminated = chance < leave
          if chance < leave {
            // As often as a path that stays: so many ways do the days that are left have.
            paths += Array(repeating: steps + [step], count: day == 0 ? 64 : 4)
          } else {
            extend(steps + [step], day: day + 1, mood: chance < leave + good ? 1 : 0)
          }
        }
      }
    }
    extend([], day: 0, mood: 0)
    extend([], day: 0, mood: 1)
    return paths
  }()

  /// Backward induction over (day, mood): both moods are equally likely on the first day.
  static func value(
    gamma: Double = 1, _ earning: (_ mood: Int, _ action: Int) -> Double,
    under policy: Rule
  ) -> Double {
    var following = [0.0, 0.0]
    for day in (0..<days).reversed() {
      following = [0, 1].map { mood in
        var value = 0.0
        for (action, share) in policy(day, mood).enumerated() {
          let (leave, good) = chances(mood: mood, action: action)
          let next =
            (Double(good) * following[1] + Double(4 - leave - good) * following[0]) / 4
          value += share * (earning(mood, action) + gamma * next)
        }
        return value
      }
    }
    return (following[0] + following[1]) / 2
  }

  static func behaviour(_ dataset: Dataset) -> BehaviourModel {
    let all = (0..<dataset.count).flatMap { row -> [Float] in
      let share = Float(given(mood: Int(dataset.states[row]) % 2)) / 4
      return [1 - share, share]
    }
    return BehaviourModel(
      known: dataset.actions.enumerated().map { all[$0 * 2 + Int($1)] }, all: all)
  }

  /// A policy by day and mood, as probabilities of the two actions or as levels.
  static func table(
    _ log: SmallLog, lambdas: [Double] = [0], _ policies: [Rule]
  ) -> PolicyTable {
    PolicyTable(
      name: "by mood", lambdas: lambdas, dependsOnLambda: lambdas.count > 1,
      decisions: policies.map { policy in
        let shares = (0..<log.dataset.stateCount).map {
          policy(log.state($0) / 2, log.state($0) % 2)
        }
        return shares.allSatisfy { $0.contains(1) }
          ? .levels(shares.map { Int32($0[1]) })
          : .probabilities(shares.flatMap { $0.map(Float.init) })
      }, levelCount: 2)
  }
}
