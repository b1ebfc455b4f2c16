// From a session to a script. A session rebinds names, tries things and looks at values; a script
// binds each name once. `:save` keeps the statements that the bindings of now rest on, in their order,
// gives the earlier bindings of a name their own names, and names a looked-at value that `_` or `_3`
// reached.

import Text

package struct SessionScript: Sendable {
  private var statements: [RanStatement] = []
  /// Entries that failed or were interrupted.
  private var dropped = 0

  package init() {}

  /// Steps that `:undo` can go back.
  package static let undoLimit = 100

  /// A moment to go back to. Statements are only ever added, so it is a count and no copy.
  package struct Mark: Sendable, Hashable {
    fileprivate var statements: Int
    fileprivate var dropped: Int
  }

  /// What was taken back, to be put on again.
  package struct Tail: Sendable, Hashable {
    fileprivate var statements: [RanStatement]
    fileprivate var dropped: Int
  }

  package var mark: Mark { Mark(statements: statements.count, dropped: dropped) }

  package mutating func rewind(to mark: Mark) -> Tail {
    let tail = Tail(
      statements: Array(statements[mark.statements...]), dropped: dropped - mark.dropped)
    statements.removeSubrange(mark.statements...)
    dropped = mark.dropped
    return tail
  }

  package mutating func put(back tail: Tail) {
    statements += tail.statements
    dropped += tail.dropped
  }

  /// The statement that a name has its value from, as it was typed; the last one of all without a name.
  package func statement(binding name: String?) -> String? {
    guard let name = name.map(Names.canonical) else { return statements.last?.text }
    return statements.last { statement in
      statement.resultName == name || statement.bound.contains { Names.canonical($0.name) == name }
    }?.text
  }

  package mutating func record(_ reply: Reply) {
    statements += reply.statements
    switch reply.ending {
    case .succeeded: break
    case .failed, .interrupted: dropped += 1
    }
  }

  package struct Saved: Sendable, Hashable {
    package var text: String
    package var kept: Int
    package var leftOut: Int
  }

  /// - Parameters:
  ///   - names: the bindings that exist now.
  ///   - everything: keep every statement that succeeded.
  package func script(bindings names: [String], everything: Bool) -> Saved {
    let sources = sources()
    let kept = everything ? Set(statements.indices) : needed(for: names, sources: sources)
    var versions = Versions(statements: statements, kept: kept)
    var cells: [String] = []
    for index in statements.indices where kept.contains(index) {
      let isNamed = kept.contains { later in
        sources[later].contains { $0.key.hasPrefix("_") && $0.value == index }
          && statements[index].resultName != nil
      }
      cells.append("# %%\n" + versions.written(index, sources: sources[index], named: isNamed))
    }
    return Saved(
      text: cells.joined(separator: "\n\n") + (cells.isEmpty ? "" : "\n"), kept: kept.count,
      leftOut: statements.count - kept.count + dropped)
  }

  /// For each statement the statements that its names come from; `_` is the last value looked at, and
  /// `_3` the third.
  private func sources() -> [[String: Int]] {
    var latest: [String: Int] = [:]
    return statements.indices.map { index in
      let text = statements[index].text
      let value = NameTokens.valueStart(text).map { String(text[$0...]) } ?? text
      let used = NameTokens.of(value).map { Names.canonical($0.name) }
      let found = latest.filter { used.contains($0.key) }
      for name in statements[index].bound.map(\.name) { latest[Names.canonical(name)] = index }
      if let name = statements[index].resultName {
        latest["_"] = index
        latest[name] = index
      }
      return found
    }
  }

  private func needed(for names: [String], sources: [[String: Int]]) -> Set<Int> {
    var waiting = names.compactMap { name in
      statements.lastIndex { statement in
        statement.bound.contains { Names.canonical($0.name) == Names.canonical(name) }
      }
    }
    var kept: Set<Int> = []
    while let index = waiting.popLast() {
      guard kept.insert(index).inserted else { continue }
      waiting += sources[index].values
    }
    return kept
  }

  /// Gives every binding but the last of a name a name of its own.
  private struct Versions {
    let statements: [RanStatement]
    /// Names that are taken already.
    private var taken: Set<String>
    /// The last kept statement that binds a name.
    private var final: [String: Int] = [:]
    /// What statement `index` calls what it binds under a name.
    private var written: [Int: [String: String]] = [:]

    init(statements: [RanStatement], kept: Set<Int>) {
      self.statements = statements
      taken = Set(statements.flatMap { NameTokens.of($0.text).map(\.name) })
      for index in statements.indices where kept.contains(index) {
        for name in statements[index].bound.map(\.name) {
          final[Names.canonical(name)] = index
        }
      }
    }

    mutating func written(_ index: Int, sources: [String: Int], named: Bool) -> String {
      var inside: [String: String] = [:]
      for (name, source) in sources {
        if let new = written[source]?[name] { inside[name] = new }
      }
      var bound: [String: String] = [:]
      for name in statements[index].bound.map(\.name) {
        let name = Names.canonical(name)
        if final[name] != index { bound[name] = fresh(name) }
      }
      let text = statements[index].text
      if named {
        let name = fresh("result")
        written[index] = ["_": name]
        if let number = statements[index].resultName { written[index]?[number] = name }
        return "\(name) = " + NameTokens.rename(text, inside)
      }
      written[index] = bound
      guard let value = NameTokens.valueStart(text) else {
        return NameTokens.rename(text, inside.merging(bound) { $1 })
      }
      let left = NameTokens.rename(String(text[..<value]), bound)
      return left + NameTokens.rename(String(text[value...]), inside)
    }

    private mutating func fresh(_ name: String) -> String {
      var number = 1
      while taken.contains("\(name)_\(number)") { number += 1 }
      taken.insert("\(name)_\(number)")
      return "\(name)_\(number)"
    }
  }
}
