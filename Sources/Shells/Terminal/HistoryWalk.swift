// Up and Down. In a statement of several rows they move between the rows, like in an editor; at the
// edge they walk through the history, showing only statements that start with what was typed, and
// come back to the typed line at the end. libedit's own search matches anywhere and knows no rows.

package struct HistoryWalk: Sendable {
  /// Oldest first, no two equal neighbours.
  package private(set) var entries: [String] = []

  private struct Search: Sendable {
    /// What the walk started from, to return to.
    var draft: EditedLine
    var prefix: String
    var position: Int
    var shown: EditedLine
  }
  private var search: Search?
  /// Where the last walk ended, so that Down goes on from a statement that was run again.
  private var resumeAt: Int?

  package init(_ entries: [String] = []) {
    for entry in entries { add(entry) }
  }

  /// Takes a statement in; ends a walk.
  package mutating func add(_ statement: String) {
    resumeAt = nil
    if let search, search.shown.text == statement { resumeAt = search.position }
    search = nil
    guard !statement.isEmpty, statement != entries.last else { return }
    entries.append(statement)
  }

  package mutating func up(_ line: EditedLine) -> KeyAnswer {
    if let walking = continued(line) { return step(walking, by: -1) }
    if let answer = moveRow(line, up: true) { return answer }
    return step(begin(line), by: -1)
  }

  package mutating func down(_ line: EditedLine) -> KeyAnswer {
    if let walking = continued(line) { return step(walking, by: 1) }
    if let answer = moveRow(line, up: false) { return answer }
    guard let resumeAt, line.text.isEmpty else { return .beep }
    self.resumeAt = nil
    return step(
      Search(draft: line, prefix: "", position: resumeAt, shown: line), by: 1)
  }

  /// A walk goes on as long as the line is what it last showed, cursor included.
  private func continued(_ line: EditedLine) -> Search? {
    guard let search, search.shown == line else { return nil }
    return search
  }

  private func begin(_ line: EditedLine) -> Search {
    Search(draft: line, prefix: line.beforeCursor, position: entries.count, shown: line)
  }

  private mutating func step(_ walking: Search, by direction: Int) -> KeyAnswer {
    var walking = walking
    var position = walking.position + direction
    while entries.indices.contains(position) {
      let entry = entries[position]
      if entry.hasPrefixScalars(walking.prefix), entry != walking.shown.text {
        walking.position = position
        walking.shown = EditedLine(entry)
        search = walking
        return .replaceLine(entry, cursor: walking.shown.cursor)
      }
      position += direction
    }
    search = walking
    guard direction > 0, walking.shown != walking.draft else { return .beep }
    walking.position = entries.count
    walking.shown = walking.draft
    search = walking
    return .replaceLine(walking.draft.text, cursor: walking.draft.cursor)
  }

  /// Moves the cursor to the same column of the row above or below, when there is one.
  private func moveRow(_ line: EditedLine, up: Bool) -> KeyAnswer? {
    let scalars = Array(line.text.unicodeScalars)
    let newline: Unicode.Scalar = "\n"
    let start = (scalars[..<line.cursor].lastIndex(of: newline) ?? -1) + 1
    let column = line.cursor - start
    if up {
      guard start > 0 else { return nil }
      let above = (scalars[..<(start - 1)].lastIndex(of: newline) ?? -1) + 1
      return .moveCursor(min(above + column, start - 1) - line.cursor)
    }
    guard let end = scalars[line.cursor...].firstIndex(of: newline) else { return nil }
    let below = end + 1
    let belowEnd = scalars[below...].firstIndex(of: newline) ?? scalars.count
    return .moveCursor(min(below + column, belowEnd) - line.cursor)
  }
}

extension String {
  /// `hasPrefix` would treat `e` as no prefix of `é` in two scalars; an editor counts scalars.
  func hasPrefixScalars(_ prefix: String) -> Bool {
    unicodeScalars.starts(with: prefix.unicodeScalars)
  }
}
