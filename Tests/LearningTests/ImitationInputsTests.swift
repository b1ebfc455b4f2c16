// The imitation model reads what held-out users ask for, and nothing else.

import Compute
import Data
import Foundation
import Learning
import Testing

@Suite("Inputs of the imitation model")
struct ImitationInputsTests {
  /// Customers with a type of -1 or 1, and two columns that mean nothing; three levels.
  static func log(
    users: Int = 400, _ draw: (_ type: Float, _ sign: Float, inout RandomStream) -> Int
  ) -> Dataset {
    var random = RandomStream(seed: 5, stage: "log")
    var rows: [Transition] = []
    for user in 0..<users {
      let type: Float = user % 2 == 0 ? -1 : 1
      for _ in 0..<8 {
        let sign: Float = random.below(2) == 0 ? -1 : 1
        let noise = Float(random.normal())
        rows.append(
          Transition(
            user: user, state: [noise, type, sign], action: draw(type, sign, &random), reward: 0,
            terminated: true))
      }
    }
    return dataset(rows, levels: 3)
  }

  static func imitated(_ data: Dataset) throws -> Policy {
    var settings = GenerativeSettings()
    settings.steps = 800
    settings.batch = 400
    settings.learningRate = 3e-3
    return try Policy.behaviour(of: data, settings: settings, seed: 2)
  }

  /// (n, 3)
  static func support(_ data: Dataset, _ states: [[Float]]) throws -> [Float] {
    try imitated(data).support(batch(states)) ?? []
  }

  @Test("Of coupons drawn alike for everybody it says their shares, in every state")
  func uniform() throws {
    let data = Self.log { _, _, random in random.below(3) }
    let found = try Self.support(data, [[0, -1, 1], [3, 1, -1]])
    #expect(found[0..<3] == found[3..<6])
    // As if each level had been given once more, among those who are not held out.
    let rows = UserSplit(data, heldOut: 0.1, seed: 2).train
    for level in 0..<3 {
      let given = rows.filter { Int(data.actions[Int($0)]) == level }.count
      let share = Double(given + 1) / Double(rows.count + 3)
      #expect(abs(Double(found[level]) - share) < 1e-6)
    }
  }

  @Test("Known probabilities that are the same for everybody are taken as they are")
  func known() throws {
    var data = Self.log(users: 30) { _, _, random in random.below(2) }
    data.propensities = (0..<data.count).flatMap { _ in [Float(0.75), 0.25, 0] }
    let found = try Self.support(data, [[0, -1, 1], [3, 1, -1]])
    for (got, want) in zip(found, [0.75, 0.25, 0, 0.75, 0.25, 0]) {
      #expect(abs(Double(got) - want) < 1e-6)
    }
  }

  @Test("Where the type decides it reads the type, and no trace of the rest")
  func typeAlone() throws {
    let data = Self.log { type, _, random in
      random.uniform() < 0.8 ? (type < 0 ? 0 : 2) : random.below(3)
    }
    #expect(try Self.imitated(data).supportInputs == ["x1"])
    let found = try Self.support(data, [[0, -1, 1], [4, -1, -1], [0, 1, 1]])
    #expect(found[0..<3] == found[3..<6])
    // 0.8 + 0.2 / 3 and 0.2 / 3.
    for (got, want) in zip(found[0..<3], [0.8667, 0.0667, 0.0667]) {
      #expect(abs(Double(got) - want) < 0.04)
    }
    #expect(abs(found[8] - 0.8667) < 0.04)
  }

  @Test("An input that decides only together with another is kept")
  func together() throws {
    let data = Self.log { type, sign, random in
      random.uniform() < 0.8 ? (type * sign < 0 ? 0 : 2) : random.below(3)
    }
    let found = try Self.support(data, [[0, -1, 1], [0, -1, -1], [0, 1, -1], [0, 1, 1]])
    #expect(found[0] > 0.6 && found[5] > 0.6 && found[6] > 0.6 && found[11] > 0.6)
  }

  @Test("With a handful of users nothing is told, and everything is read")
  func handful() throws {
    let data = Self.log(users: 20) { _, _, random in random.below(3) }
    let found = try Self.support(data, [[0, -1, 1], [3, 1, -1]])
    #expect(found[0..<3] != found[3..<6])
  }

  @Test("Decisions of one user count once for the standard error")
  func excess() {
    // Users with rows of 1 and 2, and of 4: sums 3 and 4, mean 7 / 3, √(25 − 49 / 2) / 3.
    let rows = [0, 0, 1].map {
      Transition(user: $0, state: [0], action: 0, reward: 0, terminated: true)
    }
    let data = dataset(rows, levels: 1)
    let states = StateMatrix([0, 0, 0], width: 1)
    let judge = HeldOutLoss(data, states, [0, 1, 2])!
    let found = judge.excess([2, 3, 5], over: [1, 1, 1])
    #expect(abs(found.mean - 7 / 3) < 1e-12)
    #expect(abs(found.standardError - 0.5.squareRoot() / 3) < 1e-12)
    #expect(HeldOutLoss(data, states, []) == nil)
  }

  @Test("A constant network says its shares")
  func constant() {
    var random = RandomStream(seed: 1, stage: "network")
    let shape = HeadNetwork.Shape(inputs: 2, hidden: [4], heads: 1, basis: .free(3))
    let network = HeadNetwork(shape: shape, random: &random).constant([0.5, 0.3, 0.2])
    var values = network.values(StateMatrix([1, -2, 7, 0], width: 2))
    softmaxRows(&values, levels: 3)
    for (got, want) in zip(values, [0.5, 0.3, 0.2, 0.5, 0.3, 0.2]) {
      #expect(abs(Double(got) - want) < 1e-6)
    }
  }
}
