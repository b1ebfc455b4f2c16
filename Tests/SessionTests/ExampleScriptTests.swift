// Every script in examples/ runs, with small settings where it trains. Their claims about quality are
// for the full sizes and are switched off here with `strict`. The same runs tell whether the reports in
// examples/reports/ are stale.
import Foundation
import Reporting
import Session
import Testing
import Text

struct ExampleScript: Sendable, CustomTestStringConvertible {
  var name: String
  var overrides: [(name: String, text: String)] = []
  var testDescription: String { name }

  static let small: [(name: String, text: String)] = [
    ("steps", "60"), ("critic_steps", "60"),
  ]
  static let market: [(name: String, text: String)] =
    small + [("users", "300"), ("fresh", "300"), ("strict", "false")]
  static let study: [(name: String, text: String)] = [
    ("markets", #"["waiting"]"#), ("seeds", "[1]"), ("users", "200"), ("fresh", "100"),
    ("steps", "20"),
  ]

  static let heldOut: [(name: String, text: String)] = [
    ("markets", #"["waiting"]"#), ("seeds", "[1]"), ("users", "200"), ("fresh", "100"),
    ("trial_steps", "20"),
  ]

  static let coverage: [(name: String, text: String)] = [
    ("logs", "2"), ("fewer", "2"), ("sizes", "[200]"), ("fresh", "200"), ("steps", "40"),
    ("users", "300"),
  ]

  static let estimators: [(name: String, text: String)] = [
    ("seeds", "[1]"), ("users", "200"), ("fresh", "200"), ("steps", "40"), ("critic_steps", "40"),
  ]

  static let all = [
    ExampleScript(name: "01-quickstart", overrides: [("steps", "60")]),
    ExampleScript(name: "02-language"),
    ExampleScript(name: "03-log"), ExampleScript(name: "04-learners", overrides: small),
    ExampleScript(name: "05-truth", overrides: market),
    ExampleScript(name: "06-estimates", overrides: market),
    ExampleScript(name: "07-decisions", overrides: small),
    ExampleScript(name: "09-learners-compared", overrides: study),
    ExampleScript(name: "10-held-out", overrides: heldOut),
    ExampleScript(name: "11-coverage", overrides: coverage),
    ExampleScript(name: "12-estimators-compared", overrides: estimators),
  ]
}

@Suite struct ExampleScriptTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("examples")

  @Test("an example script runs to its end", arguments: ExampleScript.all)
  func runs(_ script: ExampleScript) throws {
    let source = try Self.source(script.name)
    let session = ScripSession(
      options: .init(
        directory: try Self.playground(), overrides: script.overrides, rowLimit: 10))
    let outcome = session.run(source)
    let said = outcome.diagnostics.map { $0.render(in: source) }.joined(separator: "\n")
    #expect(outcome.end == .finished, "\(said)")
    #expect(outcome.results.count > 3)
    if ExampleReport.all.contains(script.name) {
      let document = document(of: source, outcome: outcome, overrides: script.overrides)
      try ExampleReport.expectFresh(script.name, source, document)
    }
  }

  @Test("every script in examples/ is run here or by make grocery")
  func complete() throws {
    let scripts = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".scrip") }.map { String($0.dropLast(6)) }
    #expect(Set(scripts) == Set(ExampleScript.all.map(\.name)).union(["08-grocery"]))
  }

  @Test("the grocery study checks without its data")
  func grocery() throws {
    let diagnostics = ScripSession(options: .init(directory: try Self.playground()))
      .check(try Self.source("08-grocery"))
    #expect(diagnostics.isEmpty)
  }

  static func source(_ name: String) throws -> SourceText {
    SourceText(
      try String(contentsOf: folder.appendingPathComponent("\(name).scrip"), encoding: .utf8),
      name: "\(name).scrip")
  }

  /// A folder with the examples' data and a place for what they write.
  static func playground() throws -> String {
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: place.appendingPathComponent("out"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: place.appendingPathComponent("data"),
      withDestinationURL: folder.appendingPathComponent("data"))
    return place.path
  }
}
