// From a session to a script. A session rebinds names, tries things and looks at values; a script
// binds each name once. `:save` keeps the statements that the bindings of now rest on, in their order,
// gives the earlier bindings of a name their own names, names a looked-at value that `_` or `_3` reached, and
// writes paths as they are from the script's folder.

import Session
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
    /// The first statement that makes a path which starts elsewhere than the script's.
    package var stray: RanStatement?
  }

  /// - Parameters:
  ///   - names: the bindings that exist now.
  ///   - everything: keep every statement that succeeded.
  ///   - folder: the script's, absolute; nil when that does not matter.
  ///   - current: the folder of what was typed, absolute.
  package func script(
    bindings names: [String], everything: Bool, folder: String? = nil, current: String = "/"
  ) -> Saved {
    let sources = sources()
    let kept = everything ? Set(statements.indices) : needed(for: names, sources: sources)
    var versions = Versions(statements: statements, kept: kept)
    var cells: [String] = []
    var stray: RanStatement?
    for index in statements.indices where kept.contains(index) {
      let home = statements[index].directory ?? current
      let hasMoved = folder.map { $0 != home } ?? false
      if hasMoved, statements[index].words.makesPath { stray = stray ?? statements[index] }
      func place(_ path: String) -> String {
        hasMoved ? ScriptPath.moved(path, from: home, to: folder ?? home) : path
      }
      let isNamed = kept.contains { later in
        sources[later].contains { $0.key.hasPrefix("_") && $0.value == index }
          && statements[index].resultName != nil
      }
      cells.append(
        "# %%\n"
          + versions.written(index, sources: sources[index], named: isNamed, place: place))
    }
    return Saved(
      text: cells.joined(separator: "\n\n") + (cells.isEmpty ? "" : "\n"), kept: kept.count,
      leftOut: statements.count - kept.count + dropped, stray: stray)
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

    /// `place` says what a relative path is from the script's folder.
    mutating func written(
      _ index: Int, sources: [String: Int], named: Bool, place: (String) -> String
    ) -> String {
      var inside: [String: String] = [:]
      for (name, source) in sources {
        if let new = written[source]?[name] { inside[name] = new }
      }
      var bound: [String: String] = [:]
      for name in statements[index].bound.map(\.name) {
        let name = Names.canonical(name)
        if final[name] != index { bound[name] = fresh(name) }
      }
      written[index] = bound
      let text = edited(statements[index], left: bound, right: inside, place)
      guard named else { return text }
      let name = fresh("result")
      written[index] = ["_": name]
      if let number = statements[index].resultName { written[index]?[number] = name }
      return "\(name) = " + text
    }

    /// With other names for what is bound on the left and used on the right, and with paths in their places.
    private func edited(
      _ statement: RanStatement, left: [String: String], right: [String: String],
      _ place: (String) -> String
    ) -> String {
      var text = statement.text
      let value = NameTokens.valueStart(text)
      var edits: [(range: Range<String.Index>, new: String)] = []
      for token in NameTokens.of(text) {
        let isLeft = value.map { token.range.lowerBound < $0 } ?? false
        let name = Names.canonical(token.name)
        let offset = text.utf8.distance(from: text.startIndex, to: token.range.lowerBound)
        guard !statement.words.fixed.contains(offset) else { continue }
        let new = isLeft ? left[name] : value == nil ? left[name] ?? right[name] : right[name]
        if let new { edits.append((token.range, new)) }
      }
      for path in statement.words.paths {
        let new = place(path.text)
        guard new != path.text else { continue }
        let start = text.utf8.index(text.startIndex, offsetBy: path.range.lowerBound)
        let end = text.utf8.index(start, offsetBy: path.range.count)
        edits.append((start..<end, "\"\(ScriptPath.escaped(new))\""))
      }
      for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
        text.replaceSubrange(edit.range, with: edit.new)
      }
      return text
    }

    private mutating func fresh(_ name: String) -> String {
      var number = 1
      while taken.contains("\(name)_\(number)") { number += 1 }
      taken.insert("\(name)_\(number)")
      return "\(name)_\(number)"
    }
  }
}
