// What Tab, Up, Down and the help key do at the prompt: the place where the line under edit meets the
// session. It answers with values and draws nothing.

package import Reporting
import Session

package final class LineKeys {
  package var walk: HistoryWalk
  /// Lines of the statement that are entered already, each with its line break.
  package var earlierLines = ""
  private var menu = CompletionMenu()
  private let interpreter: any Interpreter
  package var render: (Report) -> String

  package init(
    interpreter: any Interpreter, history: HistoryWalk = HistoryWalk(),
    render: @escaping (Report) -> String
  ) {
    self.interpreter = interpreter
    self.render = render
    walk = history
  }

  package func answer(
    _ key: EditorKey, _ line: EditedLine, columns: Int, rows: Int
  ) -> KeyAnswer {
    switch key {
    case .up: return walk.up(line)
    case .down: return walk.down(line)
    case .complete: return menu.tab(line, completions(line), columns: columns, rows: rows)
    case .help:
      guard let topic = Self.word(around: line), let report = interpreter.help(topic) else {
        return .beep
      }
      return .show(render(report))
    }
  }

  private func completions(_ line: EditedLine) -> Completions {
    var found = completions(before: line.beforeCursor)
    for index in found.candidates.indices {
      found.candidates[index].text = withoutRepeating(
        line.afterCursor, in: found.candidates[index].text)
    }
    return found
  }

  private func completions(before: String) -> Completions {
    if before.trimmed.isEmpty {
      // At the start of a line Tab indents, since a list of everything helps nobody.
      return Completions(stemLength: 0, candidates: [Candidate("    ")])
    }
    if let greek = GreekLetters.completions(before: before) { return greek }
    if let commands = Self.commands(before) { return commands }
    var source = before
    for start in ["?", ":type ", ":time ", ":edit ", ":help "] where before.hasPrefix(start) {
      source.removeFirst(start.count)
    }
    let found = interpreter.completions(before: earlierLines + source)
    guard found.candidates.isEmpty else { return found }
    return PathCompletion.completions(before: earlierLines + before, directory: ".") ?? found
  }

  private static func commands(_ before: String) -> Completions? {
    guard before.hasPrefix(":") else { return nil }
    for command in [":run ", ":save --all ", ":save "] where before.hasPrefix(command) {
      return PathCompletion.files(String(before.dropFirst(command.count)), directory: ".")
    }
    let setting = ":set "
    if before.hasPrefix(setting) {
      let stem = before.dropFirst(setting.count)
      let found = Preferences.declarations.filter { $0.name.hasPrefix(stem) }
      return Completions(
        stemLength: stem.unicodeScalars.count,
        candidates: found.map { Candidate($0.name + " ", label: $0.name, summary: $0.meaning) })
    }
    guard !before.contains(" ") else { return nil }
    let candidates = Command.forms.filter { $0.usage.hasPrefix(":") }.map { form in
      let name = String(form.usage.prefix { $0 != " " })
      return Candidate(form.usage == name ? name : name + " ", label: name, summary: form.meaning)
    }
    return Completions(
      stemLength: before.unicodeScalars.count,
      candidates: candidates.filter { $0.text.hasPrefix(before) })
  }

  /// The name that the cursor is in or behind.
  private static func word(around line: EditedLine) -> String? {
    let before = line.beforeCursor
    let after = line.text.unicodeScalars.dropFirst(line.cursor)
    let start = String(before.reversed().prefix(while: \.isNamePart).reversed())
    let end = String(Substring(after).prefix(while: \.isNamePart))
    if !(start + end).isEmpty { return start + end }
    // Inside the bracket of a call: the operator before the bracket.
    let call = before.reversed().drop { $0 != "(" }.dropFirst()
    let name = String(call.prefix(while: \.isNamePart).reversed())
    return name.isEmpty ? nil : name
  }
}
