// Whether a report in examples/reports/ still says what its script says. The reports are of full size and
// take minutes, so the script's small run stands in for them: its rendered page has a fingerprint in
// examples/reports/fingerprints.txt, which changes with the script, the data, the method, an operator's
// display or a renderer. The report itself has to hold every cell of the script as it is now.
// `make reports` renders the reports again and records the fingerprints (RECORD=1).
import Data
import Foundation
import Reporting
import Synchronization
import Testing
import Text

enum ExampleReport {
  static let all = [
    "01-quickstart", "02-language", "03-log", "04-learners", "05-truth", "06-estimates",
    "07-decisions",
  ]

  /// Scripts run side by side, and record into one list.
  private static let recording = Mutex(())
  private static var folder: URL { ExampleScriptTests.folder.appendingPathComponent("reports") }
  private static var list: URL { folder.appendingPathComponent("fingerprints.txt") }

  static func expectFresh(_ name: String, _ source: SourceText, _ document: Document) throws {
    let small = renderMarkdown(document) { figure, _ in svg(figure) }
    var digest = Digest()
    digest.combine(small)
    let entry = "\(name) \(digest)"
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try recording.withLock { _ in
        let lines = entries().filter { !$0.hasPrefix(name + " ") } + [entry]
        try Foundation.Data(lines.sorted().map { $0 + "\n" }.joined().utf8).write(to: list)
      }
      Issue.record("recorded \(name); run again without RECORD")
      return
    }
    let advice = "the report of \(name) is stale: run `make reports`"
    #expect(entries().contains(entry), "\(advice)")
    let page = try String(contentsOf: folder.appendingPathComponent("\(name).md"), encoding: .utf8)
    for section in document.sections {
      #expect(section.code.isEmpty || page.contains(section.code), "\(advice)")
      let prose = section.prose.split(separator: "\n").filter { !$0.hasPrefix("# ") }
      for line in prose { #expect(page.contains(line), "\(advice)") }
    }
  }

  private static func entries() -> [String] {
    let text = (try? String(contentsOf: list, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}
