// HTML and Markdown: text stays text whatever it holds, and prose follows its stated subset.

import Foundation
import Reporting
import Testing

@Suite("Markup")
struct MarkupTests {
  private func body(_ prose: String) -> String {
    renderHTMLFragment(Report([.prose(prose)]))
  }

  @Test("No text of a document can become a tag, an attribute or a script")
  func injection() {
    let bad = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    let figure = Figure(
      title: bad, x: .init(bad, categories: [bad]), y: .init(bad),
      series: [
        .init(bad, mark: .bars, points: [.init(0, 1, label: bad)]),
        .init(bad, mark: .points, points: [.init(0, 1)]),
      ], rules: [.horizontal(y: 1, label: bad)])
    let report = Report([
      .heading(level: 1, text: bad), .prose(bad), .prose("[x](" + bad + ")"),
      .prose("| \(bad) |\n| --- |\n| \(bad) |"), .prose("```\(bad)\n\(bad)\n```"),
      .code(bad, language: "scrip"), .code(bad, language: bad), .line(bad),
      .table(.init(columns: [.init(bad, unit: bad)], rows: [[bad]], caption: bad)),
      .card(.init(title: bad, facts: [.init(bad, bad, note: bad)], warnings: [bad])),
      .figure(figure), .message(bad, severity: .error),
    ])
    let html = renderHTML(
      Document(
        title: bad, sections: [.init(title: bad, prose: bad, code: bad, results: [report])],
        provenance: Provenance(
          program: bad, script: bad, parameters: [.init(bad, bad)], seeds: [bad],
          inputs: [.init(bad, bad)])))
    // The values and the page's own script.
    #expect(html.components(separatedBy: "<script").count == 3)
    #expect(html.components(separatedBy: "</script").count == 3)
    #expect(!html.contains("<img"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    // What is opened is closed, and the page has one style.
    for tag in ["title", "style"] {
      #expect(
        html.components(separatedBy: "<\(tag)>").count
          == html.components(separatedBy: "</\(tag)>").count)
    }
    #expect(html.components(separatedBy: "<style>").count == 2)
  }

  @Test(
    "A link keeps its target only when it is http, https or relative",
    arguments: [
      ("https://example.org/a?b=1", true), ("HTTP://example.org", true), ("figures/1.svg", true),
      ("#top", true), ("javascript:alert(1)", false), ("JaVaScRiPt:alert(1)", false),
      ("data:text/html,x", false), ("//evil.example", false), ("java&#115;cript:x", false),
      ("java\u{1}script:alert(1)", false), ("\\\\evil.example", false), ("vbscript:x", false),
    ])
  func links(target: String, isKept: Bool) {
    #expect(body("[text](\(target))").contains("<a href=") == isKept)
    #expect(body("[text](\(target))").contains("text"))
  }

  @Test(
    "Prose follows CommonMark within its subset",
    arguments: [
      (
        "a *b* _c_ **d** `e*f*`",
        "<p>a <em>b</em> <em>c</em> <strong>d</strong> <code>e*f*</code></p>"
      ),
      ("***x***", "<p><em><strong>x</strong></em></p>"),
      ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
      ("\\*not\\* **open", "<p>*not* **open</p>"),
      ("one  \ntwo\nthree", "<p>one<br>\ntwo three</p>"),
      ("# A *b*\ntext", "<h3>A <em>b</em></h3>\n<p>text</p>"),
      (
        "- a\n- b\n  - c\n\nd",
        "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n<p>d</p>"
      ),
      ("3. x\n4. y", "<ol start=\"3\">\n<li>x</li>\n<li>y</li>\n</ol>"),
      ("> a\n> b", "<blockquote>\n<p>a b</p>\n</blockquote>"),
      ("~~~\n<a>\n~~~", "<pre class=\"scrip-code\" tabindex=\"0\"><code>&lt;a&gt;</code></pre>"),
      ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
      ("<https://example.org>", "<p><a href=\"https://example.org\">https://example.org</a></p>"),
      ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
      ("a | b", "<p>a | b</p>"),
      ("see [1, [x](y)", "<p>see [1, <a href=\"y\">x</a></p>"),
      ("[a [b] c](d) [e]", "<p><a href=\"d\">a [b] c</a> [e]</p>"),
    ])
  func prose(source: String, html: String) {
    #expect(body(source) == "<div class=\"scrip-prose\">\n" + html + "\n</div>\n")
  }

  @Test("Deep or unbalanced prose takes little time and never traps")
  func deep() {
    for part in ["> ", "- ", "*", "**a", "[", "`", "_a ", "![", "1. ", "# ", "<", "\\", "|"] {
      let text = String(repeating: part, count: 3_000)
      #expect(!body(text + "x").isEmpty)
      #expect(
        !body(
          (0..<60).map { String(repeating: " ", count: $0) + part + "x" }
            .joined(separator: "\n")
        ).isEmpty)
    }
  }

  @Test("Markdown escapes bars, tags and marks in cells, and fences outlast their content")
  func markdown() {
    let table = TableBlock(
      columns: [.init("a|b", alignment: .left), .init("n")],
      rows: [["x|y\nz", "1"], ["<script>", "*2*"], ["short"]])
    #expect(
      renderMarkdown(Report([.table(table)])) == """
        | a\\|b | n |
        | --- | ---: |
        | x\\|y z | 1 |
        | \\<script\\> | \\*2\\* |
        | short |  |

        """)
    let code = renderMarkdown(Report([.code("a\n```\nb", language: "scrip")]))
    #expect(code == "````scrip\na\n```\nb\n````\n")
  }

  @Test(
    "A shown text begins no block of Markdown",
    arguments: [
      ("- item", "\\- item"), ("+ item", "\\+ item"), ("1. item", "1\\. item"),
      ("12) item", "12\\) item"), ("---", "\\---"), ("- - -", "\\- - -"), ("-", "\\-"),
      ("    code", "&nbsp;&nbsp;&nbsp;&nbsp;code"), ("  - item", "&nbsp;&nbsp;\\- item"),
      ("-3", "-3"), ("1.5", "1.5"), ("-x", "-x"), ("2024. ", "2024\\. "), ("a - b", "a - b"),
    ])
  func lineStarts(text: String, markdown: String) {
    #expect(renderMarkdown(Report([.line(text)])) == markdown + "\n")
  }

  @Test("Figures are numbered in order and linked where the caller puts them")
  func figures() {
    var seen: [Int] = []
    let text = renderMarkdown(Report([.figure(Samples.bars), .figure(Samples.loss)])) {
      seen.append($1)
      return "f-\($1).svg"
    }
    #expect(seen == [0, 1])
    #expect(
      text.contains("![Visits per user by policy: visits per user over policy; visits: 4 points"))
    #expect(text.contains("](<f-0.svg>)\n\n![Loss: mean squared error over step; train: 201"))
    #expect(text.hasSuffix("](<f-1.svg>)\n"))
  }

  @Test("Names between backticks are code in cards, a lone backtick and an empty pair stay")
  func spans() {
    func card(_ text: String) -> Report {
      Report([.card(Card(title: "", facts: [], warnings: [text]))])
    }
    let text = "`split` before <`check:`>"
    #expect(
      renderHTMLFragment(card(text)).contains(
        "<code>split</code> before &lt;<code>check:</code>&gt;"))
    #expect(renderMarkdown(card(text)) == "> Warning: `split` before \\<`check:`\\>\n")
    for odd in ["a ` b", "``", "`` `x` ``", ""] {
      #expect(!renderHTMLFragment(card(odd)).contains("<code></code>"))
    }
    #expect(renderMarkdown(card("a ` b")) == "> Warning: a \\` b\n")
  }

  @Test("A text goes on behind the texts in its interpolations")
  func nestedTexts() {
    let whole = [
      "\"total {name(\"a\")} of {x}\"", "\"{\"in {\"deep\"}\"}\"", "\"\"\"{f(\"a\")} \"b\" \"\"\"",
    ]
    for text in whole {
      let html = renderHTMLFragment(Report([.code("\(text) + y", language: "scrip")]))
      let escaped = text.replacing("\"", with: "&quot;")
      #expect(html.contains("<span class=\"s\">\(escaped)</span>"), "\(html)")
    }
    // What is not closed ends with its line, however deep it is.
    let open = String(repeating: "\"{", count: 3_000) + "\nx"
    #expect(renderHTMLFragment(Report([.code(open, language: "scrip")])).contains("x"))
  }

  @Test("Source is highlighted without losing a character")
  func highlighting() {
    let html = renderHTMLFragment(Report([.code(Samples.code, language: "scrip")]))
    #expect(html.contains("<span class=\"k\">by</span>"))
    #expect(html.contains("<span class=\"n\">0</span><span class=\"o\">..</span>") == false)
    #expect(html.contains("<span class=\"n\">0.05</span>"))
    #expect(html.contains("<span class=\"c\"># within budget</span>"))
    #expect(html.contains("<span class=\"f\">search</span>"))
    let text = html.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    #expect(text == Samples.code + "\n")
  }
}
