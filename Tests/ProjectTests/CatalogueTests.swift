// One operator is one file, named after it, and the reference pages are what the declarations say.
import Foundation
import OperatorKit
import Operators
import Session
import Testing

@Suite struct CatalogueTests {
  @Test(
    "every operator has a file of its name in its family's folder",
    arguments: Catalogue.standard.operators.map(\.name))
  func file(name: String) throws {
    let operation = try #require(Catalogue.standard[name])
    let folder = "Sources/Operators/Operators/\(operation.family.rawValue)"
    let wanted = operation.name.replacingOccurrences(of: "_", with: "")
    let file = Project.files(under: folder, ending: ".swift").first {
      URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent.lowercased() == wanted
    }
    let path = try #require(file, "\(folder) has no file for \(name)")
    let text = try Project.text(path)
    #expect(text.contains("\"\(name)\""), "\(path) does not declare \(name)")
  }

  @Test("a file that declares an operator is in the catalogue")
  func nothingForgotten() throws {
    for path in Project.files(under: "Sources/Operators/Operators", ending: ".swift") {
      let text = try Project.text(path)
      for match in text.matches(of: /static let [A-Za-z0-9`]+ = [A-Za-z]+\(\n    "([a-z_0-9]+)"/) {
        #expect(Catalogue.standard[String(match.1)] != nil, "\(path): \(match.1)")
      }
    }
  }

  @Test("names from elsewhere are none here, and what is said of them is")
  func habits() {
    let words = Set(["if", "then", "else", "by", "condition", "first", "second", "true", "false"])
    for (name, hint) in Habits.hints {
      #expect(Catalogue.standard[name] == nil, "\(name) is an operator")
      for code in hint.matches(of: /`([^`]*)`/) {
        let called = code.1.matches(of: /([a-z_0-9]+)\(/).map { String($0.1) }
        let alone = code.1.wholeMatch(of: /[a-z_0-9]+/).map { [String($0.0)] } ?? []
        for operation in called + alone where !words.contains(operation) {
          #expect(Catalogue.standard[operation] != nil, "`\(operation)` in the hint for \(name)")
        }
      }
    }
  }

  @Test("docs/reference is what the declarations say: run `make docs`")
  func referenceIsFresh() throws {
    let pages = referencePages()
    for page in pages {
      #expect(try Project.text("docs/reference/\(page.name)") == page.text, "\(page.name) is stale")
    }
    let committed = Project.files(under: "docs/reference", ending: ".md")
      .map { URL(fileURLWithPath: $0).lastPathComponent }
    #expect(Set(committed) == Set(pages.map(\.name)))
  }
}
