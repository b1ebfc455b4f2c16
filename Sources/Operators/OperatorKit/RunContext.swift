// What a running operator may see of the world: where relative paths start, how to report progress and
// learn of Ctrl-C, and a place for what it wants to say.
package import Compute
package import Data
package import Reporting

/// The rows of a row expression: how many, and what they are grouped by, when they are.
package struct RowContext: Sendable {
  package var count: Int
  package var groups: RowGroups?

  package init(count: Int, groups: RowGroups? = nil) {
    self.count = count
    self.groups = groups
  }
}

package struct RunContext: Sendable {
  /// Folder that relative paths start from: the script's, or the current one in the REPL.
  package var directory: String
  package var progress: Progress
  /// Receives reports that appear before the statement's own value, such as `note` and warnings.
  package var emit: @Sendable (Report) -> Void
  /// Receives each file that was read, with the fingerprint of what was in it, for the report.
  package var didRead: @Sendable (_ path: String, _ digest: String) -> Void

  /// For an operator in a row expression, and for one that has named row expressions itself.
  package var rows: RowContext?

  package init(
    directory: String = ".", progress: Progress = Progress(),
    emit: @escaping @Sendable (Report) -> Void = { _ in },
    didRead: @escaping @Sendable (_ path: String, _ digest: String) -> Void = { _, _ in }
  ) {
    self.directory = directory
    self.progress = progress
    self.emit = emit
    self.didRead = didRead
  }

  /// A path of a script as the system should see it.
  package func resolve(_ path: String) -> String {
    path.hasPrefix("/") || directory.isEmpty || directory == "." ? path : directory + "/" + path
  }
}
