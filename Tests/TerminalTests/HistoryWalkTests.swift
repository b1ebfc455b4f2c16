// Up and Down, key by key.

import Terminal
import Testing

@Suite("Up and Down")
struct HistoryWalkTests {
  /// What the line is after an answer.
  private static func line(_ answer: KeyAnswer, _ before: EditedLine) -> EditedLine {
    switch answer {
    case .replaceLine(let text, let cursor): return EditedLine(text, cursor: cursor)
    case .moveCursor(let by): return EditedLine(before.text, cursor: before.cursor + by)
    case .nothing, .beep, .replaceBeforeCursor, .show: return before
    }
  }

  /// Presses `u` and `d` in turn and says what the line shows after each.
  private static func press(_ keys: String, _ walk: inout HistoryWalk, from start: EditedLine)
    -> [String]
  {
    var line = start
    return keys.map { key in
      line = Self.line(key == "u" ? walk.up(line) : walk.down(line), line)
      return line.text
    }
  }

  @Test("Up walks back through everything, Down comes back to the empty line")
  func walk() {
    var walk = HistoryWalk(["a = 1", "b = 2", "b = 2", "c = 3"])
    let shown = Self.press("uuuuddd", &walk, from: EditedLine(""))
    #expect(shown == ["c = 3", "b = 2", "a = 1", "a = 1", "b = 2", "c = 3", ""])
  }

  @Test("A typed prefix walks only over statements that start with it, and comes back")
  func prefix() {
    var walk = HistoryWalk(["λ = 1", "load(\"x\")", "x = λ", "λ = 2"])
    #expect(Self.press("uud", &walk, from: EditedLine("λ")) == ["λ = 2", "λ = 1", "λ = 2"])
    var other = HistoryWalk(["λ = 1", "load(\"x\")", "x = λ", "λ = 2"])
    #expect(
      Self.press("uudd", &other, from: EditedLine("l")) == [
        "load(\"x\")", "load(\"x\")", "l", "l",
      ])
  }

  @Test("Nothing that fits beeps and keeps the line")
  func nothing() {
    var walk = HistoryWalk(["a"])
    #expect(walk.up(EditedLine("zz")) == .beep)
    #expect(walk.down(EditedLine("zz")) == .beep)
    var empty = HistoryWalk()
    #expect(empty.up(EditedLine("")) == .beep)
  }

  @Test("In a statement of several rows Up and Down move between the rows")
  func rows() {
    var walk = HistoryWalk(["old"])
    let text = "f(λ,\n  b)\nlast"
    // The cursor stands behind `last`: row 3, column 4.
    #expect(walk.up(EditedLine(text)) == .moveCursor(-5))
    // From column 4 of the second row to the end of the first: `f(λ,` has four columns.
    #expect(walk.up(EditedLine(text, cursor: 9)) == .moveCursor(-5))
    #expect(walk.up(EditedLine(text, cursor: 2)) == .beep)
    #expect(walk.down(EditedLine(text, cursor: 1)) == .moveCursor(5))
    #expect(walk.down(EditedLine(text, cursor: 5)) == .moveCursor(5))
  }

  @Test("A recalled statement of several rows does not stop the walk")
  func rowsWhileWalking() {
    var walk = HistoryWalk(["first", "f(\n1)", "third"])
    #expect(Self.press("uuu", &walk, from: EditedLine("")) == ["third", "f(\n1)", "first"])
  }

  @Test("Down goes on after a recalled statement that was run again")
  func resume() {
    var walk = HistoryWalk(["one", "two", "three"])
    #expect(Self.press("uuu", &walk, from: EditedLine("")).last == "one")
    walk.add("one")
    #expect(Self.press("d", &walk, from: EditedLine("")) == ["two"])
  }
}
