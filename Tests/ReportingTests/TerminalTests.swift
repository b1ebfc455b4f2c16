// Rules of the terminal renderer: nothing leaves the width, nothing is cut without a width, no
// colour unless asked, and what is hidden is said.

import Reporting
import Testing

@Suite("Terminal text")
struct TerminalTests {
  /// Cells of ASCII, box lines, braille and the few CJK characters used here.
  private func cells(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x0300...0x036F: sum
      case 0x3000...0x9FFF, 0x1F600...0x1F64F: sum + 2
      case _: sum + 1
      }
    }
  }

  private func widest(_ text: String) -> Int {
    text.split(separator: "\n").map(cells).max() ?? 0
  }

  @Test("Random tables never leave the width and always show their frame")
  func tables() {
    var chance = Chance(1)
    let texts = [
      "", "a", "1.50", "日本語の表", "e\u{301}a\u{300}", "a long text with many words in it", "😀😀",
      String(repeating: "x", count: 90), "tab\tand\nline", "\u{1B}[31mred",
    ]
    for _ in 0..<400 {
      let columns = (0..<chance.below(9)).map { _ in
        TableBlock.Column(
          chance.pick(texts), unit: chance.pick(["", "number", texts[5]]),
          alignment: chance.pick([.left, .right]))
      }
      let rows = (0..<chance.below(40)).map { _ in
        (0..<chance.below(10)).map { _ in chance.pick(texts) }
      }
      let table = TableBlock(
        columns: columns, rows: rows, totalRows: chance.pick([nil, 1_000, 0]),
        caption: chance.pick(texts))
      let width = 20 + chance.below(100)
      let unicode = chance.below(2) == 0
      let text = renderTerminal(
        Report([.table(table)]), style: .init(width: width, unicode: unicode))
      #expect(widest(text) <= width)
      #expect(!text.contains("\u{1B}"))
      #expect(columns.isEmpty || text.contains(unicode ? "└" : "+"))
      let whole = renderTerminal(Report([.table(table)]), style: .init())
      #expect(columns.isEmpty || !whole.contains("…"))
    }
  }

  @Test("Columns that a table can do without go first, and are named")
  func givingWay() {
    func text(_ width: Int) -> String {
      let table = TableBlock(
        columns: ["policy", "by", "outcome", "bounds", "cost"].map { TableBlock.Column($0) },
        rows: [["rbcq", "reme", "14.5", "14.1 … 14.9", "11.2"]], givesWay: [1, 3])
      return renderTerminal(Report([.table(table)]), style: .init(width: width))
    }
    #expect(text(50).contains("by"))
    #expect(!text(50).contains("shown"))
    #expect(text(44).contains("│ policy │ outcome │      bounds │ cost │"))
    #expect(text(44).hasSuffix("  4 of 5 columns shown, without by\n"))
    #expect(text(36).contains("│ policy │ outcome │ cost │"))
    #expect(text(36).hasSuffix("  3 of 5 columns shown, without by,\n  bounds\n"))
    #expect(text(22).contains("│ policy │ … │ cost │"))
  }

  @Test("A table says how many rows and columns it hides")
  func hidden() {
    let text = renderTerminal(Report([.table(Samples.wide)]), style: .init(width: 60))
    // Three columns of 12 or 13 cells, their frames and the gap fit in 60.
    #expect(text.contains("20 of 30 rows, 4 of 14 columns shown"))
    let all = renderTerminal(Report([.table(Samples.wide)]), style: .init())
    #expect(all.split(separator: "\n").count == 30 + 5)
  }

  @Test("Wide and combining characters keep the frame straight")
  func wide() {
    let table = TableBlock(
      columns: [.init("x", alignment: .left)], rows: [["日本"], ["e\u{301}"], ["👩‍👩‍👧"], ["🇩🇪"], ["한국"]])
    let text = renderTerminal(Report([.table(table)]), style: .init())
    #expect(
      text == """
        ┌──────┐
        │ x    │
        ├──────┤
        │ 日本 │
        │ e\u{301}    │
        │ 👩‍👩‍👧   │
        │ 🇩🇪   │
        │ 한국 │
        └──────┘

        """)
  }

  @Test("Control characters from data never reach the terminal")
  func controls() {
    let bad = "a\u{1B}]0;title\u{7}\r\n\u{9B}31m\u{202E}b"
    let report = Report([
      .line(bad), .heading(level: 1, text: bad), .prose(bad), .code(bad, language: bad),
      .message(bad, severity: .warning),
      .table(.init(columns: [.init(bad, unit: bad)], rows: [[bad]], caption: bad)),
      .card(.init(title: bad, facts: [.init(bad, bad, note: bad)], warnings: [bad])),
      .figure(
        .init(
          title: bad, x: .init(bad), y: .init(bad),
          series: [.init(bad, mark: .points, points: [.init(1, 1, label: bad)])],
          rules: [.vertical(x: 1, label: bad)])),
    ])
    for width in [nil, 30] {
      let text = renderTerminal(report, style: .init(width: width))
      let forbidden = text.unicodeScalars.filter {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
      }
      #expect(forbidden.isEmpty)
    }
  }

  @Test("Colour is there only when asked, and changes nothing but colour")
  func colour() {
    let plain = renderTerminal(Report([.card(Samples.card)]), style: .init(width: 80))
    let painted = renderTerminal(
      Report([.card(Samples.card)]), style: .init(width: 80, colour: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(painted.contains("\u{1B}[1m"))
    #expect(painted.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test("Random prose, cards and lines never leave the width")
  func prose() {
    var chance = Chance(2)
    let parts = [
      "# ", "- ", "1. ", "> ", "**", "*", "_", "`", "```\n", "[a](b)", "<https://example.org>",
      "\n",
      "\n\n", "| a | b |\n| --- | --- |\n| 1 | 2 |\n", "word ", "日本 ", "  ", "\\", "---\n", "](",
      String(repeating: "y", count: 70),
    ]
    for _ in 0..<600 {
      let text = (0..<chance.below(30)).map { _ in chance.pick(parts) }.joined()
      let width = 44 + chance.below(60)
      let report = Report([
        .prose(text), .line(text),
        .card(.init(title: text, facts: [.init(text, text, note: text)], warnings: [text])),
      ])
      let shown = renderTerminal(report, style: .init(width: width))
      #expect(widest(shown) <= width, "\(text)")
    }
  }

  @Test("A table of sentences wraps its cells and loses no word")
  func sentences() {
    let words = "levels less likely than this times the likeliest are never chosen"
    let block = TableBlock(
      columns: [.init("argument", alignment: .left), .init("meaning", alignment: .left)],
      rows: [["threshold", words]], wraps: true)
    let shown = renderTerminal(Report([.table(block)]), style: .init(width: 40))
    #expect(widest(shown) <= 40)
    let letters = shown.filter { $0.isLetter || $0 == " " }.split(separator: " ")
    #expect(words.split(separator: " ").allSatisfy { letters.contains($0) })
    #expect(!shown.contains("…"))
  }
}
