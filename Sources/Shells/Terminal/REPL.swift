// The prompt: read a statement, run it, show what it says, remember it. The parser decides when a
// statement is complete, so nothing has to be typed to end one. Ctrl-C drops what is being typed or
// stops what is being run, and never the session.

import Foundation
import Reporting
import Session

package final class REPL {
  let interpreter: any Interpreter
  private(set) var screen: Screen
  private(set) var preferences: Preferences
  private let banner: String
  private let keys: LineKeys
  private let history: HistoryFile?
  private var editor: LineEditor?
  /// What the statements so far come to as a script, and where it stood before each that bound a name.
  var script = SessionScript()
  var earlierScripts: [SessionScript.Mark] = []
  var laterScripts: [SessionScript.Tail] = []
  /// The statement that was typed last, whether it succeeded or not.
  private(set) var lastStatement = ""
  /// The last one that ran to its end, which a line that begins with a pipe goes on with.
  private var lastFinished = ""
  /// The script that `:run` ran last.
  var lastFile: String?

  /// - Parameters:
  ///   - banner: the line above the first prompt.
  ///   - history: where statements are kept; nil to forget them.
  package init(
    interpreter: any Interpreter, banner: String, screen: Screen = Screen(),
    history: HistoryFile? = REPL.defaultHistory(), preferences: Preferences = Preferences()
  ) {
    self.interpreter = interpreter
    self.banner = banner
    self.screen = screen.following(preferences)
    self.preferences = preferences
    self.history = history
    let entries = history?.load().map(\.text) ?? []
    let keys = LineKeys(
      interpreter: interpreter, history: HistoryWalk(entries),
      render: { [screen = self.screen] report in screen.render(report) })
    self.keys = keys
    interpreter.use(preferences)
    guard screen.settings.editsLines else { return }
    editor = LineEditor(
      escapes: screen.settings.escapes,
      onKey: { key, line in
        keys.answer(
          key, line, columns: TerminalSettings.columns, rows: TerminalSettings.rows)
      }, onPaste: PastedText.clean)
    for entry in entries.suffix(1000) { editor?.remember(entry) }
  }

  /// The file of the project around the current directory.
  package static func defaultHistory() -> HistoryFile {
    let files = FileManager.default
    return HistoryFile(
      url: HistoryFile.location(
        for: URL(fileURLWithPath: files.currentDirectoryPath),
        environment: ProcessInfo.processInfo.environment, home: UserHome.url))
  }

  /// Talks until the input ends or `:quit`; returns the exit code of the process.
  package func run() -> Int32 {
    Interrupts.install()
    if screen.settings.outputIsTerminal, preferences.banner { screen.write(banner + "\n") }
    while let entry = readStatement() {
      guard answer(entry) else { return 0 }
    }
    if screen.settings.outputIsTerminal { screen.write("\n") }
    return 0
  }

  // MARK: Reading

  /// A whole statement, or nil at the end of the input.
  private func readStatement() -> String? {
    var lines: [String] = []
    while true {
      keys.earlierLines = lines.map { $0 + "\n" }.joined()
      switch readLine(isContinuation: !lines.isEmpty) {
      case .interrupted:
        lines = []
      case .endOfInput:
        guard !lines.isEmpty else { return nil }
        if screen.settings.outputIsTerminal { screen.write("\n") }
        // Without an editor the end of the input is final, and what was typed still counts.
        guard editor != nil else { return lines.joined(separator: "\n") }
        lines = []
      case .line(let line):
        lines.append(line)
        let text = lines.joined(separator: "\n")
        // An empty line ends a statement as it is; the parser then says what is missing.
        let isForced = lines.count > 1 && line.trimmed.isEmpty
        guard let source = Command.parse(text).script, !isForced, interpreter.isIncomplete(source)
        else { return text }
      }
    }
  }

  private func readLine(isContinuation: Bool) -> LineInput {
    let colour = screen.settings.colour
    let prompt =
      isContinuation
      ? Prompt("  ...> ", colour: colour ? "2" : nil)
      : Prompt("scrip> ", colour: colour ? "1;36" : nil)
    if let editor { return editor.readLine(prompt: prompt) }
    if screen.settings.inputIsTerminal, screen.settings.errorIsTerminal {
      screen.writeError(prompt.text)
    }
    guard let line = Swift.readLine() else { return .endOfInput }
    return .line(line.hasSuffix("\r") ? String(line.dropLast()) : line)
  }

  // MARK: Answering

  /// What begins with a pipe goes on with the statement before it, as it does on the next line of a script; after a
  /// mistake, with the one before that.
  private func continued(_ entry: String) -> String {
    guard entry.trimmed.hasPrefix("|>"), !lastFinished.isEmpty else { return entry }
    return lastFinished + "\n    " + entry.trimmed
  }

  /// False when the session is to end.
  private func answer(_ entry: String) -> Bool {
    let entry = continued(entry)
    let command = Command.parse(entry).meant { name in
      interpreter.bindings.contains { $0.name == name }
    }
    var status = Reply.Ending.succeeded
    switch command {
    case .nothing: return true
    case .quit:
      remember(entry, .succeeded)
      return false
    case .statement(let text): status = runStatement(text)
    case .help(let topic): status = help(topic)
    case .names: listNames()
    case .run(let file): status = runFile(file)
    case .save(let file, let everything): status = save(to: file, everything: everything)
    case .undo: status = undo()
    case .redo: status = redo()
    case .reload: status = reload()
    case .edit(let what): status = edit(what)
    case .type(let source): status = showType(of: source)
    case .why(let name): status = why(name)
    case .timing(let wanted): setTiming(wanted)
    case .timed(let text): status = runStatement(text, timed: true)
    case .set(let name, let value): status = set(name, value)
    case .unknown(let name): status = complain("no command `:\(name)`; `:help` lists them")
    case .misused(let usage): status = complain("usage: \(usage)")
    }
    remember(entry, status)
    return true
  }

  /// Runs what was typed, or edited elsewhere.
  func runStatement(_ text: String, timed: Bool = false) -> Reply.Ending {
    log(text, .running)
    lastStatement = text
    let reply = execute(text, name: "", directory: nil, timed: timed)
    record(reply)
    if reply.ending == .succeeded { lastFinished = text }
    return reply.ending
  }

  /// Takes settings over, here and in what is drawn from now on.
  func use(_ new: Preferences) {
    preferences = new
    screen = screen.following(new)
    keys.render = { [screen] report in screen.render(report) }
    interpreter.use(new)
  }

  /// Keeps the scripts in step with the session's own memory of its bindings.
  func record(_ reply: Reply) {
    if !reply.bound.isEmpty {
      earlierScripts.append(script.mark)
      if earlierScripts.count > SessionScript.undoLimit { earlierScripts.removeFirst() }
      laterScripts = []
    }
    script.record(reply)
  }

  /// Runs source under a progress line and shows what it says as it says it.
  func execute(
    _ source: String, name: String, directory: String?, timed: Bool = false
  ) -> Reply {
    let screen = screen
    let started = Screen.seconds()
    let reply = screen.withProgress { line in
      interpreter.run(
        source, name: name, directory: directory,
        observer: RunObserver(
          progress: { line.update($0) }, isCancelled: { Interrupts.requested },
          show: { report in line.makeRoom { screen.show(report) } }))
    }
    if reply.ending == .interrupted { screen.write("\r^C\n") }
    for message in reply.messages { screen.show(message) }
    if reply.ending == .interrupted, reply.messages.isEmpty {
      screen.write("  interrupted: the session and its bindings are as before\n")
    }
    echo(reply, seconds: Screen.seconds() - started, timed: timed)
    return reply
  }

  /// `visits: Table, 148,210 rows × 47 columns        0.21 s`, the time only when it matters.
  private func echo(_ reply: Reply, seconds: Double, timed: Bool) {
    let time =
      timed || preferences.time || (seconds >= 0.1 && !reply.bound.isEmpty)
      ? Self.time(seconds) : ""
    let room = TerminalSettings.columns - 1
    var lines = reply.bound.flatMap {
      "  \($0.name): \($0.summary)".shown.wrapped(to: room, indent: 4)
    }
    if let last = reply.statements.last, last.isLong, let name = last.resultName {
      let next = last.next.map { "   next: \($0)" } ?? ""
      lines.append("  → \(name)\(next)".clipped(to: room))
    }
    let recalled = ProgressText.recalled(reply.recalled)
    if !recalled.isEmpty { lines.append("  " + recalled) }
    if !time.isEmpty {
      let last = (lines.popLast() ?? "").clipped(to: room - time.count - 2)
      let place = max(min(room, 80), TextWidth.of(last) + 2 + time.count)
      lines.append(last.padded(to: place - time.count) + time)
    }
    for line in lines { screen.write(line + "\n") }
  }

  /// Hundredths below ten seconds, tenths below a minute, then minutes.
  package static func time(_ seconds: Double) -> String {
    if seconds >= 60 { return ProgressText.duration(seconds) }
    let digits = seconds < 10 ? 2 : 1
    return seconds.formatted(
      .number.precision(.fractionLength(digits)).locale(Locale(identifier: "en_US_POSIX"))) + " s"
  }

  func remember(_ entry: String, _ status: Reply.Ending) {
    guard !entry.trimmed.isEmpty else { return }
    keys.walk.add(entry)
    editor?.remember(entry)
    let kept: HistoryEntry.Status
    switch status {
    case .succeeded: kept = .succeeded
    case .failed: kept = .failed
    case .interrupted: kept = .interrupted
    }
    log(entry, kept)
  }

  private func log(_ entry: String, _ status: HistoryEntry.Status) {
    history?.append(
      HistoryEntry(
        time: Int(Date().timeIntervalSince1970),
        cwd: FileManager.default.currentDirectoryPath, status: status, text: entry))
  }
}
