// `scrip explain` is true: each story's wrong script earns its code and the mended one is right.
import Foundation
import Session
import Testing
import Text

@Suite struct ExplanationTests {
  @Test("the wrong script earns the code, the mended one nothing", arguments: stories)
  func story(_ code: String) throws {
    let story = try #require(Explanation.of(code))
    let wrong = try #require(story.wrong)
    let mended = try #require(story.mended)
    #expect(codes(of: wrong, story.settings).contains(code))
    #expect(codes(of: mended, story.mendedSettings) == [])
  }

  static let stories = Explanation.all.filter { $0.wrong != nil }.map(\.code)

  @Test("every code of the sources has a story, every story a code, and few have no script")
  func complete() throws {
    let written = Explanation.all.map(\.code)
    #expect(written == written.sorted() && Set(written).count == written.count)
    var used: Set<String> = []
    let root = DiagnosticGoldens.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sources = root.appending(path: "Sources").path
    let files = FileManager.default.enumerator(atPath: sources)
    while let file = files?.nextObject() as? String {
      guard file.hasSuffix(".swift"), !file.contains("Explanations/") else { continue }
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      used.formUnion(text.matches(of: /"([EW]0[0-9]{3})"/).map { String($0.1) })
    }
    #expect(used == Set(written))
    #expect(
      Explanation.all.filter { $0.wrong == nil }.map(\.code) == [
        "E0101", "E0115", "E0600", "E0690",
      ])
  }

  @Test("a code is found in any case, and an unknown one is not")
  func lookup() {
    #expect(explanation(of: "e0301") != nil)
    #expect(explanation(of: "E9999") == nil)
  }

  private func codes(of script: String, _ settings: [String]) -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let session = ScripSession(
      options: .init(
        directory: folder.path, overrides: settings.map(DiagnosticGoldens.override)))
    return session.run(SourceText(script)).diagnostics.map(\.code)
  }
}
