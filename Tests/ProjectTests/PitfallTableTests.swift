// The table of pitfalls in Tests/README.md is written by hand. Every one of its rows names tests that exist.
import Foundation
import Testing

@Suite struct PitfallTableTests {
  @Test("each of 34 pitfalls names tests that are there, or is not offered")
  func tests() throws {
    let rows = try Project.text("Tests/README.md").components(separatedBy: "\n")
      .filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true }
    #expect(rows.count == 34)
    let all = try Project.files(under: "Tests", ending: ".swift").map(Project.text).joined()
    for row in rows {
      let cell = row.components(separatedBy: " | ").last ?? ""
      let named = cell.components(separatedBy: "\"").enumerated()
        .filter { $0.offset % 2 == 1 }.map(\.element)
      #expect(!named.isEmpty || cell.hasPrefix("not offered"), "\(row)")
      for name in named {
        #expect(all.contains("\"\(name)\""), "the test \"\(name)\" is named and not there")
      }
    }
  }
}
