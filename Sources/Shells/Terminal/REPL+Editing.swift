// `:edit`: a statement or a script in the user's own editor, and then run.

import Foundation

extension REPL {
  func edit(_ what: String) -> Reply.Ending {
    guard screen.settings.inputIsTerminal, screen.settings.outputIsTerminal else {
      return complain("an editor needs a terminal")
    }
    let environment = ProcessInfo.processInfo.environment
    let editors = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.filter { !$0.trimmed.isEmpty }
    guard let editor = editors.first else {
      return complain("no editor is set; start with one, such as EDITOR=nano scrip")
    }
    if what.contains(".") || what.contains("/") {
      guard open(Self.file(what), in: editor) else { return complain("`\(editor)` failed") }
      return runFile(what)
    }
    if !what.isEmpty, script.statement(binding: what) == nil {
      return complain("no statement has bound `\(what)`; a script's name ends with .scrip")
    }
    return edit(
      statement: what.isEmpty ? lastStatement : script.statement(binding: what) ?? "", editor)
  }

  private func edit(statement: String, _ editor: String) -> Reply.Ending {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("statement-\(UUID().uuidString).scrip")
    defer { try? FileManager.default.removeItem(at: file) }
    do {
      try Data((statement + "\n").utf8).write(to: file)
    } catch {
      return complain("cannot write `\(file.path)`: \(error.localizedDescription)")
    }
    guard open(file, in: editor) else { return complain("`\(editor)` failed; nothing was run") }
    guard let data = try? Data(contentsOf: file) else {
      return complain("`\(editor)` left no file; nothing was run")
    }
    let edited = String(decoding: data, as: UTF8.self).trimmed
    guard !edited.isEmpty, edited != statement.trimmed else {
      screen.write("  unchanged: nothing was run\n")
      return .succeeded
    }
    screen.write(edited.split(separator: "\n").map { "  \($0)\n" }.joined())
    let ending = runStatement(edited)
    remember(edited, ending)
    return ending
  }

  /// An editor may be a command with arguments; only the file's name needs quoting.
  private func open(_ file: URL, in editor: String) -> Bool {
    let quoted = "'" + file.path.replacingOccurrences(of: "'", with: "'\\''") + "'"
    return ForegroundProgram.run("\(editor) \(quoted)")
  }
}
