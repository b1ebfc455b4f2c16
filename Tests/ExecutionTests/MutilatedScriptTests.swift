// Half-written scripts: those of the repository (examples, tests, fences of the documents), each cut at its
// tokens, and with a token deleted or doubled, go through parser, checker and formatter without a crash. Short
// scripts are tried at every token, long ones at `most` of them, evenly spread.

import Checking
import Formatting
import Foundation
import OperatorKit
import Operators
import Syntax
import Testing
import Text

struct MutilatedScriptTests {
  private static let most = 40
  /// So many at once, to keep the list of test cases short.
  private static let parts = 16

  @Test("A mutilated script is checked, and formatted or refused", arguments: 0..<parts)
  func mutilated(_ part: Int) throws {
    let scripts = try Self.scripts()
    #expect(scripts.count > 300)
    var tried = 0
    for (index, script) in scripts.enumerated() where index % Self.parts == part {
      for mutant in Self.mutants(of: script) {
        tried += 1
        if let problem = Self.problem(of: mutant) {
          Issue.record("\(problem):\n\(String(decoding: mutant, as: UTF8.self))")
        }
      }
    }
    #expect(tried > 500)
  }

  /// What is wrong with how a script is read; mistakes of its own are not.
  private static func problem(of bytes: [UInt8]) -> String? {
    let source = SourceText(bytes: bytes)
    let script = parse(source)
    let checked = check(script, of: source, in: CheckContext(catalogue: .standard))
    for diagnostic in checked.diagnostics {
      guard diagnostic.span.start >= 0, diagnostic.span.end <= bytes.count else {
        return "\(diagnostic.code) is outside the script"
      }
      if diagnostic.render(in: source).isEmpty { return "\(diagnostic.code) says nothing" }
    }
    do throws(FormatFailure) {
      let text = try format(source)
      guard script.diagnostics.isEmpty else { return "what has mistakes is formatted" }
      if try format(SourceText(text)) != text { return "the layout does not stay" }
    } catch {
      switch error {
      case .mistakes(let found): if found.isEmpty { return "refused without a reason" }
      case .changed: return "the formatter would say something else"
      }
    }
    return nil
  }

  /// Cut after a token, without it, and with it twice.
  private static func mutants(of script: [UInt8]) -> [[UInt8]] {
    let spans = tokenize(SourceText(bytes: script)).map(\.span)
    let step = max(1, Double(spans.count) / Double(most))
    return stride(from: 0, to: Double(spans.count), by: step).flatMap { place in
      let span = spans[Int(place)]
      return [
        Array(script[..<span.end]), Array(script[..<span.start] + script[span.end...]),
        Array(script[..<span.end] + script[span.start...]),
      ]
    }
  }

  // MARK: The scripts of the repository

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func scripts() throws -> [[UInt8]] {
    var scripts: [[UInt8]] = []
    for path in try paths() {
      let bytes = [UInt8](try Data(contentsOf: root.appending(path: path)))
      if path.hasSuffix(".scrip") {
        scripts.append(bytes)
      } else {
        scripts += String(decoding: bytes, as: UTF8.self)
          .matches(of: /(?s)```scrip[^\n]*\n(.*?)```/).map { Array($0.1.utf8) }
      }
    }
    return scripts
  }

  private static func paths() throws -> [String] {
    try ["examples", "docs", "Tests", "Fuzz"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix(".scrip") || $0.hasSuffix(".md") }.sorted()
        .map { "\(folder)/\($0)" }
    } + ["README.md"]
  }
}
