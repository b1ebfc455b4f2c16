// What is picked on held-out users: the same in every run and in every currency, and nothing where nobody
// can be held out.

import Compute
import Data
import Learning
import Testing

@Suite("Picking on held-out users", .serialized)
struct TunerTests {
  /// One decision for each of `users`: higher levels pay where x is large.
  static func log(users: Int, unit: Double = 1) -> Dataset {
    dataset(
      (0..<users).map { user in
        let x = Float(user % 10) / 10
        let level = user / 10 % 3
        return Transition(
          user: user, state: [x, Float(user % 7)], action: level,
          reward: unit * (1 + Double(level) * Double(x)), cost: unit * 0.4 * Double(level),
          terminated: true)
      }, levels: 3, ordered: true)
  }

  static func settings() -> Configuration {
    var settings = small()
    settings.choices = Set(Configuration.Choice.allCases)
    settings.dueling = true
    settings.steps = 150
    settings.batch = 32
    settings.generative.steps = 50
    return settings
  }

  static func policy(_ log: Dataset, _ settings: Configuration) throws -> Policy {
    var grid = LambdaGrid([0, 1, 2])
    grid.isAdaptive = true
    return try Policy.learn(
      from: GeneralizedDataset(dataset: log, lambdas: grid), configuration: settings)
  }

  @Test("The bytes are the same at one thread and at two, and each round has one pick")
  func threads() throws {
    let before = Threads.count
    defer { Threads.count = before }
    var settings = Self.settings()
    settings.shaping = true
    Threads.count = 1
    let policy = try Self.policy(Self.log(users: 60), settings)
    Threads.count = 2
    #expect(
      try Self.policy(Self.log(users: 60), settings).encoded() == policy.encoded())
    let summary = try #require(policy.summary)
    let trials = try #require(summary.trials)
    // Smoothness, strength, size; a training this short has no two lengths.
    #expect(trials.count == 2 + 4 + 2 && summary.heldOutUsers == 30)
    for round in [0..<2, 2..<6, 6..<8] {
      #expect(trials[round].filter(\.isChosen).count == 1)
      #expect(trials[round].contains { $0.excess == 0 })
    }
    let last = try #require(trials.filter(\.isChosen).last)
    #expect(summary.configuration.basis == last.basis)
    #expect(summary.configuration.shrinkage == last.shrinkage)
    #expect(summary.configuration.hidden == last.hidden)
    #expect(summary.trialLosses?.contains { $0.heldOut != nil } == true)
    #expect(try Policy(decoding: policy.encoded()) == policy)
  }

  @Test("Without held-out users the settings stay as they are")
  func nobody() throws {
    var none = Self.settings()
    none.heldOut = 0
    var few = Self.settings()
    few.heldOut = 0.25
    for (settings, users) in [(none, 60), (few, 12)] {
      let policy = try Self.policy(Self.log(users: users), settings)
      let summary = try #require(policy.summary)
      #expect(summary.trials == nil && summary.trialLosses == nil)
      #expect(summary.configuration == settings)
    }
  }

  @Test("Another currency picks the same settings and prices, and decides the same")
  func currency() throws {
    let states = batch((0..<10).map { [Float($0) / 10, 3] })
    let one = try Self.policy(Self.log(users: 60), Self.settings())
    // Exactly so for a power of two, which no division rounds.
    let other = try Self.policy(Self.log(users: 60, unit: 1024), Self.settings())
    #expect(one.rule == other.rule && one.lambdas == other.lambdas)
    let cents = try Self.policy(Self.log(users: 60, unit: 100), Self.settings())
    #expect(cents.summary?.configuration == one.summary?.configuration)
    let prices = try #require(one.lambdas).values
    let priced = try #require(cents.lambdas).values
    #expect(prices.count == priced.count)
    for (a, b) in zip(prices, priced) { #expect(abs(a - b) < 0.02) }
    for lambda in [0.0, 0.5, 1] {
      #expect(
        try one.decisions(states, lambda: lambda) == cents.decisions(states, lambda: lambda))
    }
  }

  @Test("Prices are placed by hand where the decisions change, and end where they no longer do")
  func placed() {
    let grid = LambdaGrid([0, 3])
    let fine = [0.0, 1, 2, 3]
    func place(_ changes: [Double], share: Double) -> [Double] {
      grid.placed(fine, by: changes, share: share).values
    }
    let all = place([0, 16, 0], share: 1)
    let sixteenths = (1..<16).map { 1 + Double($0) / 16 }
    #expect(all == [0] + sixteenths + [2])
    #expect(place([0, 16, 0], share: 0) == (0...16).map { Double($0) / 8 })
    // A quarter of the mass before 1, three quarters after.
    let half = place([0, 16, 0], share: 0.5)
    let wanted: [Double] = (0...16).map { number in
      let mass = Double(number) / 16
      return mass <= 0.25 ? 4 * mass : 1 + (mass - 0.25) / 0.75
    }
    #expect(half.count == 17)
    for (got, want) in zip(half, wanted) { #expect(abs(got - want) < 1e-12) }
    #expect(place([0, 0, 0], share: 1) == [0, 3])
    #expect(grid.placed(fine, by: [1, 0, 1], share: 1).isAdaptive)
  }
}
