// What lines with `?` and `:` do.

import Foundation
import Reporting
import Session

extension REPL {
  func help(_ topic: String) -> Reply.Ending {
    if topic.isEmpty {
      screen.show(Self.overview)
      return .succeeded
    }
    if topic.hasPrefix(":") || interpreter.help(topic) == nil, let form = Command.form(named: topic)
    {
      screen.write("  \(form.usage)  \(form.meaning)\n")
      return .succeeded
    }
    guard let report = interpreter.help(topic) else {
      let near = interpreter.nearestTopic(to: topic).map { "did you mean `\($0)`?" }
      return complain(
        "nothing is called or mentions `\(topic)`; \(near ?? "`scrip doc` lists all operators")")
    }
    screen.show(report)
    return .succeeded
  }

  func listNames() {
    let bindings = interpreter.bindings.filter { !$0.name.hasPrefix("_") }
    guard !bindings.isEmpty else {
      screen.write("  nothing is bound yet; `name = expression` binds\n")
      return
    }
    let widest = bindings.map { TextWidth.of($0.name) }.max() ?? 0
    let width = screen.settings.outputIsTerminal ? TerminalSettings.columns : .max
    for binding in bindings {
      let line = "  \(binding.name.padded(to: widest))  \(binding.summary)"
      screen.write(line.shown.clipped(to: width) + "\n")
    }
  }

  /// Relative paths inside the script start at the script's folder.
  func runFile(_ path: String) -> Reply.Ending {
    let url = Self.file(path)
    guard let data = try? Data(contentsOf: url) else {
      return complain("cannot read `\(path)`")
    }
    let source = String(decoding: data, as: UTF8.self)
    lastFile = path
    let reply = execute(source, name: path, directory: Self.folder(of: url))
    record(reply)
    return reply.ending
  }

  func reload() -> Reply.Ending {
    guard let lastFile else { return complain("no script was run yet; `:run FILE` runs one") }
    return runFile(lastFile)
  }

  func save(to path: String, everything: Bool) -> Reply.Ending {
    let last = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let name = last.contains(".") || last.isEmpty ? path : path + ".scrip"
    guard name.hasSuffix(".scrip") else {
      return complain("cannot save as `\(name)`: a script's name ends with .scrip")
    }
    let folder = Self.folder(of: Self.file(name))
    let saved = script.script(
      bindings: interpreter.bindings.map(\.name).filter { !$0.hasPrefix("_") },
      everything: everything, folder: folder,
      current: Self.folder(of: URL(fileURLWithPath: "statement")))
    guard saved.kept > 0 else {
      return complain("nothing to save yet: no statement has bound anything")
    }
    if let stray = saved.stray {
      let home = stray.directory.map { "`\($0)`" } ?? "the current folder"
      return complain(
        "cannot save as `\(name)`: `\(stray.text.shown.clipped(to: 60))` makes a path that starts at \(home); save there"
      )
    }
    let isThere = FileManager.default.fileExists(atPath: Self.file(name).path)
    do {
      try Data(saved.text.utf8).write(to: Self.file(name), options: .atomic)
    } catch {
      return complain(
        FileManager.default.fileExists(atPath: folder)
          ? "cannot write `\(name)`" : "cannot write `\(name)`: there is no folder `\(folder)`")
    }
    var line =
      "  \(isThere ? "replaced" : "wrote") \(name): \(saved.kept) \(saved.kept == 1 ? "statement" : "statements")"
    if saved.leftOut > 0 {
      line += " (\(saved.leftOut) failed or exploratory left out"
      line += everything ? ")" : "; --all keeps more)"
    }
    let room = screen.settings.outputIsTerminal ? TerminalSettings.columns - 1 : .max
    for line in line.wrapped(to: room, indent: 4) { screen.write(line + "\n") }
    return .succeeded
  }

  /// Takes the newest bindings back: the names have their earlier values again, or none.
  func undo() -> Reply.Ending {
    guard let names = interpreter.undo() else { return complain("nothing to undo") }
    if let earlier = earlierScripts.popLast() {
      laterScripts.append(script.rewind(to: earlier))
    }
    screen.write("  took back \(Self.list(names))\n")
    return .succeeded
  }

  func redo() -> Reply.Ending {
    guard let names = interpreter.redo() else { return complain("nothing to redo") }
    if let later = laterScripts.popLast() {
      earlierScripts.append(script.mark)
      script.put(back: later)
    }
    screen.write("  bound \(Self.list(names)) again\n")
    return .succeeded
  }

  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  func setTiming(_ wanted: Bool?) {
    var changed = preferences
    changed.time = wanted ?? !preferences.time
    use(changed)
    screen.write("  time of every statement: \(preferences.time ? "on" : "off")\n")
  }

  /// Lists the settings, shows one, or changes one for this session.
  func set(_ name: String, _ value: String?) -> Reply.Ending {
    var changed = preferences
    if let value {
      if let problem = changed.set(name, to: value) { return complain(problem) }
      use(changed)
    }
    let shown = Preferences.declarations.filter { name.isEmpty || $0.name == name }
    // The reader of settings words what is wrong with a name.
    if shown.isEmpty { return complain(changed.set(name, to: "") ?? "no setting `\(name)`") }
    let facts = shown.map { Card.Fact($0.name, $0.read(preferences), note: $0.meaning) }
    if name.isEmpty {
      screen.show(Report([.card(Card(title: "Settings", facts: facts))]))
    } else {
      screen.write(facts.map { "  \($0.label): \($0.value)\n" }.joined())
    }
    return .succeeded
  }

  func showType(of source: String) -> Reply.Ending {
    let answer = interpreter.typeReport(of: source)
    screen.show(answer.report)
    return answer.isRight ? .succeeded : .failed
  }

  /// Which stages ran when the name was bound.
  func why(_ name: String) -> Reply.Ending {
    guard let reasons = interpreter.reasons(for: name) else {
      return complain("nothing is bound to `\(name)`; `:names` lists what is")
    }
    for line in reasons { screen.write("  \(line.shown)\n") }
    return .succeeded
  }

  func complain(_ message: String) -> Reply.Ending {
    screen.show(Report([.message("error: \(message)", severity: .error)]))
    return .failed
  }

  static func file(_ path: String) -> URL {
    path.hasPrefix("~/")
      ? URL(fileURLWithPath: UserHome.url.path + path.dropFirst()) : URL(fileURLWithPath: path)
  }

  /// Without links in its path, so that `..` leads where it seems to.
  private static func folder(of file: URL) -> String {
    file.deletingLastPathComponent().resolvingSymlinksInPath().path
  }

  private static var overview: Report {
    let facts = Command.forms.map { Card.Fact($0.usage, $0.meaning) }
    let keys = [
      Card.Fact("Tab", "complete; twice lists; \\lambda becomes λ"),
      Card.Fact("Up, Down", "statements that start with what is typed"),
      Card.Fact("Ctrl-R", "search the history"),
      Card.Fact("Alt-H, F1", "explain the name under the cursor"),
      Card.Fact("Ctrl-C", "drop the line, or stop the work and keep the session"),
      Card.Fact("Ctrl-_", "undo the last edit"),
    ]
    return Report([
      .card(Card(title: "Commands", facts: facts)), .card(Card(title: "Keys", facts: keys)),
    ])
  }
}
