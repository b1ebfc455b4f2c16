// Rules of the house that a machine can read: file length, prose at the top, no traps on user input.
import Foundation
import Testing

@Suite struct SourceRuleTests {
  static let sources = Project.files(under: "Sources", ending: ".swift")

  @Test("a source file has at most 500 lines and opens with prose", arguments: sources)
  func shape(path: String) throws {
    let lines = try Project.text(path).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 501, "\(path) has \(lines.count) lines")
    #expect(lines.first?.hasPrefix("//") == true, "\(path) does not say what it is")
  }

  @Test("nothing that a user types can reach a trap", arguments: sources)
  func noTraps(path: String) throws {
    let text = try Project.text(path)
    for trap in ["fatalError(", "try!", "as! "] {
      #expect(!text.contains(trap), "\(path) holds \(trap)")
    }
  }

  @Test("unsafe code stays in Compute and in the files that talk to SQLite and to the line editor")
  func unsafeIsFenced() throws {
    for path in Self.sources where try Project.text(path).contains("unsafe ") {
      let fenced =
        ["Sources/Method/Compute/", "Sources/Method/Database/"].contains { path.hasPrefix($0) }
        || path.hasSuffix("/LineEditor.swift")
      #expect(fenced, "\(path) is unsafe")
    }
  }

  @Test("the changelog has an Unreleased section, and CONTRIBUTING opens with adding an operator")
  func documents() throws {
    #expect(try Project.text("CHANGELOG.md").contains("## Unreleased"))
    let contributing = try Project.text("CONTRIBUTING.md")
    let first = contributing.split(separator: "\n").first { $0.hasPrefix("## ") }
    #expect(first == "## Add an operator in three steps")
  }
}
