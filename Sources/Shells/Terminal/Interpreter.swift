// What the prompt needs of a session, and nothing more, so that the prompt can be tested with a
// session that is ten lines long.

package import Reporting
package import Session

/// A statement that ran to its end.
package struct RanStatement: Sendable, Hashable {
  package var text: String
  /// What it bound, in order; empty for an expression.
  package var bound: [BindingLine]
  /// What the value of an expression is called from then on, beside `_`: `_3`. Nil without a value.
  package var resultName: String?
  /// Whether its display takes several lines, so that the name is worth telling.
  package var isLong: Bool
  /// What one usually does with the value next, when such a value is shown for the first time.
  package var next: String?
  /// Which of its names are no bindings, and which of its texts are paths.
  package var words = StatementWords()
  /// Where its relative paths start; nil for the current folder.
  package var directory: String?

  package init(
    _ text: String, bound: [BindingLine] = [], resultName: String? = nil, isLong: Bool = false
  ) {
    self.text = text
    self.bound = bound
    self.resultName = resultName
    self.isLong = isLong
  }
}

package struct BindingLine: Sendable, Hashable {
  package var name: String
  /// Such as `Table, 148,210 rows × 47 columns`.
  package var summary: String

  package init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// How a run ended, and what it leaves to be said.
package struct Reply: Sendable, Hashable {
  package enum Ending: Sendable, Hashable {
    case succeeded, failed, interrupted
  }

  package var ending: Ending
  package var statements: [RanStatement]
  /// Errors and warnings.
  package var messages: [Report]
  /// What the process ends with when the run was all it did.
  package var exitCode: Int32
  /// Operators whose results came from earlier runs, such as `rbcq`.
  package var recalled: [String] = []

  package init(
    _ ending: Ending, statements: [RanStatement] = [], messages: [Report] = [], exitCode: Int32
  ) {
    self.ending = ending
    self.statements = statements
    self.messages = messages
    self.exitCode = exitCode
  }

  package var bound: [BindingLine] { statements.flatMap(\.bound) }
}

/// What a run tells while it runs, from any thread.
package struct RunObserver: Sendable {
  package var progress: @Sendable (ProgressReport) -> Void
  package var isCancelled: @Sendable () -> Bool
  /// The display of a value, or a note, as soon as it is there.
  package var show: @Sendable (Report) -> Void

  package init(
    progress: @escaping @Sendable (ProgressReport) -> Void,
    isCancelled: @escaping @Sendable () -> Bool, show: @escaping @Sendable (Report) -> Void
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
    self.show = show
  }
}

package protocol Interpreter: AnyObject {
  /// Whether more lines are needed before `source` can be judged.
  func isIncomplete(_ source: String) -> Bool
  /// - Parameters:
  ///   - name: what messages call the source; empty for the prompt.
  ///   - directory: where relative paths start; nil for the current one.
  func run(
    _ source: String, name: String, directory: String?, observer: RunObserver
  ) -> Reply
  func completions(before cursor: String) -> Completions
  /// Nil when nothing has that name and nothing mentions it.
  func help(_ topic: String) -> Report?
  /// What is close to a topic that nothing mentions.
  func nearestTopic(to topic: String) -> String?
  /// What an expression would be, without running it; or what is wrong with it.
  func typeReport(of source: String) -> (report: Report, isRight: Bool)
  /// Which stages ran for a bound name and why, in lines; nil when nothing has that name.
  func reasons(for name: String) -> [String]?
  /// Takes over the settings that are not the screen's own.
  func use(_ preferences: Preferences)
  var bindings: [BindingLine] { get }
  /// Takes back what the newest run that bound something has bound; the names, or nil when there is
  /// nothing to take back.
  func undo() -> [String]?
  func redo() -> [String]?
}
