// Where progress goes: on a terminal one line of standard error, redrawn in place, from the second
// second on and at most ten times a second, erased when the work ends; elsewhere a plain line every
// half minute; nothing at all when quiet. Reports come from any thread and in any number.

import Synchronization

package final class ProgressLine: Sendable {
  package enum Mode: Sendable, Hashable {
    case redrawn, plain, quiet
  }

  private struct State {
    var report: ProgressReport?
    var began: Double
    var stageBegan: Double
    var stageStart = 0
    var lastDrawn: Double?
    /// Cells of the line on the screen, to be erased.
    var drawn = 0
    var isOver = false
  }

  private let mode: Mode
  private let columns: @Sendable () -> Int
  private let clock: @Sendable () -> Double
  private let write: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// - Parameters:
  ///   - columns: the screen's width at the moment.
  ///   - clock: seconds, monotonic.
  ///   - write: receives what goes to standard error.
  package init(
    mode: Mode, columns: @escaping @Sendable () -> Int, clock: @escaping @Sendable () -> Double,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.mode = mode
    self.columns = columns
    self.clock = clock
    self.write = write
    let now = clock()
    state = Mutex(State(began: now, stageBegan: now))
  }

  package func update(_ report: ProgressReport) {
    guard mode != .quiet else { return }
    let now = clock()
    state.withLock { state in
      if state.report?.stage != report.stage || report.completed < state.stageStart {
        state.stageBegan = now
        state.stageStart = report.completed
      }
      state.report = report
      draw(&state, now: now)
    }
  }

  /// To be called a few times a second, so that work without reports also shows that it lives.
  package func tick() {
    guard mode == .redrawn else { return }
    let now = clock()
    state.withLock { draw(&$0, now: now) }
  }

  /// Erases the line and runs `print` before anything is drawn again.
  package func makeRoom(for print: () -> Void) {
    state.withLock { state in
      erase(&state)
      print()
    }
  }

  /// Erases the line for good; what still comes in late is ignored.
  package func finish() {
    state.withLock { state in
      erase(&state)
      state.isOver = true
    }
  }

  private func draw(_ state: inout State, now: Double) {
    guard !state.isOver else { return }
    switch mode {
    case .quiet:
      return
    case .redrawn:
      guard now - state.began >= 1, now - (state.lastDrawn ?? -1) >= 0.1 else { return }
      let text = line(state, now: now)
      // The cursor stays behind the text, where a terminal echoes `^C`: within reach of `erase`.
      let rest = state.drawn == 0 ? 0 : max(0, state.drawn + 2 - text.count)
      write(
        "\r" + text + String(repeating: " ", count: rest)
          + String(repeating: "\u{8}", count: rest))
      state.drawn = text.count
    case .plain:
      guard let report = state.report, now - (state.lastDrawn ?? state.began) >= 30 else { return }
      write(ProgressText.plainLine(report, elapsed: now - state.stageBegan) + "\n")
    }
    state.lastDrawn = now
  }

  private func line(_ state: State, now: Double) -> String {
    guard let report = state.report else {
      return "  running  \(ProgressText.duration(now - state.began))".clipped(to: columns() - 3)
    }
    let elapsed = now - state.stageBegan
    let done = report.completed - state.stageStart
    let rate = elapsed > 0.2 && done > 0 ? Double(done) / elapsed : nil
    return ProgressText.line(report, rate: rate, elapsed: elapsed, columns: columns() - 2)
  }

  /// Spaces and returns only: they work on every terminal. Two cells more, for an echoed `^C`.
  private func erase(_ state: inout State) {
    guard state.drawn > 0 else { return }
    write("\r" + String(repeating: " ", count: state.drawn + 2) + "\r")
    state.drawn = 0
  }
}
