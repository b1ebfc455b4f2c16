// Results of expensive stages that earlier runs have left: where they are, what they are, and away with
// them.

import Execution
package import Foundation
package import Reporting

/// One expensive stage of a run.
package struct RanStage: Sendable, Hashable {
  /// Its operator: `rbcq`.
  package var name: String
  /// Its result came from an earlier run.
  package var isRecalled: Bool
  /// What differs from the closest earlier run; empty when there was none.
  package var changes: [String]

  package init(name: String, isRecalled: Bool, changes: [String] = []) {
    self.name = name
    self.isRecalled = isRecalled
    self.changes = changes
  }

  init(_ run: StageRun) {
    self.init(name: run.operation, isRecalled: run.isRecalled, changes: run.changes)
  }
}

package enum KeptStages {
  /// `~/.cache/scrip/stages`, or where XDG_CACHE_HOME says.
  package static func folder(environment: [String: String], home: URL) -> URL {
    let folder: URL
    if let path = environment["XDG_CACHE_HOME"], path.hasPrefix("/") {
      folder = URL(fileURLWithPath: path)
    } else {
      folder = home.appendingPathComponent(".cache")
    }
    return folder.appendingPathComponent("scrip/stages")
  }

  package static func folder() -> URL {
    folder(environment: ProcessInfo.processInfo.environment, home: UserHome.url)
  }

  /// One row for each, the one that was used last first.
  package static func report(of folder: URL) -> Report {
    let entries = StageCache(folder: folder).entries
    guard !entries.isEmpty else { return Report([.line("nothing is kept in \(folder.path)")]) }
    let bytes = entries.reduce(0) { $0 + $1.bytes }
    let table = TableBlock(
      columns: [
        .init("stage", alignment: .left), .init("result", alignment: .left), .init("size"),
      ],
      rows: entries.map { [$0.entry.operation, $0.entry.about, size($0.bytes)] })
    let count = entries.count == 1 ? "1 result" : "\(NumberText.display(entries.count)) results"
    return Report([.table(table), .line("\(count), \(size(bytes)), in \(folder.path)")])
  }

  /// Removes them all, and says what that was.
  package static func clear(_ folder: URL) -> String {
    let removed = StageCache(folder: folder).clear()
    guard removed.files > 0 else { return "nothing is kept in \(folder.path)" }
    let count = removed.files == 1 ? "1 result" : "\(NumberText.display(removed.files)) results"
    return "removed \(count), \(size(removed.bytes))"
  }

  static func size(_ bytes: Int) -> String {
    bytes < 1_000_000
      ? "\(NumberText.display((bytes + 999) / 1000)) kB"
      : "\(NumberText.display((Double(bytes) / 100_000).rounded() / 10)) MB"
  }
}

extension StageCache {
  /// Of this program.
  init(folder: URL) { self.init(folder: folder, version: ScripVersion.text) }
}
