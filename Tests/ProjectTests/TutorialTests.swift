// docs/tutorial.md and docs/own-log.md as somebody who types along: its scripts run one after another in one session, and what
// stands below a script in a `text` block is what it shows.
import Foundation
import Reporting
import Session
import Testing
import Text

@Suite struct TutorialTests {
  @Test(
    "the tutorial runs from first load to the last coupon, and shows what it says",
    arguments: ["docs/tutorial.md", "docs/own-log.md"])
  func runs(page: String) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("examples/out"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("examples/data"),
      withDestinationURL: Project.root.appendingPathComponent("examples/data"))
    let session = ScripSession(options: .init(directory: folder.path))
    let fences = Fence.all(in: page)
    #expect(fences.count > 12)
    for (index, fence) in fences.enumerated() {
      let source = SourceText(fence.text)
      guard fence.info == "scrip" else { continue }
      let outcome = session.run(source)
      #expect(
        outcome.succeeded,
        "line \(fence.line): \(outcome.diagnostics.map { $0.render(in: source) })")
      guard index + 1 < fences.count, fences[index + 1].info == "text" else { continue }
      let shown = outcome.results.map { renderTerminal($0.report, style: TerminalStyle()) }
        .joined().trimmingCharacters(in: .newlines)
      #expect(shown + "\n" == fences[index + 1].text, "line \(fence.line)")
    }
  }
}
