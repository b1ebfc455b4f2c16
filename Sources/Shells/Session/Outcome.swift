// What running a piece of source comes to: reports in the order of the script, and how it ended.
package import Reporting
package import Text

/// How a run ended, with the exit code that the command gives it.
package enum RunEnd: Int32, Sendable, Hashable {
  case finished = 0
  case failed = 1
  /// Nothing is wrong with the script, but with what the command line says of it.
  case wrongUsage = 2
  case expectationFailed = 3
  case interrupted = 130
}

/// One statement that ran.
package struct StatementResult: Sendable {
  package var span: Span
  /// Names that it bound; empty for an expression.
  package var names: [String]
  /// What each bound value is, in one line: "Table, 148,210 rows × 47 columns".
  package var summaries: [String]
  /// What a shown value is called at the prompt: `_3`; nil elsewhere.
  package var resultName: String?
  /// What one usually does with a shown value next; nil elsewhere.
  package var next: NextStep?
  /// For writing it into another script; nothing elsewhere than at the prompt.
  package var words = StatementWords()
  /// What it shows: notes and warnings that it made, then its value.
  package var report: Report
}

package struct Outcome: Sendable {
  package var end: RunEnd
  /// Everything that is wrong, in the order of the source; at most one comes from running.
  package var diagnostics: [Diagnostic]
  package var results: [StatementResult]
  /// Files that were read, in order, with the fingerprint of their contents.
  package var inputs: [InputFile] = []
  /// Expensive stages, in the order in which they were done; none when results are not kept. No report
  /// tells them: it reads the same either way.
  package var stages: [RanStage] = []

  package var succeeded: Bool { end == .finished }
}

package struct InputFile: Sendable, Hashable {
  package var path: String
  package var digest: String
}
