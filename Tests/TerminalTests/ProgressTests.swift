// The progress line, with a clock that a test turns by hand.

import Synchronization
import Terminal
import Testing

@Suite("Progress line")
struct ProgressTests {
  /// A clock and a screen that remember.
  private final class Bench: Sendable {
    let now = Mutex(100.0)
    let written = Mutex<[String]>([])

    func line(_ mode: ProgressLine.Mode, columns: Int = 100) -> ProgressLine {
      ProgressLine(
        mode: mode, columns: { columns }, clock: { self.now.withLock { $0 } },
        write: { text in self.written.withLock { $0.append(text) } })
    }

    func pass(_ seconds: Double) { now.withLock { $0 += seconds } }
    var output: [String] { written.withLock { $0 } }
  }

  private static func report(_ completed: Int, of total: Int = 10_000) -> ProgressReport {
    ProgressReport(
      stage: "rbcq", completed: completed, total: total, unit: "steps", detail: "loss 0.231")
  }

  @Test("The line says what, how far, how fast and how long still")
  func text() {
    let line = ProgressText.line(Self.report(6410), rate: 1180, elapsed: 5.4, columns: 100)
    // 64.1% of 20 cells are 12 cells and six eighths; 3,590 steps at 1,180 a second are 3.04 s.
    #expect(
      line == "  rbcq ▕████████████▊       ▏ 64%  step 6,410/10,000  loss 0.231  "
        + "1,180 steps/s  0:04 left")
  }

  @Test("A narrow screen loses the bar first, then the detail, and never wraps", arguments: 1...100)
  func narrow(columns: Int) {
    let line = ProgressText.line(Self.report(6410), rate: 1180, elapsed: 5, columns: columns)
    #expect(line.count < max(columns, 2))
    if columns > 40 { #expect(line.contains("64%") && line.contains("0:04 left")) }
  }

  @Test("Work of unknown length shows what is done and since when")
  func unknownTotal() {
    let report = ProgressReport(stage: "load", completed: 1_234_567, total: 0, unit: "rows")
    #expect(
      ProgressText.line(report, rate: 2.34, elapsed: 61, columns: 100)
        == "  load  1,234,567 rows  2.3 rows/s  1:01")
  }

  @Test(
    "Durations read like a clock",
    arguments: [(0.0, "0:00"), (0.2, "0:01"), (59.5, "1:00"), (754, "12:34"), (3753, "1:02:33")])
  func durations(seconds: Double, expected: String) {
    #expect(ProgressText.duration(seconds) == expected)
  }

  @Test("Nothing shows in the first second, then at most ten redraws a second, and it is erased")
  func redraw() {
    let bench = Bench()
    let line = bench.line(.redrawn)
    for step in 0..<99 {
      line.update(Self.report(step))
      bench.pass(0.01)
    }
    #expect(bench.output.isEmpty)
    for step in 99..<300 {
      line.update(Self.report(step))
      bench.pass(0.01)
    }
    #expect((18...22).contains(bench.output.count))
    #expect(bench.output.allSatisfy { $0.hasPrefix("\r  rbcq") && !$0.contains("\n") })
    #expect(bench.output.last?.contains("100 steps/s") == true)
    line.finish()
    let last = bench.output.last ?? ""
    #expect(
      last.hasPrefix("\r  ") && last.hasSuffix(" \r") && last.allSatisfy { " \r".contains($0) })
    let count = bench.output.count
    bench.pass(5)
    line.update(Self.report(9999))
    line.tick()
    #expect(bench.output.count == count)
  }

  @Test("Work that reports nothing still shows that it lives")
  func silentWork() {
    let bench = Bench()
    let line = bench.line(.redrawn)
    line.tick()
    bench.pass(3.5)
    line.tick()
    #expect(bench.output == ["\r  running  0:04"])
  }

  @Test("The rate starts anew with each stage and does not count resumed steps")
  func stages() {
    let bench = Bench()
    let line = bench.line(.redrawn)
    line.update(Self.report(5000))
    bench.pass(2)
    line.update(Self.report(5400))
    #expect(bench.output.last?.contains("200 steps/s") == true)
    bench.pass(2)
    line.update(ProgressReport(stage: "reme", completed: 1, total: 10, unit: "models"))
    #expect(bench.output.last?.contains("/s") == false)
    bench.pass(2)
    line.update(ProgressReport(stage: "reme", completed: 2, total: 10, unit: "models"))
    #expect(bench.output.last?.contains("0.5 models/s  0:16 left") == true)
  }

  @Test("Into a file goes a plain line every half minute at most")
  func plain() {
    let bench = Bench()
    let line = bench.line(.plain)
    for step in 0..<700 {
      line.update(Self.report(step * 10))
      bench.pass(0.125)
    }
    line.finish()
    #expect(
      bench.output == [
        "rbcq: 2,400/10,000 steps (24%), loss 0.231, 0:30\n",
        "rbcq: 4,800/10,000 steps (48%), loss 0.231, 1:00\n",
      ])
  }

  @Test("Quiet is quiet")
  func quiet() {
    let bench = Bench()
    let line = bench.line(.quiet)
    bench.pass(100)
    line.update(Self.report(1))
    line.tick()
    line.finish()
    #expect(bench.output.isEmpty)
  }
}
