// Every operator's examples are tests: what one prints is compared as text, and a failing one must fail
// with its message. They run as a stranger would run them, through the session.
import Foundation
import OperatorKit
import Operators
import Reporting
import Session
import Testing
import Text

struct Case: Sendable, CustomTestStringConvertible {
  var name: String
  var index: Int
  var example: Example
  var testDescription: String { "\(name), example \(index + 1)" }

  static let all = Catalogue.standard.operators.flatMap { operation in
    operation.examples.enumerated().map {
      Case(name: operation.name, index: $0.offset, example: $0.element)
    }
  }
}

@Suite struct ExampleTests {
  @Test("an example does what it says", arguments: Case.all)
  func example(_ item: Case) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // What the example of `use` uses.
    try "discount = (value, rate) -> value * (1 - rate)\n".write(
      to: folder.appendingPathComponent("lib.scrip"), atomically: true, encoding: .utf8)
    let session = ScripSession(options: .init(directory: folder.path))
    let outcome = session.run(SourceText(item.example.script))
    let said = outcome.diagnostics.map { $0.render(in: SourceText(item.example.script)) }
      .joined(separator: "\n")
    switch item.example {
    case .prints(_, let output):
      #expect(outcome.succeeded, "\(said)")
      let shown = outcome.results.map { renderTerminal($0.report, style: TerminalStyle()) }
        .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        .filter { !$0.isEmpty }
        .joined(separator: "\n")
      #expect(shown == output)
    case .fails(_, let message):
      #expect(!outcome.succeeded)
      #expect(said.contains(message), "\(said)")
    }
  }

  @Test(
    "every operator has an example that works and one that fails",
    arguments: Catalogue.standard.names)
  func bothKinds(name: String) throws {
    let examples = try #require(Catalogue.standard[name]).examples
    #expect(examples.contains { if case .prints = $0 { true } else { false } })
    #expect(examples.contains { if case .fails = $0 { true } else { false } })
  }

  @Test("names are unique and snake_case, and every parameter says what it means")
  func declarations() {
    let names = Catalogue.standard.names
    #expect(Set(names).count == names.count)
    for operation in Catalogue.standard.operators {
      #expect(operation.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
      #expect(!operation.summary.isEmpty && !operation.summary.hasSuffix("."))
      let parameters = operation.parameters.map(\.name)
      #expect(Set(parameters).count == parameters.count, "\(operation.name)")
      for parameter in operation.parameters {
        #expect(!parameter.meaning.isEmpty, "\(operation.name): \(parameter.name)")
      }
    }
  }
}
