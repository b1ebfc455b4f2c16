// Directions in which columns vary together, worked out by hand, and what a policy file keeps of them.

import Compute
import Data
import Foundation
import Learning
import Testing

@Suite("Pooled inputs and the files that hold them")
struct PoolingTests {
  /// Six columns that are all x and one that is y; x and y are ±1 and independent.
  static let points: [[Float]] = [(1, 1), (1, -1), (-1, 1), (-1, -1)].map { x, y in
    [Float](repeating: x, count: 6) + [y]
  }

  @Test("Six equal columns are one direction of variance 6, and what varies alone is none")
  func directions() {
    let encoded = Self.points.flatMap { $0 }
    let found = PooledColumns.directions(
      encoded, width: 7, numbers: [Bool](repeating: true, count: 7))
    #expect(found.count == 1)
    // 1/√6 of each, over the deviation √6.
    let wanted = [Float](repeating: 1.0 / 6, count: 6) + [0]
    for (weight, want) in zip(found[0], wanted) { #expect(abs(weight - want) < 1e-4) }
    // Two of the six are worth no input.
    let two = PooledColumns.directions(
      encoded, width: 7, numbers: [true, true, false, false, false, false, true])
    #expect(two.isEmpty)
    let five = PooledColumns.directions(
      encoded, width: 7, numbers: [false, true, true, true, true, true, true])
    let fifth = [Float](repeating: 0.2, count: 5)
    for (weight, want) in zip(five[0], [0] + fifth + [0]) { #expect(abs(weight - want) < 1e-4) }
  }

  static func policy() throws -> Policy {
    let rows = (0..<40).map { index in
      let state = points[index % 4]
      let level = index / 4 % 2
      return Transition(
        user: index, state: state, action: level, reward: Double(level) * Double(state[0]),
        terminated: true)
    }
    var settings = small()
    settings.pooling = true
    settings.steps = 60
    return try learn(dataset(rows, levels: 2), settings)
  }

  @Test("A pooled input is kept in a policy's file and decides as before")
  func roundTrip() throws {
    let policy = try Self.policy()
    #expect(policy.encoder.pooled?.count == 1)
    #expect(policy.encoder.sourceNames.last == "pooled 1" && policy.encoder.width == 8)
    #expect(policy.summary?.inputs.map(\.column) == policy.encoder.sourceNames)
    let states = batch(Self.points + [[2, 2, 2, 2, 2, 2, 0]])
    let encoded = try policy.encoder.encode(states)
    for (row, x) in [1, 1, -1, -1, 2].enumerated() {
      #expect(abs(encoded[row * 8 + 7] - Float(x)) < 1e-4)
    }
    let opened = try Policy(decoding: policy.encoded())
    #expect(opened == policy)
    #expect(try opened.qValues(states, lambda: 0) == policy.qValues(states, lambda: 0))
  }

  /// `value` as JSON without some keys, read again; the settings of the model of the log keep theirs.
  static func reread<Value: Codable>(_ value: Value, without keys: Set<String>) throws -> Value {
    func prune(_ json: Any) -> Any {
      guard let fields = json as? [String: Any] else { return json }
      var kept = fields.filter { !keys.contains($0.key) }.mapValues(prune)
      kept["generative"] = fields["generative"]
      return kept
    }
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
    return try JSONDecoder().decode(
      Value.self, from: JSONSerialization.data(withJSONObject: prune(json)))
  }

  @Test("What an older file does not name was not done")
  func olderFile() throws {
    let policy = try Self.policy()
    let summary = try #require(policy.summary)
    let older = try Self.reread(
      summary,
      without: [
        "trials", "heldOutUsers", "trialLosses", "choices", "heldOut", "pooling", "shaping",
        "dueling",
      ])
    #expect(older.trials == nil && older.heldOutUsers == nil)
    let settings = older.configuration
    #expect(settings.choices.isEmpty && settings.heldOut == 0)
    #expect(!settings.pooling && !settings.shaping && !settings.dueling)
    #expect(settings.seed == summary.configuration.seed && older.inputs == summary.inputs)
    #expect(try Self.reread(Configuration.paper, without: []) == .paper)
    #expect(try Self.reread(Configuration(), without: []) == Configuration())
  }

  @Test("Choices are written in one order")
  func choices() throws {
    let text = String(decoding: try JSONEncoder().encode(Configuration()), as: UTF8.self)
    #expect(text.contains(#""choices":["basis","shrinkage","network","steps","inputs"]"#))
  }

  @Test("A trial is read as it was written, diverged or not")
  func trials() throws {
    let json = """
      [{"round": "size", "basis": {"smooth": {"_0": 2}}, "shrinkage": 4, "hidden": [32, 32], "steps": 9,
        "standardError": 0.5, "isChosen": false},
       {"round": "size", "basis": {"free": {}}, "shrinkage": 0, "hidden": [8], "steps": 9, "excess": 0.25,
        "standardError": 0, "isChosen": true}]
      """
    let trials = try JSONDecoder().decode(
      [TrainingSummary.Trial].self, from: Foundation.Data(json.utf8))
    #expect(trials.map(\.excess) == [nil, 0.25])
    #expect(trials.map(\.basis) == [.smooth(2), .free])
    #expect(try Self.reread(trials, without: []) == trials)
  }
}
