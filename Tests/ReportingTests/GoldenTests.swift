// What every renderer makes of the samples, as files to read and review.

import Reporting
import Testing

@Suite("Rendered samples")
struct GoldenTests {
  @Test("A terminal shows the samples in 80 columns, in 40, without Unicode and in colour")
  func terminal() throws {
    let report = Samples.report
    try expectGolden(renderTerminal(report, style: .init(width: 80)), "terminal-80.txt")
    try expectGolden(renderTerminal(report, style: .init(width: 40)), "terminal-40.txt")
    try expectGolden(
      renderTerminal(report, style: .init(width: 80, unicode: false)), "terminal-ascii.txt")
    let short = Report([.table(Samples.visits), .card(Samples.card), .figure(Samples.intervals)])
    try expectGolden(
      renderTerminal(short, style: .init(width: 80, colour: true)), "terminal-colour.txt")
  }

  @Test("A pipe gets every row and column and a figure of the usual size")
  func pipe() throws {
    let text = renderTerminal(Samples.report, style: .init())
    try expectGolden(text, "pipe.txt")
    #expect(text.contains("h_visits_7"))
    #expect(!text.contains("columns shown"))
  }

  @Test("Figures of every kind as SVG, for a desk and for a phone, and as text")
  func figures() throws {
    for (name, figure) in FigureKinds.all {
      try expectGolden(svg(figure), "\(name).svg")
      try expectGolden(svg(figure, width: 358), "\(name)-narrow.svg")
      try expectGolden(
        renderTerminal(Report([.figure(figure)]), style: .init(width: 80)), "\(name).txt")
    }
  }

  @Test("A document as Markdown and as HTML")
  func document() throws {
    let markdown = renderMarkdown(Samples.document) { $1 == 0 ? "figures/\($1).svg" : nil }
    try expectGolden(markdown, "document.md")
    try expectGolden(renderHTML(Samples.document), "document.html")
  }
}
