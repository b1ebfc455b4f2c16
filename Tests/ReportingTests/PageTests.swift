// The essentials of a page that everybody can read: an outline without gaps, heads of tables with their
// scope, alternative texts, names for what scrolls, contrast, and scripts that the policy knows.

import Foundation
import Reporting
import Testing

@Suite("Pages")
struct PageTests {
  private let page = renderHTML(Samples.document)

  private func texts(_ pattern: Regex<(Substring, Substring)>) -> [String] {
    page.matches(of: pattern).map { String($0.1) }
  }

  @Test("SHA-256 of the standard's example")
  func standard() {
    let digest = sha256(Array("abc".utf8)).map { String($0, radix: 16) }
    #expect(digest.prefix(4) == ["ba", "78", "16", "bf"])
    #expect(digest.suffix(4) == ["f2", "0", "15", "ad"])
  }

  @Test("The content policy names the fingerprint of the page's own script, and no other")
  func policy() throws {
    let script = try #require(texts(/<script>((?s:.*?))<\/script>/).first)
    let digest = Data(sha256(Array(script.utf8))).base64EncodedString()
    #expect(page.contains("script-src 'sha256-\(digest)'"))
  }

  @Test("Headings begin at one and never skip a level on the way down")
  func outline() {
    let document = Document(
      title: "t",
      sections: [
        .init(prose: "#### deep\n\ntext\n\n# high"), .init(title: "s", prose: "##### deeper"),
        .init(
          title: "r", results: [Report([.heading(level: 3, text: "h"), .prose("###### p")])]),
      ])
    for html in [page, renderHTML(document)] {
      let levels = html.matches(of: /<h([1-6])/).compactMap { Int($0.1) }
      #expect(levels.first == 1)
      for (before, after) in zip(levels, levels.dropFirst()) { #expect(after <= before + 1) }
      #expect(levels.count { $0 == 1 } == 1)
    }
  }

  @Test("Every link of the contents leads to one place, also when titles repeat")
  func contents() {
    let document = Document(
      title: "t",
      sections: ["λ", "λ", "", "?", "report"].map { .init(title: $0, prose: "## λ\n\n## λ") })
    let html = renderHTML(document)
    let links = html.matches(of: /href="#([^"]+)"/).map { String($0.1) }
    let places = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
    #expect(Set(links).isSubset(of: Set(places)))
    #expect(Set(places).count == places.count)
    #expect(links.count > 10)
  }

  @Test("Heads of tables have a scope, figures a title and a description, what scrolls a name")
  func names() {
    #expect(texts(/<th ([^>]*)>/).allSatisfy { $0.contains("scope=") })
    #expect(!page.contains("<th>"))
    #expect(
      page.components(separatedBy: "role=\"img\"").count
        == page.components(separatedBy: "<desc>").count)
    let tables = texts(/<div class="scrip-table" ([^>]*)>/)
    #expect(
      tables.allSatisfy { $0.contains("aria-label=\"") && $0.contains("tabindex=\"0\"") })
    #expect(page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""))
  }

  /// WCAG 2.1: relative luminance, and 4.5 to 1 for text.
  @Test("Text stands out from its ground in light and in dark", arguments: [0, 1])
  func contrast(scheme: Int) {
    let colours = page.matches(of: /--([a-z-]+):(#[0-9a-f]{3,6})/).map {
      (name: String($0.1), value: String($0.2))
    }
    func colour(_ name: String) -> String {
      let all = colours.filter { $0.name == name }.map(\.value)
      return all[min(scheme, all.count - 1)]
    }
    func ratio(_ a: String, _ b: String) -> Double { Colour.contrast(colour(a), colour(b)) }
    for ink in ["ink", "quiet", "link", "keyword", "text", "number", "comment", "call"] {
      for ground in ["paper", "soft"] {
        #expect(ratio(ink, ground) >= 4.5, "\(ink) on \(ground): \(ratio(ink, ground))")
      }
    }
    #expect(ratio("error", "error-soft") >= 4.5)
    #expect(ratio("warning", "warning-soft") >= 4.5)
  }

  @Test("A cell folds its own code, and leaves the others'")
  func foldedCell() {
    let document = Document(
      title: "t",
      sections: [
        .init(title: "a", code: "first = 1", hidesCode: true),
        .init(title: "b", code: "second = 2"),
        .init(title: "c", code: "third = 3", status: .failed, hidesCode: true),
      ])
    let html = renderHTML(document)
    #expect(html.components(separatedBy: "<details class=\"scrip-source\">").count == 2)
    #expect(html.components(separatedBy: "<details class=\"scrip-source\" open>").count == 3)
    let text = renderMarkdown(document)
    #expect(
      !text.contains("first = 1") && text.contains("second = 2") && text.contains("third = 3"))
    #expect(renderNotebook(document).components(separatedBy: "source_hidden").count == 2)
  }

  @Test("Folded code stays open where a cell failed or did not run")
  func folded() {
    var document = Samples.document
    document.hidesCode = true
    let html = renderHTML(document)
    #expect(html.components(separatedBy: "<details class=\"scrip-source\">").count == 3)
    #expect(html.components(separatedBy: "<details class=\"scrip-source\" open>").count == 3)
    let text = renderMarkdown(document)
    #expect(!text.contains("visits = load"))
    #expect(text.contains("visits |> dataset(cost: cots)"))
  }
}
