// The fast trainer beside plain loops for many steps: what is drawn, what is aimed at, and all that a
// step does to weights.

import Compute
import Foundation
import Testing

@Suite("Whole steps beside plain loops")
struct ReferenceStepTests {
  /// A learner chooses among what has support; a critic follows a policy and is told what it does.
  enum Task { case learner, critic }

  struct Setting: Sendable, CustomTestStringConvertible {
    var task = Task.learner
    var hidden = [17, 5]
    var heads = 3
    var batch = 24
    var steps = 100
    /// Widths of the state's own level, in a trunk of its own; none where the values are whole.
    var level: [Int] = []
    var testDescription: String {
      "\(task), \(hidden) beside \(level), \(heads) heads, \(batch) rows"
    }

    /// What is trained, from the same draws every time.
    func networks() -> (values: HeadNetwork, level: HeadNetwork?) {
      var random = RandomStream(seed: 5, stage: "network")
      let inputs = task == .critic ? 5 : 4
      let basis = OutputBasis.legendre(values: [0, 1, 2, 3], functions: 4)
      let values = HeadNetwork(
        shape: .init(
          inputs: inputs, hidden: hidden, heads: heads,
          basis: level.isEmpty ? basis : basis.centred), random: &random)
      guard !level.isEmpty else { return (values, nil) }
      return (
        values,
        HeadNetwork(
          shape: .init(inputs: inputs, hidden: level, heads: 1, basis: .free(1)), random: &random)
      )
    }
  }

  static let lambdas = [0.0, 0.3, 0.6]
  static let count = 40

  /// Decisions in episodes of eight, and which levels each state supports.
  struct Log {
    var entries: [TransitionSampler.Entry] = []
    var states: [Float] = []
    var keep: [UInt8] = []

    init() {
      var random = RandomStream(seed: 4, stage: "log")
      for row in 0..<count {
        let state = (0..<3).map { _ in Float(random.normal()) }
        let action = random.below(4)
        states += state
        keep += (0..<4).map { $0 == action || random.uniform() < 0.5 ? 1 : 0 }
        entries.append(
          TransitionSampler.Entry(
            reward: Double(state[0]) * Double(action) / 3 + 0.3 * random.normal(),
            cost: Double(action), row: Int32(row), next: row % 8 == 7 ? -1 : Int32(row + 1),
            action: Int32(action), discount: row % 8 == 7 ? 0 : 0.9))
      }
    }

    func input(_ state: Int, _ own: [Double], _ grid: Int) -> [Double] {
      (0..<3).map { Double(states[state * 3 + $0]) } + own + [lambdas[grid]]
    }
  }

  /// What the evaluated policy does.
  static func policy(_ state: Int, _ grid: Int) -> Int { (state * 7 + grid) % 4 }

  static func settings(_ setting: Setting) -> ValueSettings {
    ValueSettings(
      optimiser: .init(
        steps: setting.steps, learningRate: 0.01, schedule: .cosine(to: 1e-4),
        warmup: setting.steps / 10, shrinkage: 0.5, averaging: 0.5),
      target: .polyak(0.03))
  }

  /// The batches of the fast side. Learning fills the next batch while weights are updated.
  final class Source: @unchecked Sendable {
    var sampler: TransitionSampler
    var batch: TransitionBatch
    var coming: TransitionBatch
    let task: Task

    init(_ log: Log, _ setting: Setting) {
      task = setting.task
      sampler = TransitionSampler(
        log.entries, prices: lambdas, drawsAlways: true, batchSize: setting.batch,
        random: RandomStream(seed: 1, stage: "batches"))
      batch = TransitionBatch(
        count: setting.batch, conditions: task == .critic ? 1 : 0, isGrouped: true)
      coming = batch
      fill()
    }

    func fill() {
      sampler.fill(&coming)
      guard task == .critic else { return }
      for slot in 0..<coming.count {
        let grid = Int(coming.groups[slot])
        let next = policy(max(0, Int(coming.nextStates[slot])), grid)
        coming.nextActions[slot] = Int32(next)
        coming.conditions[slot] = Float(policy(Int(coming.states[slot]), grid))
        coming.nextConditions[slot] = Float(next)
      }
    }
  }

