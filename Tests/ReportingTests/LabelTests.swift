// No two labels of a figure meet and none leaves the page, whatever the names and the values are.

import Reporting
import Testing

@Suite("Labels")
struct LabelTests {
  private static let widths: [Double] = [300, 358, 720, 1200]
  private static let short = ["a", "b", "c"]
  private static let long = [
    "a policy with a name that somebody forgot to shorten", "R-BCQ at λ = 0.137, paper's recipe",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWW", "クーポンを配らない方針", "constant 2.1",
  ]
  private static let values: [String: [Double]] = [
    "tiny": [1e-12, 3e-12, 2e-12], "huge": [1e9, 5e12, 3e11], "negative": [-3, -120_000, -0.5],
    "one point": [4.25], "all equal": [7, 7, 7, 7], "missing": [.nan, 1, .nan, 3],
    "none": [], "many": (0..<80).map { Double($0 * $0 % 37) }, "mixed": [-1e6, 1e-6, 1e6],
  ]

  private func expectApart(
    _ figure: Figure, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for width in Self.widths {
      let drawn = DrawnTexts(svg(figure, width: width))
      #expect(!drawn.texts.isEmpty, sourceLocation: sourceLocation)
      for (index, text) in drawn.texts.enumerated() {
        #expect(
          !text.leaves(width: drawn.size.width, height: drawn.size.height),
          "\(words), \(width) wide: \(text) leaves the page", sourceLocation: sourceLocation)
        for other in drawn.texts.dropFirst(index + 1) {
          #expect(
            !text.meets(other), "\(words), \(width) wide: \(text) meets \(other)",
            sourceLocation: sourceLocation)
        }
      }
    }
  }

  private func figure(
    _ values: [Double], names: [String], mark: Figure.Mark = .lineAndPoints,
    categories: [String] = [], onY: Bool = false
  ) -> Figure {
    let series = names.enumerated().map { index, name in
      Figure.Series(
        name, mark: mark,
        points: values.enumerated().map { place, value in
          let (x, y) = (Double(place), value * Double(index + 1))
          return Figure.Point(
            onY ? y : x, onY ? x : y, low: y * 0.9, high: y * 1.1,
            label: categories.isEmpty && place % 3 == 0 ? "λ = 0.\(place)" : "")
        })
    }
    return Figure(
      title: "What each budget buys, told in a title that may be longer than a line on a phone",
      x: .init(onY ? "cost per user and month" : "day", categories: onY ? [] : categories),
      y: .init(onY ? "policy" : "visits per user", categories: onY ? categories : []),
      series: series,
      rules: onY
        ? [.vertical(x: 12, label: "budget 12.00")]
        : [
          .vertical(x: 1, label: "budget 12.00"), .horizontal(y: 2, label: "the log's own policy"),
          .vertical(x: 1.01, label: Self.long[0]),
        ])
  }

  @Test("Labels stay apart for values of every size", arguments: Array(values.keys.sorted()))
  func sizes(name: String) {
    let values = Self.values[name] ?? []
    for mark in [Figure.Mark.line, .lineAndPoints, .points, .bars] {
      expectApart(figure(values, names: Self.short, mark: mark), "\(name), \(mark)")
    }
  }

  @Test("Labels stay apart for long names and for many series")
  func names() {
    expectApart(figure([1, 5, 3], names: Self.long), "long names")
    let many = (1...14).map { "series number \($0)" }
    expectApart(figure([1, 5, 3, 8], names: many), "many series")
    expectApart(figure([1, 5, 3, 8], names: many.map { $0 + " " + Self.long[0] }), "many long")
  }

  @Test("Names of categories stay apart on x and on y, few and many")
  func categories() {
    let numbered = (1...40).map { "category \($0)" }
    for names in [Self.short, Self.long, numbered, (1...21).map { "\(Double($0) / 10)" }] {
      let values = names.indices.map { Double($0 % 7) * 1500 }
      for mark in [Figure.Mark.bars, .points] {
        for onY in [false, true] {
          expectApart(
            figure(values, names: ["train", "test"], mark: mark, categories: names, onY: onY),
            "\(names.count) categories, \(names[0]), on y \(onY)")
        }
      }
    }
  }

  @Test("Labels of a heat map stay apart")
  func cells() {
    let coupons = (1...21).map { NumberText.display(Double($0) / 10) }
    for rows in [Self.short, Self.long, (1...24).map { "segment \($0)" }] {
      for columns in [coupons, Self.long, ["one"]] {
        let shares = rows.indices.map { row in
          columns.indices.map { Double((row * 7 + $0 * 3) % 11) / 10 }
        }
        let figure = Figure(
          title: "What rbcq gives: share of each coupon", x: .init("coupon", categories: columns),
          y: .init("segment", categories: rows), series: [],
          cells: .init("share of decisions", shares, isShare: true))
        expectApart(figure, "\(rows[0]) by \(columns[0])")
      }
    }
  }

  @Test("Labels of panels stay apart")
  func panels() {
    let one = figure([0.1, 0.4, 0.2], names: ["single decisions", "whole episodes"])
    let other = figure(
      [1, 2, 3, 4, 5], names: ["cost"], mark: .points, categories: Self.long, onY: true)
    for count in [1, 2, 3, 4] {
      let panels = (0..<count).map { $0 % 2 == 0 ? one : other }
      expectApart(Figure(title: "Panels", panels: panels), "\(count) panels")
    }
  }

  @Test("A rule's label is cut where it is wider than the plot, and is not lost")
  func longRule() {
    var figure = figure([1, 2, 3], names: ["one"])
    figure.rules = [.horizontal(y: 2, label: String(repeating: "long ", count: 60))]
    #expect(svg(figure, width: 358).contains("long long"))
    expectApart(figure, "a long rule")
  }

  @Test("Texts that are drawn over each other are seen to meet, turned ones where they cross")
  func seen() {
    func meet(_ first: String, _ second: String) -> Bool {
      let texts = DrawnTexts("<svg width=\"300\" height=\"200\">\(first)\(second)</svg>").texts
      return texts[0].meets(texts[1])
    }
    let flat = "<text x=\"50\" y=\"100\">horizontal</text>"
    #expect(meet(flat, "<text x=\"100\" y=\"106\">h</text>"))
    #expect(!meet(flat, "<text x=\"100\" y=\"115\">h</text>"))
    #expect(!meet(flat, "<text x=\"130\" y=\"100\">h</text>"))
    #expect(meet(flat, "<g transform=\"translate(-30 0)\"><text x=\"130\" y=\"100\">h</text></g>"))
    let turned = "<text x=\"80\" y=\"130\" transform=\"rotate(-90 80 130)\">"
    #expect(meet(flat, turned + "vertical</text>"))
    #expect(!meet(flat, turned + "ve</text>"))
    let far = DrawnTexts("<svg width=\"60\" height=\"200\">\(flat)</svg>")
    #expect(far.texts[0].leaves(width: far.size.width, height: far.size.height))
  }

  @Test("Widths are those of DejaVu Sans")
  func widths() {
    // Advance widths of the font in 2,048ths: λ 1212, a space 651, 0 1303, . 651, 5 1303.
    let expected = Double(1212 + 651 + 1303 + 651 + 1303) / 2048 * 12
    #expect(abs(LetterWidth.of("λ 0.5") - expected) < 0.1)
    #expect(LetterWidth.of("日本", size: 10) == 20)
    #expect(LetterWidth.of("") == 0)
  }
}
