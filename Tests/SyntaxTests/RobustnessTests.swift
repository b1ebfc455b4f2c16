// No input makes the parser trap. Every script of the repository is cut at each token, and read with
// each token deleted or doubled; hostile inputs are deep, binary or unfinished.

import Foundation
import Syntax
import Testing
import Text

struct RobustnessTests {
  @Test("A mutilated script gives a tree or diagnostics", arguments: try scripts())
  func mutilated(_ file: URL) throws {
    let source = SourceText(try String(contentsOf: file, encoding: .utf8))
    #expect(parse(source).diagnostics.isEmpty)
    let spans = tokenize(source).map(\.span)
    for span in spans {
      let cut = Array(source.bytes[..<span.end])
      let deleted = Array(source.bytes[..<span.start] + source.bytes[span.end...])
      let doubled = Array(source.bytes[..<span.end] + source.bytes[span.start...])
      #expect(survives(cut) && survives(deleted) && survives(doubled), "at \(span)")
    }
  }

  @Test("Hostile bytes give diagnostics", arguments: hostile)
  func rejects(_ input: Hostile) {
    let source = SourceText(bytes: input.bytes, name: "hostile.scrip")
    let script = parse(source)
    #expect(!script.diagnostics.isEmpty)
    #expect(!script.diagnostics.render(in: source).isEmpty)
  }

  @Test("Every single byte, and every pair with a quote or a brace, is survived")
  func bytes() {
    for byte in UInt8.min...UInt8.max {
      let survived = "\"{}`#\\'(%.1e".utf8.allSatisfy { companion in
        survives([companion, byte]) && survives([companion, byte, companion])
          && survives([UInt8(ascii: "\""), companion, byte])
      }
      #expect(survived && survives([byte]), "byte \(byte)")
    }
  }

  /// Spans point into the source, tokens end with `end`, and messages can be rendered.
  private func survives(_ bytes: [UInt8]) -> Bool {
    let source = SourceText(bytes: bytes)
    let tokens = tokenize(source)
    let script = parse(tokens, of: source)
    let spans = tokens.map(\.span) + script.diagnostics.map(\.span)
    return tokens.last?.kind == .end
      && spans.allSatisfy { $0.start <= $0.end && $0.end <= bytes.count }
      && script.diagnostics.allSatisfy { $0.render(in: source).contains("^") }
  }

  /// A short start and a unit that is repeated; small, because it names the test case.
  struct Hostile: Sendable, CustomTestStringConvertible {
    var start: [UInt8] = []
    var unit = ""
    var count = 20_000
    var end = ""

    var bytes: [UInt8] {
      start
        + Array((String(repeating: unit, count: count) + String(repeating: end, count: count)).utf8)
    }
    var testDescription: String { "\(start) and \(count) × \(unit)…\(end)" }
  }

  static let hostile: [Hostile] = [
    Hostile(start: [0xFF, 0xFE, 0x41]), Hostile(start: Array("x = \"λ".utf8.dropLast())),
    Hostile(start: [0x78, 0x00, 0x79]),
    Hostile(unit: "(", count: 100_000), Hostile(unit: "(", count: 100_000, end: ")"),
    Hostile(unit: "["), Hostile(unit: "{a:"),
    Hostile(unit: "-"), Hostile(unit: "not "), Hostile(unit: "x->"), Hostile(unit: "x->{"),
    Hostile(unit: "if a then b else "), Hostile(unit: "2^"), Hostile(unit: "1+"),
    Hostile(start: Array("f".utf8), unit: "()"), Hostile(unit: "x|>"),
    Hostile(start: Array("x".utf8), unit: ".y"), Hostile(unit: "\"{"), Hostile(unit: ")]}"),
  ]

  private static func scripts() throws -> [URL] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let examples = tests.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "examples")
    let folders = [tests.appending(path: "Scripts"), examples]
    return try folders.flatMap { folder in
      guard FileManager.default.fileExists(atPath: folder.path) else { return [URL]() }
      return try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
    }.filter { $0.pathExtension == "scrip" }.sorted { $0.path < $1.path }
  }
}
