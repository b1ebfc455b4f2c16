// An evaluation as bytes: what comes back is what went in, bit for bit.
import Data
import Estimation
import Foundation
import Learning
import Testing

@Suite("Evaluations as bytes")
struct EvaluationFileTests {
  private func example() throws -> Evaluation {
    let policy = try Policy(
      name: "constant",
      levels: [ActionLevel(label: "a", value: 0), ActionLevel(label: "b", value: 1)],
      encoder: StateEncoder(entries: []), rule: .constant(level: 1)
    ).mixing(low: 0, high: 0, shareOfLow: 1.0 / 3, seed: 7)
    var evaluation = Evaluation(
      policyName: "λ \"é\"\n", estimator: "reme", kind: .estimate, outcomeName: "visits",
      lambdas: [0, 0.1], outcomes: [Estimate(0.1 + 0.2, spread: 1e-300), Estimate(-0.0)],
      costs: [Estimate(.nan), Estimate(.infinity, interval: 1...(.infinity))],
      decisions: [Estimate(.leastNonzeroMagnitude), Estimate(.greatestFiniteMagnitude)],
      outcomeUncertainty: Uncertainty(
        centres: [1.0 / 3, 2], covariance: [1, 0.1, 0.1, 2], widening: [0, 0.7], confidence: 0.9),
      behaviourOutcome: Estimate(14.25), users: 3, population: 5, days: 30,
      sample: UserSample(names: ["ada", "bob"]), standing: .spread(["few"]),
      standings: [.interval, .unknown(["none", "at all"])], confidence: 0.9,
      refusals: [Refusal(lambda: 0.2, reason: "nobody")], supportShare: [0.25, 1],
      notes: ["a note"], policy: policy)
    evaluation.state = ["day"]
    return evaluation
  }

  @Test(
    "What comes back writes the same bytes, and has the same bits where equality cannot see them")
  func roundTrip() throws {
    let evaluation = try example()
    let bytes = try evaluation.encoded()
    let again = try Evaluation(decoding: bytes)
    #expect(try again.encoded() == bytes)
    #expect(again.policy == evaluation.policy)
    #expect(again.outcomes == evaluation.outcomes)
    #expect(again.outcomes[1].value.sign == .minus)
    #expect(again.costs[0].value.isNaN)
    #expect(again.costs[1] == evaluation.costs[1])
    #expect(again.decisions == evaluation.decisions)
    #expect(again.outcomeUncertainty == evaluation.outcomeUncertainty)
    #expect(again.costUncertainty == nil)
    #expect(again.sample == evaluation.sample)
    #expect(again.standing == evaluation.standing)
    #expect(again.standings == evaluation.standings)
    #expect(again.refusals == evaluation.refusals)
    #expect(again.state == ["day"])
  }

  @Test(
    "Bytes whose lists do not go together are refused",
    arguments: [
      ("\"lambdas\":[0,", "\"lambdas\":[0,0.05,"), ("\"centres\":[", "\"centres\":[1,"),
      ("\"supportShare\":[", "\"supportShare\":[1,"),
      ("\"standings\":[", "\"standings\":[{\"interval\":{}},"),
    ])
  func lengths(part: String, wrong: String) throws {
    let text = String(decoding: try example().encoded(), as: UTF8.self)
    #expect(text.contains(part))
    let bytes = [UInt8](text.replacingOccurrences(of: part, with: wrong).utf8)
    #expect(throws: EvaluationFileError.wrongLengths) { try Evaluation(decoding: bytes) }
  }

  @Test("Bytes of something else are refused", arguments: ["", "{}", "[1]", "no JSON"])
  func foreign(text: String) {
    #expect(throws: (any Error).self) { try Evaluation(decoding: [UInt8](text.utf8)) }
  }
}
