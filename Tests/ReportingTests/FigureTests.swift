// Figures of any kind: nothing traps, nothing is NaN, labels are there, SVG is well formed.

import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Figures")
struct FigureTests {
  private func isWellFormed(_ text: String) -> Bool {
    XMLParser(data: Data(text.utf8)).parse()
  }

  private func figure(_ points: [Figure.Point], _ mark: Figure.Mark = .lineAndPoints) -> Figure {
    Figure(
      title: "t", x: .init("x"), y: .init("y"), series: [.init("s", mark: mark, points: points)])
  }

  @Test("An SVG figure names its title, axes, series, rules and points")
  func labels() {
    let text = svg(Samples.frontier)
    #expect(isWellFormed(text))
    for label in [
      "<title>Visits per user over cost</title>", ">cost per user and month</text>",
      ">visits per user</text>", ">R-BCQ</text>", ">constant</text>", ">budget 12.00</text>",
      ">today</text>", ">λ = 0.5</text>", ">behaviour</text>", "budget 12.00 at 12.",
    ] {
      #expect(text.contains(label), "\(label)")
    }
    #expect(svg(Samples.frontier) == text)
  }

  @Test("Ticks are round numbers that cover the data")
  func ticks() {
    let text = svg(figure([.init(0, 0.3), .init(1, 0.7)]))
    for tick in ["0.3", "0.4", "0.5", "0.6", "0.7"] {
      #expect(text.contains(">\(tick)</text>"), "\(tick)")
    }
    // Nothing like 0.30000000000000004.
    #expect(!text.contains("000000"))
  }

  @Test(
    "Odd data never trap and never show NaN",
    arguments: [
      [], [(1, 1)], [(2, 5), (2, 5)], [(0, 0), (1, 0)], [(.nan, 1), (1, .infinity)],
      [(.nan, 1), (1, 2), (3, 4)], [(-1e308, 1e308), (1e308, -1e308)],
      [(1e300, -1e300), (-1e300, 1e300)],
      [(1e15, 1), (1e15 + 1, 1.0000000001)],
      [(.leastNonzeroMagnitude * 1000, .leastNonzeroMagnitude), (0, 0)],
      [(1e-290, 1), (2e-290, 2)],
      [(0, 1e-300), (1, 1e300)], [(123_456_789, 1e9), (123_456_790, 2e9)],
      [(-0.001, -0.002), (-0.0001, 3)],
    ] as [[(Double, Double)]])
  func odd(data: [(Double, Double)]) {
    for mark in [Figure.Mark.line, .points, .lineAndPoints, .bars] {
      for categories in [[], ["a", "b"]] {
        var figure = figure(
          data.map { .init($0.0, $0.1, low: $0.1 - 1, high: .infinity, label: "p") }, mark)
        figure.x.categories = categories
        figure.rules = [.vertical(x: .nan, label: "v"), .horizontal(y: 1e308, label: "h")]
        let text = svg(figure)
        #expect(isWellFormed(text))
        #expect(!text.lowercased().contains("nan"))
        #expect(!text.contains("inf"))
        for width in [20, 72] {
          let shown = renderTerminal(Report([.figure(figure)]), style: .init(width: width))
          #expect(!shown.lowercased().contains("nan"))
          #expect(shown.split(separator: "\n").allSatisfy { $0.count <= width })
        }
      }
    }
  }

  @Test("Points that cannot be drawn are counted, not hidden")
  func undrawn() {
    let text = figure([.init(1, 1), .init(.nan, 2), .init(3, .infinity)])
    let note = "2 points have no place here and are not drawn"
    #expect(svg(text).contains(note))
    #expect(renderTerminal(Report([.figure(text)]), style: .init()).contains(note))
  }

  @Test("A shaded area widens the axes, is one path, and ends where its corners are")
  func area() {
    var figure = figure([.init(0, 0), .init(10, 10)])
    figure.series[0].area = [[.init(-10, -10), .init(20, 10), .init(10, 20)]]
    let text = svg(figure)
    #expect(text.components(separatedBy: "band\" d=\"M").count == 2)
    #expect(text.contains(">20</text>") && text.contains(">-10</text>"))
    let shown = renderTerminal(Report([.figure(figure)]), style: .init(width: 60))
    #expect(shown.contains("░"))
    figure.series[0].area = [
      [.init(.nan, 0), .init(1, 0), .init(1, 1)], [.init(0, 0), .init(1, 1)],
    ]
    #expect(!svg(figure).contains("band\" d="))
    figure.series[0].area = [[.init(0, 0), .init(1, 0), .init(1, 1)]]
    figure.x.categories = ["a", "b"]
    #expect(!svg(figure).contains("band\" d="))
  }

  @Test("The label of every rule is shown, beside its own line or below the figure")
  func ruleLabels() {
    var crowded = figure([.init(0, 0), .init(1, 1)])
    crowded.rules = [
      .vertical(x: 0.1, label: "first of two rules"), .vertical(x: 0.13, label: "second"),
      .horizontal(y: 0.5, label: String(repeating: "long ", count: 30)),
    ]
    let shown = renderTerminal(Report([.figure(crowded)]), style: .init())
    #expect(shown.contains("┊ first of two rules (0.1)\n"))
    #expect(shown.contains("┊ second"))
    #expect(shown.contains("┄ long long"))
  }

  @Test("A point outside the categories is counted and not drawn")
  func outside() {
    var bars = figure([.init(0, 1), .init(2, 5), .init(-1e300, 5)], .bars)
    bars.x.categories = ["a", "b"]
    #expect(svg(bars).components(separatedBy: "<rect").count - 1 == 1 + 1)
    #expect(svg(bars).contains("2 points have no place here"))
  }

  @Test("Random figures never trap and never leave the width")
  func random() {
    var chance = Chance(3)
    let numbers: [Double] = [0, 1, -1, 0.5, 12.25, 1e6, -3e-5, 7, 1e200, .nan]
    let names = ["", "a", "a long name of a series or category", "<&>\"'"]
    for _ in 0..<200 {
      let series = (0..<chance.below(9)).map { _ in
        Figure.Series(
          chance.pick(names), mark: chance.pick([.line, .points, .lineAndPoints, .bars]),
          points: (0..<chance.below(30)).map { _ in
            Figure.Point(
              chance.pick(numbers), chance.pick(numbers), low: chance.pick([nil, -2, 0.25]),
              high: chance.pick([nil, 3, 1e7]), label: chance.pick(names))
          })
      }
      let categories = chance.pick([[], [], names, (0..<40).map { "category \($0)" }])
      let onY = chance.below(2) == 0
      let figure = Figure(
        title: chance.pick(names), x: .init(chance.pick(names), categories: onY ? [] : categories),
        y: .init(chance.pick(names), categories: onY ? categories : []), series: series,
        rules: [
          .vertical(x: chance.pick(numbers), label: chance.pick(names)),
          .horizontal(y: chance.pick(numbers), label: chance.pick(names)),
        ])
      let text = svg(
        figure, width: Double(200 + chance.below(800)), height: Double(chance.below(600)))
      #expect(isWellFormed(text))
      #expect(!text.contains("nan") && !text.contains("inf"))
      let width = 20 + chance.below(90)
      let shown = renderTerminal(Report([.figure(figure)]), style: .init(width: width))
      #expect(shown.split(separator: "\n").allSatisfy { $0.count <= width })
    }
  }
}
