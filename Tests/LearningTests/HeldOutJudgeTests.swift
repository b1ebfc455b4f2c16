// How candidates are compared on held-out decisions, against errors worked out by hand.

import Compute
import Data
import Learning
import Testing

@Suite("Judging on held-out users")
struct HeldOutJudgeTests {
  /// r = 5 + x·a for x = ±1 and levels 0 and 1, equally often; so the effect of level 1 is x.
  static func problem(usersOfFour: Bool) throws -> TrainingProblem {
    let rows = (0..<40).map { index in
      let x = Float(index % 2 == 0 ? 1 : -1)
      let level = index / 2 % 2
      return Transition(
        user: usersOfFour ? index / 4 : index, state: [x], action: level,
        reward: 5 + Double(x) * Double(level), terminated: true)
    }
    var data = dataset(rows, levels: 2)
    data.propensities = [Float](repeating: 0.5, count: 80)
    return try TrainingProblem(
      GeneralizedDataset(dataset: data, lambdas: LambdaGrid([0])), small())
  }

  /// A network that says that the effect is `effect` · x, in units of the largest reward, 6.
  static func network(effect: Float) throws -> HeadNetwork {
    let shape = HeadNetwork.Shape(inputs: 2, hidden: [2], heads: 1, basis: .free(2))
    // Hidden units x⁺ and (−x)⁺; λ is not read; level 0 is worth 0.
    let parameters: [Float] =
      [1, -1, 0, 0, 0, 0] + [0, 0, effect / 6, -effect / 6] + [0, 0]
    return try #require(HeadNetwork(shape: shape, parameters: parameters))
  }

  static func verdict(usersOfFour: Bool) throws -> HeldOutJudge.Verdict {
    let problem = try problem(usersOfFour: usersOfFour)
    let candidates = try [-1, 0, 1].map {
      (network: try network(effect: $0), level: HeadNetwork?.none)
    }
    var settings = GenerativeSettings()
    settings.steps = 2
    let policy = try Policy.behaviour(of: problem.data.dataset, settings: settings)
    let model = try #require(policy.generative)
    let judge = HeldOutJudge(
      problem, keep: nil, behaviour: model, rows: (0..<40).map(Int32.init))
    return judge.compare(candidates)
  }

  @Test("True effects win, and others are worse by the square of what they get wrong")
  func excess() throws {
    let verdict = try Self.verdict(usersOfFour: false)
    // A = ±effect·x/2: wrong by 2·½, by ½, and by nothing.
    for (got, want) in zip(verdict.excess, [1.0, 0.25, 0]) { #expect(abs(got - want / 36) < 1e-5) }
    // Differences from the best of a user each: −10, 10, 12, −8 for the first candidate, whose mean is 1.
    #expect(abs(verdict.standardErrors[0] - (101.0 / 40).squareRoot() / 36) < 1e-4)
    #expect(verdict.standardErrors[2] == 0)
    #expect(verdict.excess[2] == 0)
  }

  @Test("Errors are over users, not over decisions")
  func users() throws {
    // The four differences of a user add up to 4 for everybody: no doubt is left.
    let verdict = try Self.verdict(usersOfFour: true)
    #expect(abs(verdict.excess[0] - 1.0 / 36) < 1e-5)
    #expect(verdict.standardErrors[0] < 1e-3)
    #expect(verdict.simplest == 2)
  }

  @Test("The simplest candidate within one standard error is taken")
  func simplest() {
    func pick(_ excess: [Double], _ errors: [Double]) -> Int {
      HeldOutJudge.Verdict(excess: excess, standardErrors: errors).simplest
    }
    #expect(pick([0.3, 0.05, 0], [0.1, 0.06, 0]) == 1)
    #expect(pick([0.05, 0.05, 0], [0.06, 0.06, 0]) == 0)
    #expect(pick([0.3, 0.05, 0], [0.1, 0.04, 0]) == 2)
    #expect(pick([0, 0.01, 0.02], [0, 0.1, 0.1]) == 0)
  }
}
