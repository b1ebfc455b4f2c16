// What is fuzzed: every function that reads what somebody else wrote. An input is right or gets a typed
// error; a trap, a hang or a broken promise is a find.

import Data
import Formatting
import Foundation
import Generation
import LanguageServer
import Learning
import Session
import Syntax
import Terminal
import Text

enum Target: String, CaseIterable {
  case lexer, parser, checker, formatter, table, policy, history, editor

  /// Mutated by tokens, not by bytes alone.
  var readsScripts: Bool {
    switch self {
    case .lexer, .parser, .checker, .formatter: true
    case .table, .policy, .history, .editor: false
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
    case .table:
      let path = Scratch.write(bytes)
      _ = try? Table.readHeader(path: path)
      _ = try? Table.read(path: path)
    case .policy:
      guard let policy = try? Policy(decoding: bytes) else { return }
      use(policy)
      Tally.read += 1
    case .history:
      _ = HistoryFile(url: URL(fileURLWithPath: Scratch.write(bytes)), limit: 20).load()
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

  /// What can be read can be written again, and asked.
  private func use(_ policy: Policy) {
    let again = (try? policy.encoded()).flatMap { try? Policy(decoding: $0) }
    promise(again != nil, "a policy that was read can be written and read again")
    let rows = 3
    let kinds = policy.encoder.entries.map { entry -> StateKind in
      switch entry.rule {
      case .number: .number
      case .category(let labels): .category(levels: labels + ["another"])
      }
    }
    let batch = StateBatch(
      names: policy.stateNames, kinds: kinds,
      values: (0..<(rows * kinds.count)).map { Float($0 % 5) }, count: rows)
    _ = try? policy.decisions(batch, users: [1, 2, 3])
    _ = try? policy.decisions(batch, lambdas: [policy.lambdaRange?.lowerBound ?? 0, 0.5])
    _ = try? policy.qValues(batch, lambda: 0)
    _ = try? policy.support(batch)
    _ = try? policy.allowed(batch)
    _ = try? policy.at(0.1)
  }

  private func serve(_ bytes: [UInt8]) {
    var frames = MessageFrames()
    var server = LanguageServer()
    let start: JSON = ["jsonrpc": "2.0", "id": 1, "method": "initialize"]
    _ = server.receive(start.data)
    frames.append(Foundation.Data(bytes))
    while let message = try? frames.next() { _ = server.receive(message) }
  }

  private func promise(_ holds: Bool, _ what: String) {
    if !holds { Watch.found("broken promise: \(what)") }
  }
}

/// How many inputs got through a reader that refuses most of them.
enum Tally {
  nonisolated(unsafe) static var read = 0
}

/// One file for readers that want a path.
enum Scratch {
  static let path =
    "\(NSTemporaryDirectory())scrip-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  static func write(_ bytes: [UInt8]) -> String {
    try? Foundation.Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }
}
