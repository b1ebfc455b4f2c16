// docs/language.md is normative, so its scripts run and its list of codes is complete.

import Checking
import Execution
import Foundation
import OperatorKit
import Operators
import Syntax
import Testing
import Text

struct LanguagePageTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("Each script of the page shows what stands below it, or fails with it")
  func scripts() throws {
    let blocks = try fences(of: "docs/language.md")
    #expect(blocks.count > 10)
    for (index, block) in blocks.enumerated() where block.tag.hasPrefix("scrip") {
      let next = index + 1 < blocks.count ? blocks[index + 1] : (tag: "", body: "")
      let wanted = next.tag == "text" ? next.body : ""
      switch block.tag {
      case "scrip": #expect(shown(by: block.body) == wanted)
      case "scrip error": #expect(shown(by: block.body) == wanted)
      default: #expect(parse(SourceText(block.body)).diagnostics.isEmpty)
      }
    }
  }

  @Test("The page lists each code of a diagnostic, and no other")
  func codes() throws {
    let page = try text("docs/language.md")
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("| E0") || $0.hasPrefix("| W0") }
      .flatMap { $0.matches(of: /[EW]0[0-9]{3}/).map { String($0.output) } }
    #expect(Set(listed).count == listed.count)
    #expect(Set(Explanation.all.map(\.code)) == Set(listed))
  }

  private func shown(by script: String) -> String {
    let source = SourceText(script)
    let checked = check(parse(source), of: source, in: CheckContext(catalogue: .standard))
    guard checked.succeeded else { return checked.diagnostics.render(in: source) }
    var interpreter = Interpreter()
    var lines: [String] = []
    for statement in checked.statements {
      do throws(ExecutionFailure) {
        if let value = try interpreter.run(statement, of: source, in: RunContext()) {
          lines.append(inline(value, quoted: true))
        }
      } catch {
        switch error {
        case .failed(let failure), .expectation(let failure):
          lines.append(failure.render(in: source))
        case .cancelled: lines.append("cancelled")
        }
      }
    }
    return lines.joined(separator: "\n")
  }

  private func fences(of path: String) throws -> [(tag: String, body: String)] {
    var result: [(tag: String, body: String)] = []
    var open: (tag: String, lines: [Substring])?
    for line in try text(path).split(separator: "\n", omittingEmptySubsequences: false) {
      if let block = open {
        if line == "```" {
          result.append((block.tag, block.lines.joined(separator: "\n")))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        open = (String(line.dropFirst(3)), [])
      }
    }
    return result
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }
}
