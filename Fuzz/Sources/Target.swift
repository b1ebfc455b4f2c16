// What is fuzzed: every function that reads what somebody else wrote. An input is right or gets a typed
// error; a trap, a hang or a broken promise is a find.

import Formatting
import Foundation
import LanguageServer
import Session
import Syntax
import Terminal
import Text

enum Target: String, CaseIterable {
  case lexer, parser, checker, formatter, program
  case table, database, policy, kept, history, settings, report, editor

  /// Mutated by tokens, not by bytes alone.
  var readsScripts: Bool {
    switch self {
    case .lexer, .parser, .checker, .formatter, .program: true
    case .table, .database, .policy, .kept, .history, .settings, .report, .editor: false
    }
  }

  func exercise(_ bytes: [UInt8]) {
    let source = SourceText(bytes: bytes, name: "fuzz.scrip")
    switch self {
    case .lexer:
      let tokens = tokenize(source)
      _ = dump(tokens, of: source)
      promise(tokens.last?.kind == .end, "tokens end with `end`")
      promise(
        tokens.allSatisfy { $0.span.start <= $0.span.end && $0.span.end <= bytes.count },
        "spans are inside the source")
    case .parser:
      let script = parse(source)
      _ = dump(script)
      _ = script.references
      for diagnostic in script.diagnostics {
        promise(diagnostic.render(in: source).contains("^"), "a message points somewhere")
      }
    case .checker:
      let analysis = ScripSession().analyse(source)
      for diagnostic in analysis.diagnostics { _ = diagnostic.render(in: source) }
      let middle = bytes.count / 2
      _ = analysis.help(at: middle)
      _ = analysis.definition(at: middle)
      _ = analysis.suggestions(at: middle)
    case .formatter: formatTwice(source)
    case .program: run(source)
    case .table: readTable(bytes)
    case .database: queryDatabase(bytes)
    case .policy: readPolicy(bytes)
    case .kept: readKept(bytes)
    case .history:
      _ = HistoryFile(url: URL(fileURLWithPath: Scratch.write(bytes)), limit: 20).load()
    case .settings:
      var settings = Preferences()
      _ = settings.read(String(decoding: bytes, as: UTF8.self))
      promise(settings.read(settings.fileText).isEmpty, "settings are read as they are written")
    case .report: compareReport(bytes)
    case .editor: serve(bytes)
    }
  }

  private func formatTwice(_ source: SourceText) {
    do throws(FormatFailure) {
      let text = try format(source)
      promise(try format(SourceText(text)) == text, "a layout is one that stays")
    } catch {
      guard case .changed = error else { return }
      promise(false, "a layout says the same")
    }
  }

  private func serve(_ bytes: [UInt8]) {
    var frames = MessageFrames()
    var server = LanguageServer()
    let start: JSON = ["jsonrpc": "2.0", "id": 1, "method": "initialize"]
    _ = server.receive(start.data)
    frames.append(Data(bytes))
    while let message = try? frames.next() { _ = server.receive(message) }
  }

  func promise(_ holds: Bool, _ what: String) {
    if !holds { Watch.found("broken promise: \(what)") }
  }
}

/// How many inputs got through a reader that refuses most of them.
enum Tally {
  nonisolated(unsafe) static var read = 0
}

/// What belongs to this process alone, for readers that want a path.
enum Scratch {
  static let path =
    "\(NSTemporaryDirectory())scrip-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  static func write(_ bytes: [UInt8]) -> String {
    try? Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// A folder, with nothing in it at first.
  static let folder: URL = {
    let url = URL(fileURLWithPath: path + "-folder")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }()

  static func remove() {
    try? FileManager.default.removeItem(atPath: path)
    try? FileManager.default.removeItem(at: folder)
  }
}
