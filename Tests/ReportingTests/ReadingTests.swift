// What a report says in numbers, and what changed between two of them.

import Foundation
import Reporting
import Testing

@Suite("Readings")
struct ReadingTests {
  private func document(_ cost: String, _ bounds: String, point: Double = 1) -> Document {
    Document(
      title: "t",
      sections: [
        .init(
          title: "Choose",
          results: [
            Report([
              .card(Card(title: "Choice", facts: [.init("cost", cost, note: bounds)])),
              .table(
                TableBlock(
                  columns: [
                    .init("policy", alignment: .left), .init("visits"), .init("95% interval"),
                    .init("cost"),
                  ], rows: [["a", "17.6", "17.3 … 17.9", "12"], ["a", "18", "", "13"]])),
              .line("5"),
              .figure(
                Figure(
                  title: "f", x: .init("x"), y: .init("y"),
                  series: [.init("s", mark: .line, points: [.init(0, point), .init(1, 2)])])),
            ])
          ], bindings: [.init("n", "3")])
      ], provenance: Provenance(program: "Scrip 1", parameters: [.init("budget", cost)]))
  }

  @Test("Every fact, cell, line and curve has a place of its own; an interval goes with its number")
  func places() {
    let readings = Readings(document("11.98", "11.71 … 12.24"))
    #expect(
      readings.readings == [
        .init("Choose › n", "3"),
        .init("Choose › Choice › cost", "11.98", bounds: "11.71 … 12.24"),
        .init("Choose › a › visits", "17.6", bounds: "17.3 … 17.9"),
        .init("Choose › a › cost", "12"), .init("Choose › a › visits (2)", "18"),
        .init("Choose › a › 95% interval", ""), .init("Choose › a › cost (2)", "13"),
        .init("Choose › value", "5"),
      ])
    #expect(
      readings.curves == [.init("Choose › f › s", points: [[0, 1, nil, nil], [1, 2, nil, nil]])])
  }

  @Test("Of intervals side by side none is lost, and the first is the number's")
  func intervals() {
    func readings(_ a: String, _ b: String, _ c: String) -> Readings {
      let table = TableBlock(
        columns: [.init("l", alignment: .left), .init("v"), .init("a"), .init("b"), .init("c")],
        rows: [["row", "5", a, b, c]])
      return Readings(Document(title: "t", sections: [.init(results: [Report([.table(table)])])]))
    }
    let first = readings("1 … 2", "3 … 4", "5 … 6")
    #expect(
      first.readings == [
        .init("row › v", "5", bounds: "1 … 2"), .init("row › b", "3 … 4"),
        .init("row › c", "5 … 6"),
      ])
    for other in [("9 … 99", "3 … 4", "5 … 6"), ("1 … 2", "9 … 99", "5 … 6")] {
      let changed = readings(other.0, other.1, other.2)
      #expect(ReadingChanges(from: first, to: changed).values.count == 1)
    }
  }

  @Test("Names along the axes and lines across a figure are compared, what is no number is nil")
  func figures() {
    func readings(_ names: [String], budget: Double, y: Double = 1) -> Readings {
      let figure = Figure(
        title: "f", x: .init("c", categories: names), y: .init("n"),
        series: [.init("s", mark: .bars, points: [.init(0, y), .init(1, 2, low: -.infinity)])],
        rules: [.horizontal(y: budget, label: "budget \(budget)"), .vertical(x: 1, label: "")])
      return Readings(
        Document(title: "t", sections: [.init(results: [Report([.figure(figure)])])]))
    }
    let first = readings(["Kiel", "Bonn"], budget: 8)
    #expect(
      first.curves == [
        .init(
          "f › s", points: [[0, 1, nil, nil], [1, 2, nil, nil]], categories: ["Kiel", "Bonn"]),
        .init("f › budget …", points: [[nil, 8]]), .init("f", points: [[1, nil]]),
      ])
    #expect(ReadingChanges(from: first, to: first).isEmpty)
    let renamed = ReadingChanges(from: first, to: readings(["Rome", "Oslo"], budget: 8))
    #expect(renamed.curves.map(\.before) == ["along Kiel, Bonn, now Rome, Oslo"])
    let moved = ReadingChanges(from: first, to: readings(["Kiel", "Bonn"], budget: 12))
    #expect(moved.curves.map(\.place) == ["f › budget …"])
    let missing = readings(["Kiel", "Bonn"], budget: 8, y: .nan)
    #expect(missing.curves[0].points[0] == [0, nil, nil, nil])
    #expect(ReadingChanges(from: missing, to: missing).isEmpty)
  }

  @Test("Equal documents have no difference")
  func same() {
    let readings = Readings(document("1", ""))
    let changes = ReadingChanges(from: readings, to: readings)
    #expect(changes.isEmpty && changes.sameValues == 8)
  }

  @Test(
    "A changed number is told with its interval and by how much, a moved curve by its largest move")
  func changed() {
    let changes = ReadingChanges(
      from: Readings(document("11.98", "11.71 … 12.24")),
      to: Readings(document("12.10", "11.8 … 12.4", point: 1.25)))
    #expect(changes.origin.map(\.place) == ["parameter budget"])
    #expect(
      changes.values == [
        .init(
          place: "Choose › Choice › cost", before: "11.98 (11.71 … 12.24)",
          after: "12.10 (11.8 … 12.4)", side: .both)
      ])
    #expect(changes.curves.map(\.before) == ["1 of 2 points moved, by at most 0.25"])
    let shown = renderTerminal(changes.report(first: "a", second: "b"), style: .init())
    #expect(shown.contains("+0.12 (+1.0%)"))
    #expect(shown.contains("values that differ: 1; the same: 7"))
  }

  @Test("A place that a file has twice, as after a merge, is compared one by one")
  func repeated() {
    func merged(_ texts: [String]) -> Readings {
      var readings = Readings(document("1", ""))
      readings.readings = texts.map { .init("Choose › n", $0) }
      readings.curves = texts.map { .init("Choose › c", points: [[Double($0), 0]]) }
      return readings
    }
    #expect(ReadingChanges(from: merged(["1", "2"]), to: merged(["1", "2"])).isEmpty)
    let changes = ReadingChanges(from: merged(["1", "2"]), to: merged(["1", "3", "4"]))
    #expect(
      changes.values.map(\.before) == ["2", ""] && changes.values.map(\.after) == ["3", "4"])
    #expect(changes.curves.map(\.side) == [.both, .onlySecond])
  }

  @Test("The last digits of a curve are no change, and what moves in any direction is measured")
  func lastDigits() {
    func curve(_ x: Double, _ y: Double) -> Readings {
      var readings = Readings(document("1", ""))
      readings.curves = [.init("Choose › c", points: [[x, y, nil, nil], [1, 2, nil, nil]])]
      return readings
    }
    #expect(ReadingChanges(from: curve(3, 0.1 + 0.2), to: curve(3, 0.3)).isEmpty)
    let moved = ReadingChanges(from: curve(3, 1), to: curve(3.5, 1))
    #expect(moved.curves.map(\.before) == ["1 of 2 points moved, by at most 0.5"])
  }

  @Test("What stands in one of the two only is told as such")
  func missing() {
    var longer = document("1", "")
    longer.sections[0].bindings.append(.init("m", "4"))
    let changes = ReadingChanges(from: Readings(document("1", "")), to: Readings(longer))
    #expect(changes.values.map(\.side) == [.onlySecond])
    #expect(changes.values.first?.place == "Choose › m")
  }
}
