// What a level is called and what it is worth: texts have no worth, whatever they look like, also in a file.

import Data
import Foundation
import Learning
import Testing

@Suite("Levels that are texts")
struct LevelTests {
  static let texts = ["05", "10", "20"].enumerated().map {
    ActionLevel(label: $1, value: Double($0), isText: true)
  }

  static func constant(_ value: Double, _ label: String) -> Policy {
    .constant(ActionLevel(label: label, value: value))
  }

  @Test("A constant is found by its label, and by its worth only where levels have one")
  func constants() throws {
    // 1 is the index of "10", and no coupon of 1.
    for value in [1, 5] {
      let error = PolicyError.noSuchLevel("\(value)", levels: ["05", "10", "20"])
      #expect(throws: error) {
        try Self.constant(Double(value), "\(value)").adapted(to: Self.texts)
      }
    }
    #expect(try Self.constant(10, "10").adapted(to: Self.texts).rule == .constant(level: 1))
    let numbers = [
      ActionLevel(label: "0", value: 0),
      ActionLevel(label: "0.30000000000000004", value: 0.1 + 0.2),
    ]
    #expect(try Self.constant(0.3, "0.3").adapted(to: numbers).rule == .constant(level: 1))
    let none = Policy.constant(ActionLevel(label: "none", value: 0, isText: true))
    #expect(throws: PolicyError.noSuchLevel("none", levels: ["0", "0.30000000000000004"])) {
      try none.adapted(to: numbers)
    }
  }

  @Test("A file keeps whether levels are texts")
  func roundTrip() throws {
    for policy in [
      Policy.random(levels: Self.texts), Self.constant(10, "10"),
      .constant(ActionLevel(label: "none", value: 0, isText: true)),
    ] {
      #expect(try Policy(decoding: policy.encoded()) == policy)
    }
  }

  /// A file as it was written before: `random` of these levels.
  static func older(_ labels: String, _ values: String, digest: String) -> [UInt8] {
    let policy =
      #"{"encoder":{"entries":[]},"levelLabels":[\#(labels)],"levelValues":[\#(values)],"#
      + #""name":"random","rule":"random","scale":1}"#
    let text = policy.replacingOccurrences(of: "\"", with: "\\\"")
    let header =
      #"{"__metadata__":{"digest":"\#(digest)","format":"scrip-policy","policy":"\#(text)","#
      + #""version":"1"}}"#
    let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
    return length + Array(header.utf8)
  }

  @Test("Levels of an older file are texts where their labels are not their values")
  func olderFiles() throws {
    let texts = try Policy(
      decoding: Self.older(
        #""05","10","20""#, "0,1,2", digest: "1bbb3e4f437d74de498ca95cde4b22ea"))
    #expect(texts.levels == Self.texts)
    let numbers = try Policy(
      decoding: Self.older(
        #""5","10","20""#, "5,10,20", digest: "626a46223056edc1c3c000fd1be46678"))
    #expect(numbers.levels.map(\.money) == [5, 10, 20])
  }

  @Test("A policy that cannot be written is not called a damaged file")
  func unwritable() {
    var policy = Policy.random(levels: Self.texts)
    policy.scale = .nan
    let error = PolicyFileError.unwritable("it holds a number that is not finite")
    #expect(throws: error) { try policy.encoded() }
    #expect(error.description.hasPrefix("the policy cannot be written"))
  }

  @Test("Logs that differ in what their levels are have different fingerprints")
  func digests() {
    let numbers = dataset(
      [Transition(state: [0], action: 0, reward: 1, terminated: true)], levels: 2)
    var texts = numbers
    texts.levels = numbers.levels.map {
      ActionLevel(label: $0.label, value: $0.value, isText: true)
    }
    #expect(texts.digest != numbers.digest)
    let grid = LambdaGrid([0])
    #expect(
      GeneralizedDataset(dataset: texts, lambdas: grid).trainingDigest
        != GeneralizedDataset(dataset: numbers, lambdas: grid).trainingDigest)
  }
}
