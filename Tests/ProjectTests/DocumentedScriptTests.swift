// Fenced scripts in the documents: `scrip` blocks run, `scrip sketch` blocks at least check but for the
// files that they name, and the reference pages' blocks are the operators' own examples, tested there.
import Foundation
import Session
import Testing
import Text

struct Fence: Sendable, CustomTestStringConvertible {
  var file: String
  var line: Int
  var info: String
  var text: String
  var testDescription: String { "\(file):\(line)" }

  static func all(in file: String) -> [Fence] {
    guard let text = try? Project.text(file) else { return [] }
    var fences: [Fence] = []
    var open: Fence?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      guard line.hasPrefix("```") else {
        open?.text += line + "\n"
        continue
      }
      if let fence = open {
        fences.append(fence)
        open = nil
      } else {
        open = Fence(
          file: file, line: index + 1, info: String(line.dropFirst(3)), text: "")
      }
    }
    return fences
  }
}

@Suite struct DocumentedScriptTests {
  static let fences = ["README.md", "examples/data/README.md"]
    .flatMap(Fence.all(in:)).filter { $0.info.hasPrefix("scrip") }

  @Test("a script in a document is right", arguments: fences)
  func check(fence: Fence) throws {
    let session = ScripSession(
      options: .init(directory: Project.root.path))
    let source = SourceText(fence.text)
    let diagnostics = session.check(source)
    #expect(
      diagnostics.isEmpty, "\(diagnostics.map { $0.render(in: source) }.joined(separator: "\n"))")
  }

  @Test("the README's first script is among them")
  func thereAreSome() { #expect(!Self.fences.isEmpty) }
}
