// Logs of a few states, written down episode by episode, for processes whose values are known by hand.

import Compute
import Data
import Estimation

/// One decision of a hand-written episode.
struct Step {
  var state: Int
  var action = 0
  var outcome = 0.0
  var cost = 0.0
  var gap: Float = 1
  var terminated = false
  var truncated = false
  /// The state after a last decision that was cut off, when it is known.
  var following: Int?
}

struct SmallLog {
  var dataset: Dataset
  /// One-hot states.
  var encoded: StateMatrix

  /// One user for each of `users`, each with one or more episodes; states are 0..<`stateCount`.
  init(
    users: [[[Step]]], stateCount: Int, levels: Int = 1, population: Int? = nil,
    ordered: Bool = true
  ) {
    var states: [Int] = []
    var extras: [(row: Int, state: Int)] = []
    var steps: [Step] = []
    var times: [Double] = []
    var codes: [Int32] = []
    var next: [Int32] = []
    var episodes: [Range<Int>] = []
    for (user, userEpisodes) in users.enumerated() {
      var time = 0.0
      for episode in userEpisodes {
        let start = steps.count
        for (index, step) in episode.enumerated() {
          let row = steps.count
          steps.append(step)
          times.append(time)
          time += Double(step.gap)
          states.append(step.state)
          codes.append(Int32(user))
          let isLast = index + 1 == episode.count
          next.append(isLast ? -1 : Int32(row + 1))
          if let following = step.following { extras.append((row, following)) }
        }
        episodes.append(start..<steps.count)
      }
    }
    for (row, state) in extras {
      next[row] = Int32(states.count)
      states.append(state)
    }
    dataset = Dataset(
      stateNames: ["state"], stateKinds: [.number], states: states.map(Float.init),
      levels: (0..<levels).map { ActionLevel(label: "\($0)", value: Double($0)) },
      levelsAreOrdered: ordered, actions: steps.map { Int32($0.action) },
      rewards: steps.map(\.outcome), outcomes: steps.map(\.outcome), outcomeName: "outcome",
      costs: steps.map(\.cost), next: next, gaps: steps.map(\.gap),
      terminated: steps.map(\.terminated), truncated: steps.map(\.truncated), users: codes,
      userNames: users.indices.map { "u\($0)" }, times: times,
      episodes: episodes, populationSize: population ?? users.count)
    var oneHot = [Float](repeating: 0, count: states.count * stateCount)
    for (row, state) in states.enumerated() { oneHot[row * stateCount + state] = 1 }
    encoded = StateMatrix(oneHot, width: stateCount)
  }

  /// The same level in every state, without λ.
  func constant(_ level: Int32) -> PolicyTable {
    PolicyTable(
      name: "constant", lambdas: [0], dependsOnLambda: false,
      decisions: [.levels([Int32](repeating: level, count: dataset.stateCount))],
      levelCount: dataset.levels.count)
  }

  func state(_ row: Int) -> Int { Int(dataset.states[row]) }
}

/// A small critic for processes of a few states, where no input is useless.
func smallSettings(steps: Int = 1500) -> CriticSettings {
  var settings = CriticSettings()
  settings.heads = 4
  settings.hidden = [32, 32]
  settings.steps = steps
  settings.batchSize = 128
  settings.learningRate = 3e-3
  settings.shrinkage = 0
  return settings
}

extension SmallLog {
  func evaluate(
    _ table: PolicyTable, behaviour: BehaviourModel? = nil, by method: EstimationMethod = .critics,
    settings: CriticSettings = smallSettings(), progress: Progress = Progress()
  ) throws -> Evaluation {
    try estimate(
      table, from: dataset, encoded: encoded, behaviour: behaviour, by: method,
      settings: settings, progress: progress)
  }
}
