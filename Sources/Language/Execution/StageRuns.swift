// What became of the stages of a session: which came from the folder of kept results, which ran, and why
// they ran, as far as an earlier result of the same operator tells.

import Foundation
import OperatorKit
import Synchronization

/// One stage that ran or was recalled.
package struct StageRun: Sendable, Hashable {
  package var operation: String
  package var isRecalled: Bool
  /// What differs from the closest earlier result; empty when there is none.
  package var changes: [String]
}

package final class StageRuns: Sendable {
  private struct State {
    var inputs: [StageEntry.Input] = []
    var runs: [StageRun] = []
  }

  package let cache: StageCache
  private let state = Mutex(State())

  package init(_ cache: StageCache) { self.cache = cache }

  /// A file that was read; what runs from now on may depend on it.
  package func didRead(_ path: String, _ digest: String) {
    state.withLock { state in
      state.inputs.removeAll { $0.path == path }
      state.inputs.append(.init(path: path, digest: digest))
    }
  }

  /// The runs since this was asked last.
  package func takeRuns() -> [StageRun] {
    state.withLock { state in
      defer { state.runs = [] }
      return state.runs
    }
  }

  /// The kept result of a call, or that of `compute`, which is kept.
  func result(
    of operation: Operator, _ arguments: Arguments, _ compute: () throws -> Value
  ) throws -> Value {
    guard let key = cache.key(operation, arguments) else { return try compute() }
    if let value = cache.recall(key) {
      note(StageRun(operation: operation.name, isRecalled: true, changes: []))
      return value
    }
    let inputs = state.withLock { $0.inputs }
    let changes = changes(key, inputs)
    let value = try compute()
    cache.keep(value, key, inputs: inputs)
    note(StageRun(operation: operation.name, isRecalled: false, changes: changes))
    return value
  }

  private func note(_ run: StageRun) {
    state.withLock { $0.runs.append(run) }
  }

  /// What differs from the kept result of this operator with the fewest differences, the newest of those.
  private func changes(_ key: StageKey, _ inputs: [StageEntry.Input]) -> [String] {
    var closest: [String]?
    for (entry, _, _) in cache.entries where entry.operation == key.operation {
      let changes = Self.changes(from: entry, to: key, inputs)
      if changes.count < closest?.count ?? .max { closest = changes }
    }
    return closest ?? []
  }

  private static func changes(
    from entry: StageEntry, to key: StageKey, _ inputs: [StageEntry.Input]
  ) -> [String] {
    let names = Set(entry.parts.map(\.name)).union(key.parts.map(\.name)).sorted()
    var changes: [String] = []
    for name in names {
      let before = entry.parts.first { $0.name == name }
      let after = key.parts.first { $0.name == name }
      guard before?.digest != after?.digest else { continue }
      let spelling = Greek.spelling(of: name)
      // Two data sets may read the same in one line; their numbers then say nothing.
      if let before, let after, before.about == after.about {
        changes.append("`\(spelling)` changed")
      } else {
        changes.append(
          "`\(spelling)` changed: \(before?.about ?? "not given") → \(after?.about ?? "not given")")
      }
    }
    guard !changes.isEmpty else { return ["the program changed"] }
    for input in inputs {
      guard let before = entry.inputs.first(where: { $0.path == input.path }),
        before.digest != input.digest
      else { continue }
      changes.append("`\(input.path)` changed")
    }
    return changes
  }
}
