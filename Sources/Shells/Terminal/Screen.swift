// Where text goes: results to standard output, problems and progress to standard error. On a
// terminal both are the same screen, so a progress line is erased before anything else is printed.

import Dispatch
import Foundation
package import Reporting

package struct Screen: Sendable {
  package private(set) var settings: TerminalSettings
  package private(set) var isQuiet: Bool
  /// Figures as pictures, where the terminal is a person's and they want them.
  private var pictures: InlinePictures?

  package init(settings: TerminalSettings = .current(), isQuiet: Bool = false) {
    self.settings = settings
    self.isQuiet = isQuiet
  }

  /// The same screen as a person wants it.
  func following(_ preferences: Preferences) -> Screen {
    var screen = self
    screen.settings.followsColour(preferences.colour)
    screen.isQuiet = !preferences.progress
    let mayAsk = settings.editsLines && settings.escapes && preferences.images == .auto
    screen.pictures = mayAsk ? pictures ?? InlinePictures() : nil
    return screen
  }

  /// Results that cannot be written are a failure, such as on a full disk: the process says so and ends
  /// with 1. A pipe whose reader has left ends it silently, by the system's own signal.
  package func write(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      writeError("error: cannot write to standard output\n")
      exit(1)
    }
  }

  package func writeError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Fitted to the screen when it goes to a terminal, complete and without colour otherwise.
  package func render(_ report: Report, toError: Bool = false) -> String {
    let isTerminal = toError ? settings.errorIsTerminal : settings.outputIsTerminal
    let style =
      isTerminal
      ? TerminalStyle(width: TerminalSettings.columns, colour: settings.colour)
      : TerminalStyle()
    let text = renderTerminal(report, style: style)
    return text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
  }

  package func show(_ report: Report) {
    write(renderWithPictures(report) ?? render(report))
  }

  /// Nil when there is no figure, or no way to show one as a picture.
  private func renderWithPictures(_ report: Report) -> String? {
    guard let pictures else { return nil }
    var text = ""
    var others = Report()
    var count = 0
    for block in report.blocks {
      guard case .figure(let figure) = block,
        let picture = pictures.text(of: figure, columns: TerminalSettings.columns)
      else {
        others.blocks.append(block)
        continue
      }
      text += render(others) + picture
      others = Report()
      count += 1
    }
    return count == 0 ? nil : text + render(others)
  }

  package func showProblem(_ report: Report) {
    writeError(render(report, toError: true))
  }

  /// A program that reads JSON from standard error reads nothing else there.
  package func progressMode(asJSON: Bool) -> ProgressLine.Mode {
    if isQuiet { return .quiet }
    return settings.errorIsTerminal ? .redrawn : asJSON ? .quiet : .plain
  }

  /// Runs work under a progress line; `body` gets the line to report to. The line is gone when this
  /// returns.
  package func withProgress<Result>(
    asJSON: Bool = false, _ body: (ProgressLine) -> Result
  ) -> Result {
    let line = ProgressLine(
      mode: progressMode(asJSON: asJSON), columns: { TerminalSettings.columns },
      clock: Self.seconds,
      write: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) })
    let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.schedule(deadline: .now() + 1, repeating: 0.25)
    timer.setEventHandler { line.tick() }
    timer.resume()
    defer {
      timer.cancel()
      line.finish()
    }
    return body(line)
  }

  /// Seconds of a monotonic clock.
  package static let seconds: @Sendable () -> Double = {
    Double(DispatchTime.now().uptimeNanoseconds) / 1e9
  }
}
