// Policies as values: kept as bytes, asked with other columns, deployed as a mixture.

import Compute
import Data
import Foundation
import Learning
import Testing

@Suite("Policies", .serialized)
struct PolicyTests {
  static let kinds: [StateKind] = [.number, .category(levels: ["gold", "tin"])]

  /// Level 1 pays gold customers; costs make λ matter.
  static func data() -> Dataset {
    let rows = (0..<80).map { index in
      Transition(
        user: index / 4, state: [Float(index % 7), Float(index % 2)], action: index % 3,
        reward: index % 3 == 1 && index % 2 == 0 ? 1 : 0, cost: Double(index % 3),
        next: [Float(index % 5), Float(index % 2)], terminated: index % 4 == 3)
    }
    return dataset(rows, levels: 3, names: ["visits", "tier"], kinds: kinds)
  }

  static func policy(steps: Int = 150) throws -> Policy {
    var settings = small()
    settings.steps = steps
    settings.generative.steps = 100
    settings.threshold = 0.2
    return try learn(data(), settings, lambdas: [0, 0.25, 0.5])
  }

  static func states(tiers: [String] = ["gold", "tin"], codes: [Float] = [0, 1, 1, 0])
    -> StateBatch
  {
    StateBatch(
      names: ["visits", "tier"], kinds: [.number, .category(levels: tiers)],
      values: [1, codes[0], 2, codes[1], 3, codes[2], 4, codes[3]], count: 4)
  }

