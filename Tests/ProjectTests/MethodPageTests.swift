// docs/method.md is written by hand. What it can be held to: the files and the tests that it names are there.
import Foundation
import Testing

@Suite struct MethodPageTests {
  @Test("every source file that the method page names is there")
  func files() throws {
    let names = try Project.text("docs/method.md").split(separator: "`")
      .filter { $0.hasSuffix(".swift") }
    #expect(names.count > 50)
    let all = Set(Project.files(under: "Sources/Method", ending: ".swift"))
    for name in names {
      #expect(all.contains("Sources/Method/\(name)"), "\(name) is named and not there")
    }
  }

  @Test("every test that the method page names is there")
  func tests() throws {
    let rows = try Project.text("docs/method.md").components(separatedBy: "\n")
      .filter { $0.hasPrefix("| ") && $0.dropFirst(2).first?.isNumber == true }
    #expect(rows.count == 22)
    let named = rows.compactMap { $0.components(separatedBy: " | ").last }
      .flatMap { cell in
        cell.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }
          .map(\.element)
      }
    #expect(named.count > 15)
    let all = try Project.files(under: "Tests", ending: ".swift").map(Project.text).joined()
    for name in named {
      #expect(all.contains("\"\(name)\""), "the test \"\(name)\" is named and not there")
    }
  }
}
