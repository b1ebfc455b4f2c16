// What Tab does with the candidates. One candidate is inserted; several are completed as far as they
// agree; a second Tab in the same place lists them. The agreed part is cut between Unicode scalars:
// λ and μ share their first byte, and half a character is none. Labels may come from data and from the disk:
// what they hold must not reach the terminal as commands, and they are measured by cells.

import Reporting

/// Something that could stand before the cursor.
package struct Candidate: Sendable, Hashable {
  /// What is inserted in place of the stem, closing punctuation such as `(` included.
  package var text: String
  /// What the list shows; the text itself in most cases.
  package var label: String
  /// One line about it; may be empty.
  package var summary: String

  package init(_ text: String, label: String? = nil, summary: String = "") {
    self.text = text
    self.label = (label ?? text).shown
    self.summary = summary.shown
  }
}

package struct Completions: Sendable, Hashable {
  /// Unicode scalars before the cursor that a candidate replaces.
  package var stemLength: Int
  package var candidates: [Candidate]

  package init(stemLength: Int, candidates: [Candidate]) {
    self.stemLength = stemLength
    self.candidates = candidates
  }

  package static let none = Completions(stemLength: 0, candidates: [])
}

package struct CompletionMenu: Sendable {
  /// The line at the last Tab that could not decide.
  private var undecided: EditedLine?

  package init() {}

  /// - Parameters:
  ///   - columns: width of the screen.
  ///   - rows: height of the screen; the list leaves room for the line itself.
  package mutating func tab(
    _ line: EditedLine, _ completions: Completions, columns: Int, rows: Int
  ) -> KeyAnswer {
    let again = undecided == line
    undecided = nil
    let candidates = completions.candidates
    guard let first = candidates.first else { return .beep }
    let stem = String(
      String.UnicodeScalarView(line.beforeCursor.unicodeScalars.suffix(completions.stemLength)))
    if candidates.count == 1 {
      guard first.text != stem else { return .nothing }
      return .replaceBeforeCursor(scalars: completions.stemLength, with: first.text)
    }
    let shared = Self.commonPrefix(candidates.map(\.text))
    if shared.unicodeScalars.count > completions.stemLength {
      return .replaceBeforeCursor(scalars: completions.stemLength, with: shared)
    }
    guard again else {
      undecided = line
      return .beep
    }
    undecided = line
    return .show(Self.list(candidates, columns: columns, rows: rows))
  }

  /// The longest common prefix, in whole Unicode scalars.
  package static func commonPrefix(_ texts: [String]) -> String {
    guard var shared = texts.first.map({ Array($0.unicodeScalars) }) else { return "" }
    for text in texts.dropFirst() {
      let agreed = zip(shared, text.unicodeScalars).prefix { $0 == $1 }.count
      shared.removeLast(shared.count - agreed)
    }
    return String(String.UnicodeScalarView(shared))
  }

  /// With summaries one candidate a row, without them as many as fit, column by column. A list that
  /// is longer than the screen ends with how many it leaves out.
  package static func list(_ candidates: [Candidate], columns: Int, rows: Int) -> String {
    let columns = max(columns, 20)
    let room = max(rows - 3, 3)
    let widest = candidates.map { TextWidth.of($0.label) }.max() ?? 0
    guard candidates.contains(where: { !$0.summary.isEmpty }) else {
      return grid(candidates.map(\.label), cell: widest + 2, columns: columns, room: room)
    }
    let shown = candidates.count <= room ? candidates[...] : candidates.prefix(room - 1)
    var lines = shown.map { candidate in
      let name = candidate.label.padded(to: min(widest, 28))
      return "  \(name)  \(candidate.summary)".clipped(to: columns - 1)
    }
    if shown.count < candidates.count {
      lines.append("  … \(candidates.count - shown.count) more of \(candidates.count)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func grid(_ labels: [String], cell: Int, columns: Int, room: Int) -> String {
    let across = max(1, (columns - 1) / cell)
    let fits = labels.count <= across * room
    let shown = fits ? labels[...] : labels.prefix(across * (room - 1))
    let down = (shown.count + across - 1) / across
    var lines = (0..<down).map { row in
      let cells = stride(from: row, to: shown.count, by: down).map { index in
        shown[index].clipped(to: cell - 2).padded(to: cell)
      }
      return cells.joined().trimmingTrailingSpaces()
    }
    if !fits { lines.append("… \(labels.count - shown.count) more of \(labels.count)") }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// What data, a script or the disk says, without what a terminal would obey.
  var shown: String { TextWidth.cleaned(self) }

  func padded(to width: Int) -> String { TextWidth.padRight(self, to: width) }

  func clipped(to width: Int) -> String { TextWidth.cut(self, to: width, ellipsis: "…") }

  /// Lines of at most so many cells, broken between words; all but the first are indented.
  func wrapped(to width: Int, indent: Int) -> [String] {
    guard TextWidth.of(self) > width, width > 2 * indent else { return [self] }
    let words = split(separator: " ", omittingEmptySubsequences: false)
    var lines: [String] = []
    var line = ""
    for (index, word) in words.enumerated() {
      if index > 0, TextWidth.of(line) + 1 + TextWidth.of(String(word)) > width {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += (index > 0 ? " " : "") + word
      }
    }
    return (lines + [line]).map { $0.clipped(to: width) }
  }

  func trimmingTrailingSpaces() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
