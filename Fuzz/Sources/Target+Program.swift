// Scripts that run: whatever a script does, it ends, and its results can be shown in every form. What takes
// long is stopped as Ctrl-C stops it, so that is tried all the time as well. Nothing is written but by
// `plot`, into a folder of this process.

import Foundation
import OperatorKit
import Operators
import Reporting
import Session
import Text

extension Target {
  private static let catalogue = Catalogue(
    Catalogue.standard.operators.filter { $0.name != "save" })
  /// In seconds of a processor, because the clock goes on while others have it.
  private static let patience = 0.15
  /// From Ctrl-C to the prompt. Half a second is what a person should see; ten million values, the most that a
  /// list holds, may take longer in one piece.
  private static let promised = 2.5

  func run(_ source: SourceText) {
    ScripSession.useThreads(1)
    let session = ScripSession(
      catalogue: Self.catalogue, options: .init(directory: Scratch.folder.path))
    let end = Processor.seconds + Self.patience
    let outcome = session.run(source, observer: .init(isCancelled: { Processor.seconds > end }))
    promise(Processor.seconds < end + Self.promised, "what is stopped stops")
    for diagnostic in outcome.diagnostics { _ = diagnostic.render(in: source) }
    guard !outcome.results.isEmpty else { return }
    Tally.read += 1
    let report = Report(outcome.results.flatMap(\.report.blocks))
    _ = renderTerminal(report, style: TerminalStyle(width: 80))
    _ = renderMarkdown(report)
    _ = renderHTMLFragment(report)
  }
}