  /// The same rows, drawn by hand: a decision and a λ for every slot.
  static func rows(_ log: Log, _ setting: Setting, _ random: inout RandomStream)
    -> [ReferenceTrainer.Row]
  {
    (0..<setting.batch).map { _ in
      let entry = log.entries[random.below(count)]
      let grid = random.below(lambdas.count)
      let (state, next) = (Int(entry.row), max(0, Int(entry.next)))
      let told = setting.task == .critic
      return ReferenceTrainer.Row(
        input: log.input(state, told ? [Double(policy(state, grid))] : [], grid),
        next: log.input(next, told ? [Double(policy(next, grid))] : [], grid),
        action: Int(entry.action), reward: entry.reward - lambdas[grid] * entry.cost,
        discount: Double(entry.discount),
        allowed: told
          ? [policy(next, grid)] : (0..<4).filter { log.keep[next * 4 + $0] == 1 })
    }
  }

  @Test(
    "Weights, targets, averages and values stay with plain loops, step after step",
    arguments: [
      Setting(), Setting(task: .critic),
      // More rows than are worked on at once.
      Setting(hidden: [320], batch: 512, steps: 10),
      // More weights than one thread updates.
      Setting(hidden: [200, 260], heads: 100, batch: 5, steps: 10),
      // The recipe's networks, side by side.
      Setting(hidden: [64, 64], heads: 10, level: [32, 32]),
    ])
  func steps(_ setting: Setting) throws {
    let log = Log()
    let settings = Self.settings(setting)
    let (start, level) = setting.networks()
    let states = StateMatrix(log.states, width: 3)
    let trainer = ValueTrainer(
      start, level: level, states: states,
      shared: SharedConditions(Self.lambdas.map { Float($0) }, width: 1),
      bootstrap: setting.task == .critic ? .action : .greedy(keep: log.keep), settings: settings,
      batchSize: setting.batch, random: RandomStream(seed: 2, stage: "alpha"))
    var reference = ReferenceTrainer(start, level: level, settings: settings, shrinkable: 3)
    let source = Source(log, setting)
    var mixes = RandomStream(seed: 2, stage: "alpha")
    var draws = RandomStream(seed: 1, stage: "batches")
    for _ in 0..<setting.steps {
      swap(&source.batch, &source.coming)
      let loss = trainer.step(source.batch) { source.fill() }.loss
      let mix = mixes.convexWeights(setting.heads).map(Double.init)
      let want = reference.step(Self.rows(log, setting, &draws), mix: mix)
      #expect(abs(loss - want) < 1e-4 * (1 + want))
    }
    var pairs = [
      ("online", start, trainer.onlineNetwork, reference.values.online.parameters),
      ("target", start, trainer.targetNetwork, reference.values.target.parameters),
      ("average", start, trainer.network, reference.values.average),
    ]
    if let level, let want = reference.level {
      pairs.append(("level", level, try #require(trainer.levelNetwork), want.average))
    }
    for (name, start, network, want) in pairs {
      let apart = zip(network.parameters, want).map { abs(Double($0) - $1) }.max() ?? 0
      let moved = zip(start.parameters, want).map { abs(Double($0) - $1) }.max() ?? 0
      #expect(apart < 1e-4, "\(name)")
      #expect(moved > 100 * apart, "\(name)")
    }
    let mean = [Double](repeating: 1 / Double(setting.heads), count: setting.heads)
    for (grid, lambda) in Self.lambdas.enumerated() where setting.task == .learner {
      let values = trainer.onlineNetwork.values(states, condition: [Float(lambda)])
      for state in 0..<8 {
        let want = reference.values.online.values(log.input(state, [], grid), mix: mean)
        for level in 0..<4 { #expect(abs(Double(values[state * 4 + level]) - want[level]) < 1e-3) }
      }
    }
  }

  @Test("The chain rule of the plain loops agrees with finite differences")
  func chainRule() {
    let network = ReferenceNetwork(TrainerTests.network(TrainerTests.smooth, heads: 3))
    let input = [0.3, -0.7, 1.1, 0.5]
    let mix = [0.2, 0.5, 0.3]
    var gradient = [Double](repeating: 0, count: network.parameters.count)
    network.addGradient(2, input, mix: mix, times: 1.5, to: &gradient)
    let want = finiteDifferences(network) { 1.5 * $0.values(input, mix: mix)[2] }
    #expect(want.contains { abs($0) > 0.1 })
    for (got, want) in zip(gradient, want) { #expect(abs(got - want) < 1e-6) }
  }
}
