// What the prompt needs of a session, and nothing more, so that the prompt can be tested with a
// session that is ten lines long.

package import Reporting

/// How a run ended.
package enum RunStatus: Sendable, Hashable {
  case succeeded, failed, interrupted
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

package struct Reply: Sendable, Hashable {
  package var status: RunStatus
  /// Errors and warnings.
  package var messages: [Report]
  /// What the run bound, in order.
  package var bound: [BindingLine]
  /// Whether the last statement was an expression, whose value is `_` now.
  package var hasValue: Bool
  /// What the process should end with when the run was all it did.
  package var exitCode: Int32

  package init(
    _ status: RunStatus, messages: [Report] = [], bound: [BindingLine] = [],
    hasValue: Bool = false, exitCode: Int32? = nil
  ) {
    self.status = status
    self.messages = messages
    self.bound = bound
    self.hasValue = hasValue
    switch status {
    case .succeeded: self.exitCode = exitCode ?? 0
    case .failed: self.exitCode = exitCode ?? 1
    case .interrupted: self.exitCode = exitCode ?? 130
    }
  }
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
  var bindings: [BindingLine] { get }
}
