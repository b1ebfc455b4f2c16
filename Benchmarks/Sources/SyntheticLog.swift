// The log that the step cases draw from: speed depends on its shape alone. The peers' programs make the same.

import Compute
import Data
import Foundation

struct SyntheticLog {
  static let rows = 150_000
  static let episode = 25
  static let prices = (0..<21).map { 0.1 * Double($0) }

  let dataset: Dataset
  /// (n, levels) 1 where the log supports the level: seven in ten, and the one taken.
  let keep: [UInt8]
  /// (L, n) the policy that critics judge.
  let decisions: [[Int32]]

  init(columns: Int, levels: Int) {
    var random = RandomStream(seed: 1, stage: "benchmark.log")
    let rows = Self.rows
    let dataset = Self.dataset(columns: columns, levels: levels, &random)
    self.dataset = dataset
    keep = (0..<(rows * levels)).map { cell in
      random.uniform() < 0.7 || Int(dataset.actions[cell / levels]) == cell % levels ? 1 : 0
    }
    decisions = Self.prices.map { _ in (0..<rows).map { _ in Int32(random.below(levels)) } }
  }

  /// The log alone.
  static func dataset(columns: Int, levels: Int) -> Dataset {
    var random = RandomStream(seed: 1, stage: "benchmark.log")
    return dataset(columns: columns, levels: levels, &random)
  }

  private static func dataset(columns: Int, levels: Int, _ random: inout RandomStream) -> Dataset {
    let states = (0..<(rows * columns)).map { _ in
      // Sums of uniforms are near enough to normal, and quick.
      random.uniformFloat() + random.uniformFloat() + random.uniformFloat() - 1.5
    }
    let actions = (0..<rows).map { _ in Int32(random.below(levels)) }
    let rewards = (0..<rows).map { row in
      let chance =
        1 / (1 + exp(-Double(states[row * columns]) - Double(actions[row]) / Double(levels)))
      return random.uniform() < chance ? 1.0 : 0
    }
    let ends = (0..<rows).map { ($0 + 1) % Self.episode == 0 || $0 + 1 == rows }
    return Dataset(
      stateNames: (0..<columns).map { "x\($0)" },
      stateKinds: [StateKind](repeating: .number, count: columns), states: states,
      levels: (0..<levels).map { ActionLevel(label: "\($0)", value: Double($0)) },
      levelsAreOrdered: true, actions: actions, rewards: rewards, outcomes: rewards,
      outcomeName: "visit",
      costs: (0..<rows).map { rewards[$0] * Double(actions[$0]) / Double(levels) },
      next: (0..<rows).map { ends[$0] ? -1 : Int32($0 + 1) },
      gaps: (0..<rows).map { _ in Float(1 + random.below(3)) }, terminated: ends,
      truncated: [Bool](repeating: false, count: rows),
      users: (0..<rows).map { Int32($0 / Self.episode) },
      userNames: (0...((rows - 1) / Self.episode)).map { "u\($0)" },
      times: (0..<rows).map { Double($0 % Self.episode) },
      episodes: stride(from: 0, to: rows, by: Self.episode).map {
        $0..<min($0 + Self.episode, rows)
      },
      populationSize: (rows - 1) / Self.episode + 1)
  }
}