  @Test("A policy that was saved and opened is the same value and decides the same")
  func roundTrip() throws {
    var policy = try Self.policy()
    policy = try policy.mixing(low: 0.1, high: 0.4, shareOfLow: 0.3, seed: 9)
    let opened = try Policy(decoding: policy.encoded())
    #expect(opened == policy)
    for lambda in [0, 0.2, 0.5] {
      #expect(
        try opened.decisions(Self.states(), lambda: lambda)
          == policy.decisions(Self.states(), lambda: lambda))
    }
    #expect(try opened.encoded() == policy.encoded())
  }

  @Test("Every rule is kept in a file")
  func rules() throws {
    var settings = GenerativeSettings()
    settings.steps = 20
    let policies = [
      try Policy.constant("level 2", levels: levels(3)), .random(levels: levels(3)),
      try .imitate(Self.data(), settings: settings),
      try .behaviour(of: Self.data(), settings: settings),
    ]
    for policy in policies {
      let opened = try Policy(decoding: policy.encoded())
      #expect(opened == policy)
      #expect(
        try opened.decisions(Self.states(), lambda: 3)
          == policy.decisions(Self.states(), lambda: 0))
    }
    #expect(
      try policies[0].decisions(Self.states(), lambda: 0) == .levels([2, 2, 2, 2]))
    #expect(throws: LearningError.self) { try Policy.constant("level 9", levels: levels(3)) }
  }

  @Test("The same seed gives the same bytes at one thread and at two, another seed others")
  func reproducible() throws {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 1
    let one = try Self.policy().encoded()
    Threads.count = 2
    let two = try Self.policy().encoded()
    #expect(one == two)
    var settings = small()
    settings.steps = 150
    settings.seed = 2
    #expect(try learn(Self.data(), settings, lambdas: [0, 0.25, 0.5]).encoded() != one)
  }

  @Test("A file that is cut off anywhere gives an error and never a policy")
  func truncated() throws {
    let bytes = try Self.policy(steps: 3).encoded()
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 301)) {
      #expect(throws: PolicyFileError.self) {
        try Policy(decoding: Array(bytes[0..<length]))
      }
    }
  }

  @Test("Bytes after the end are not overlooked")
  func trailing() throws {
    let bytes = try Policy.random(levels: [ActionLevel(label: "1", value: 1)]).encoded()
    _ = try Policy(decoding: bytes)
    #expect(throws: PolicyFileError.self) { try Policy(decoding: bytes + [1, 2, 3, 4]) }
  }

  @Test("A flipped byte gives an error, or the same policy where the byte meant nothing")
  func flipped() throws {
    let policy = try Self.policy(steps: 3)
    let bytes = try policy.encoded()
    var random = RandomStream(seed: 1, stage: "fuzz")
    for trial in 0..<300 {
      var damaged = bytes
      let place = trial < 100 ? trial : random.below(bytes.count)
      damaged[place] ^= UInt8(1 + random.below(255))
      do throws(PolicyFileError) {
        let opened = try Policy(decoding: damaged)
        #expect(opened == policy)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    for _ in 0..<100 {
      let noise = (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
      #expect(throws: PolicyFileError.self) { try Policy(decoding: noise) }
    }
  }

  @Test("A file of a later format says so")
  func newer() throws {
    let bytes = try Self.policy(steps: 3).encoded()
    let old = Array("\"version\":\"1\"".utf8)
    let start = try #require(
      (0..<(bytes.count - old.count)).first { Array(bytes[$0..<($0 + old.count)]) == old })
    var later = bytes
    later[start + old.count - 2] = UInt8(ascii: "7")
    #expect(throws: PolicyFileError.newerVersion(found: 7, supported: 1)) {
      try Policy(decoding: later)
    }
    #expect(throws: PolicyFileError.self) { try Policy(decoding: Array("name,value\n1,2".utf8)) }
  }

  @Test("Columns are found by name and categories by label, whatever their order and codes")
  func columns() throws {
    let policy = try Self.policy()
    let plain = try policy.qValues(Self.states(), lambda: 0.1)
    let recoded = Self.states(tiers: ["tin", "gold"], codes: [1, 0, 0, 1])
    #expect(try policy.qValues(recoded, lambda: 0.1) == plain)
    let swapped = StateBatch(
      names: ["tier", "other", "visits"],
      kinds: [.category(levels: ["gold", "tin"]), .number, .number],
      values: [0, 9, 1, 1, 9, 2, 1, 9, 3, 0, 9, 4], count: 4)
    #expect(try policy.qValues(swapped, lambda: 0.1) == plain)
    let unknown = Self.states(tiers: ["silver", "lead"])
    #expect(try policy.encoder.encode(unknown)[1...2] == [0, 0])
  }

  @Test("A missing column, a wrong kind and a missing number each have their error")
  func wrongBatches() throws {
    let policy = try Self.policy(steps: 3)
    func batch(_ names: [String], _ kinds: [StateKind], _ values: [Float]) -> StateBatch {
      StateBatch(names: names, kinds: kinds, values: values, count: 1)
    }
    #expect(throws: PolicyError.missingColumn("tier", found: ["visits"])) {
      try policy.decisions(batch(["visits"], [.number], [1]), lambda: 0)
    }
    #expect(throws: PolicyError.differentKind(column: "tier", expectedCategory: true)) {
      try policy.decisions(batch(["visits", "tier"], [.number, .number], [1, 1]), lambda: 0)
    }
    #expect(throws: PolicyError.notFinite(column: "visits", row: 0)) {
      try policy.decisions(batch(["visits", "tier"], Self.kinds, [.nan, 1]), lambda: 0)
    }
  }

  @Test("A grid of λ is answered like each λ alone, and probabilities sum to one")
  func grid() throws {
    let policy = try Self.policy()
    let lambdas = [0, 0.1, 0.5]
    let together = try policy.decisions(Self.states(), lambdas: lambdas)
    for (index, lambda) in lambdas.enumerated() {
      #expect(try policy.decisions(Self.states(), lambda: lambda) == together[index])
    }
    let support = try policy.support(Self.states()) ?? []
    for row in 0..<4 { #expect(abs(support[(row * 3)..<(row * 3 + 3)].reduce(0, +) - 1) < 1e-5) }
  }

  @Test("A decision is the argmax of the values among the allowed levels")
  func deployed() throws {
    let policy = try Self.policy()
    let values = try policy.qValues(Self.states(), lambda: 0.3)
    let allowed = try policy.allowed(Self.states())
    let decided = chosen(try policy.decisions(Self.states(), lambda: 0.3))
    for row in 0..<4 {
      let candidates = (0..<3).filter { allowed[row * 3 + $0] == 1 }
      #expect(Int(decided[row]) == candidates.max { values[row * 3 + $0] < values[row * 3 + $1] })
    }
  }

  @Test("A mixture gives each user one λ for good, in the share that was asked for")
  func mixture() throws {
    let policy = try Self.policy()
    #expect(throws: PolicyError.usersNeeded) { try policy.decisions(Self.states()) }
    let fixed = try policy.at(0.2)
    #expect(try fixed.decisions(Self.states()) == policy.decisions(Self.states(), lambda: 0.2))
    let mixed = try policy.mixing(low: 0, high: 0.5, shareOfLow: 0.3, seed: 4)
    let low = (0..<10_000).filter { mixed.lambda(forUser: $0) == 0 }.count
    #expect(abs(low - 3_000) < 150)
    #expect(throws: PolicyError.usersNeeded) { try mixed.decisions(Self.states()) }
    let users = [0, 1, 2, 3].map { Policy.userKey("customer \($0)") }
    let decided = chosen(try mixed.decisions(Self.states(), users: users))
    for row in 0..<4 {
      let lambda = try #require(mixed.lambda(forUser: users[row]))
      #expect(
        decided[row] == chosen(try policy.decisions(Self.states(), lambda: lambda))[row])
    }
  }

  @Test("Clipping keeps a number inside the logged range")
  func clip() throws {
    let clipped = StateEncoder(Self.data(), clip: true)
    let states = StateBatch(
      names: ["visits", "tier"], kinds: Self.kinds, values: [6, 0, 1000, 0], count: 2)
    let encoded = try clipped.encode(states)
    #expect(encoded[0] == encoded[3])
  }

  @Test("A summary tells the run: losses, inputs, range and the data's fingerprint")
  func summary() throws {
    let summary = try #require(try Self.policy().summary)
    #expect(summary.losses.count == 150 && summary.losses.last?.step == 150)
    #expect(summary.inputs.map(\.column) == ["visits", "tier"])
    #expect(summary.inputs.allSatisfy { $0.weight > 0 && $0.survived })
    #expect(summary.lowestValue < summary.highestValue)
    #expect(summary.decisions == 80 && summary.users == 20 && summary.excluded == 0)
    #expect(summary.imitation.last?.heldOut != nil)
    var other = Self.data()
    other.rewards[3] += 1
    let grid = LambdaGrid([0, 0.25, 0.5])
    #expect(
      summary.digest
        == GeneralizedDataset(dataset: Self.data(), lambdas: grid).trainingDigest.description)
    #expect(
      summary.digest
        != GeneralizedDataset(dataset: other, lambdas: grid).trainingDigest.description)
  }

  typealias Change = @Sendable (inout Configuration) -> Void

  static let wrongSettings: [(String, Change)] = [
    ("heads", { $0.heads = 0 }), ("hidden", { $0.hidden = [] }),
    ("hidden", { $0.hidden = [64, -1] }), ("steps", { $0.steps = 0 }),
    ("learning_rate", { $0.learningRate = .nan }), ("gamma", { $0.gamma = 1.5 }),
    ("threshold", { $0.threshold = -0.1 }), ("target", { $0.target = .polyak(0) }),
    ("generative.held_out", { $0.generative.heldOut = 1 }),
  ]

  @Test("Settings outside their range are named", arguments: PolicyTests.wrongSettings)
  func settings(_ name: String, _ change: Change) {
    var configuration = Configuration()
    change(&configuration)
    #expect {
      try configuration.validate()
    } throws: { error in
      if case LearningError.setting(let found, _, _)? = error as? LearningError {
        return found == name
      }
      return false
    }
  }

  @Test("A grid without λ, a negative λ and a log without decisions are refused")
  func refused() throws {
    #expect(throws: LearningError.invalidLambda(nil)) {
      try learn(Self.data(), small(), lambdas: [])
    }
    #expect(throws: LearningError.invalidLambda(-1)) {
      try learn(Self.data(), small(), lambdas: [0, -1])
    }
    var broken = Self.data()
    broken.rewards[5] = .infinity
    #expect(throws: LearningError.notFinite(what: "reward", row: 5)) {
      try learn(broken, small())
    }
  }
}
