// The filter: which levels a learner may choose, and that it chooses among them alone.

import Compute
import Data
import Foundation
import Learning
import Testing

@Suite("Support")
struct SupportTests {
  @Test("The threshold is relative to the row's own maximum, whatever row comes first")
  func perRow() {
    let peaked: [Float] = [0.97, 0.01, 0.01, 0.01]
    let flat: [Float] = [0.25, 0.25, 0.25, 0.25]
    func logs(_ rows: [[Float]]) -> [Float] { rows.flatMap { $0.map { Float(log(Double($0))) } } }
    let first = supported(logs([peaked, flat]), levels: 4, threshold: 0.3)
    #expect(first == [1, 0, 0, 0, 1, 1, 1, 1])
    let second = supported(logs([flat, peaked]), levels: 4, threshold: 0.3)
    #expect(second == [1, 1, 1, 1, 1, 0, 0, 0])
  }

  @Test("A row is never empty, and a threshold of 0 keeps everything", arguments: [0, 0.3, 1.0])
  func neverEmpty(_ threshold: Double) {
    let logs: [Float] = [-1, -1, -1, -50, -0.1, -3]
    let keep = supported(logs, levels: 3, threshold: threshold)
    #expect(keep[0..<3].contains(1) && keep[3..<6].contains(1))
    if threshold == 0 { #expect(keep == [1, 1, 1, 1, 1, 1]) }
    if threshold == 1 { #expect(keep == [1, 0, 0, 0, 1, 0]) }
  }

  @Test("The only allowed level is chosen though its value is the lowest and all are negative")
  func lowestValueStillChosen() {
    var random = RandomStream(seed: 1, stage: "network")
    let shape = HeadNetwork.Shape(inputs: 1, hidden: [4], heads: 1, basis: .free(3))
    let start = HeadNetwork(shape: shape, random: &random)
    var parameters = start.parameters.map { _ in Float(0) }
    parameters.replaceSubrange((parameters.count - 3)..., with: [-5, -1, -2])
    let network = HeadNetwork(shape: shape, parameters: parameters)!
    let states = StateMatrix([0, 0, 0], width: 1)
    let keep: [UInt8] = [1, 0, 0, 0, 0, 1, 1, 1, 1]
    #expect(network.greedy(states, conditions: [[]], keep: keep) == [[0, 2, 1]])
  }

  @Test("Of equal values the lowest index wins")
  func ties() {
    var random = RandomStream(seed: 1, stage: "network")
    let shape = HeadNetwork.Shape(inputs: 1, hidden: [4], heads: 1, basis: .free(3))
    let start = HeadNetwork(shape: shape, random: &random)
    let network = HeadNetwork(shape: shape, parameters: start.parameters.map { _ in 0 })!
    let states = StateMatrix([0, 0], width: 1)
    #expect(
      network.greedy(states, conditions: [[]], keep: [1, 1, 1, 0, 1, 1]) == [[0, 1]])
  }

  /// 12 users at x = 0 or 1; at 0 the log prefers level 0 and level 2 pays, at 1 the reverse.
  static func habits() -> Dataset {
    var rows: [Transition] = []
    for index in 0..<600 {
      let x = Float(index / 12 % 2)
      let usual = index % 20 < 18
      let level = usual ? (x == 0 ? 0 : 2) : (x == 0 ? 1 + index % 2 : index % 2)
      let reward = level == (x == 0 ? 2 : 0) ? 1.0 : 0.1
      rows.append(
        Transition(user: index % 12, state: [x], action: level, reward: reward, terminated: true))
    }
    return dataset(rows.sorted { $0.user < $1.user }, levels: 3)
  }

  @Test("A threshold of 0 is the learner without a filter, bit for bit")
  func noThreshold() throws {
    let data = Self.habits()
    let with = try learn(data, small(.rbcq))
    let without = try learn(data, small(.rem))
    guard case .value(let first, _) = with.rule, case .value(let second, _) = without.rule else {
      Issue.record("a learned policy has a value network")
      return
    }
    #expect(first == second)
    let states = batch([[0], [1]])
    #expect(try with.decisions(states, lambda: 0) == without.decisions(states, lambda: 0))
    #expect(try without.support(states) == nil)
  }

  @Test("A threshold of 1 is behaviour cloning, and 0.3 lies between")
  func fullThreshold() throws {
    let data = Self.habits()
    let states = batch([[0], [1]])
    var settings = small()
    settings.threshold = 1
    let cloned = try learn(data, settings)
    let imitated = try Policy.imitate(data, settings: settings.generative, seed: settings.seed)
    #expect(try cloned.decisions(states, lambda: 0) == imitated.decisions(states, lambda: 0))
    #expect(chosen(try imitated.decisions(states, lambda: 0)) == [0, 2])
    // The levels that pay are rare in the log: greedy takes them, the filter does not.
    #expect(chosen(try learn(data, small()).decisions(states, lambda: 0)) == [2, 0])
    settings.threshold = 0.3
    let filtered = try learn(data, settings)
    #expect(chosen(try filtered.decisions(states, lambda: 0)) == [0, 2])
    #expect((filtered.summary?.supportShare ?? 1) < 0.5)
  }

  @Test("Permuted states get permuted decisions")
  func permuted() throws {
    let policy = try learn(Self.habits(), small())
    let forward = chosen(try policy.decisions(batch([[0], [1], [0.4], [1]]), lambda: 0))
    let backward = chosen(try policy.decisions(batch([[1], [0.4], [1], [0]]), lambda: 0))
    #expect(forward == backward.reversed())
  }

  @Test("A log of 21 equally likely levels gives every level a probability near 1/21")
  func uniform() throws {
    var random = RandomStream(seed: 4, stage: "uniform")
    let rows = (0..<8_400).map { index in
      Transition(
        user: index / 10, state: [Float(random.normal())], action: random.below(21), reward: 0,
        terminated: true)
    }
    var settings = GenerativeSettings()
    settings.steps = 600
    let policy = try Policy.behaviour(of: dataset(rows, levels: 21), settings: settings)
    let support = try policy.support(batch([[-1], [0], [1]])) ?? []
    #expect(support.count == 63)
    for probability in support { #expect(abs(probability - 1 / 21) < 0.015) }
    guard case .probabilities(let decided) = try policy.decisions(batch([[0]]), lambda: 0) else {
      Issue.record("behaviour is stochastic")
      return
    }
    #expect(decided == Array(support[21..<42]))
  }

  @Test("Logged propensities replace the model's guess")
  func propensities() throws {
    // Level 2 was never drawn, but its propensity was as high as the others'.
    var data = dataset(
      (0..<40).map { index in
        Transition(
          user: index / 4, state: [Float(index % 4)], action: index % 2, reward: 0,
          terminated: true)
      }, levels: 3)
    var settings = small()
    settings.threshold = 0.3
    #expect((try learn(data, settings).summary?.supportShare ?? 1) < 0.7)
    data.propensities = [Float](repeating: 1 / 3, count: 120)
    #expect(try learn(data, settings).summary?.supportShare == 1)
  }

  @Test("No user is both trained on and held out, and every row is in one part")
  func split() {
    let rows = (0..<200).map { index in
      Transition(user: index / 7, state: [0], action: 0, reward: 0, terminated: true)
    }
    let data = dataset(rows, levels: 1)
    let parts = UserSplit(data, heldOut: 0.1, seed: 3)
    let train = Set(parts.train.map { data.users[Int($0)] })
    let heldOut = Set(parts.heldOut.map { data.users[Int($0)] })
    #expect(train.isDisjoint(with: heldOut))
    #expect(heldOut.count == 3 && train.count == 26)
    #expect(parts.train.count + parts.heldOut.count == 200)
  }

  @Test("Of too many held-out decisions those of whole users are judged, drawn and not the first")
  func sample() {
    // 100 users with 2 decisions each; the first decision of user 0 has no target.
    let rows = (0..<200).map { index in
      Transition(user: index / 2, state: [0], action: 0, reward: 0, terminated: true)
    }
    let data = dataset(rows, levels: 1)
    let split = UserSplit(data, heldOut: 0.5, seed: 3)
    let usable = (1..<200).map(Int32.init)
    let all = split.heldOut.filter { $0 != 0 }
    #expect(split.sample(of: usable, decisions: 100, users: 10) == all)
    #expect(split.sample(of: usable, decisions: all.count, users: 10) == all)
    let some = split.sample(of: usable, decisions: 40, users: 10)
    #expect(Set(some).isSubset(of: all) && some == some.sorted())
    let users = Set(some.map { $0 / 2 })
    #expect(users.count == (some.contains(1) ? 21 : 20))
    #expect(some == all.filter { users.contains($0 / 2) })
    #expect(some != Array(all.prefix(some.count)))
    // Few decisions are not worth more than few users.
    #expect(Set(split.sample(of: usable, decisions: 1, users: 10).map { $0 / 2 }).count == 10)
  }

  @Test("Heads disagree off the data and agree on it")
  func diversity() throws {
    let rows = (0..<30).map { index in
      Transition(state: [Float(index % 3)], action: 0, reward: 1, terminated: true)
    }
    let policy = try learn(dataset(rows, levels: 1), small())
    guard case .value(let network, _) = policy.rule else {
      Issue.record("a learned policy has a value network")
      return
    }
    func spread(_ x: Float) throws -> Float {
      let states = StateMatrix(try policy.encoder.encode(batch([[x]])), width: 1)
      let values = (0..<3).map { head -> Float in
        let mix = (0..<3).map { $0 == head ? Float(1) : 0 }
        return network.values(states, condition: [0], mix: mix)[0]
      }
      return values.max()! - values.min()!
    }
    #expect(try spread(1) > 0)
    #expect(try spread(1) < 0.5 * spread(40))
  }
}
