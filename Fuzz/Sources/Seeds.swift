// Where inputs begin: all scripts of the repository, scripts derived from the grammar, and files as the
// project itself writes them.

import CSQLite
import Data
import Foundation
import Generation
import LanguageServer
import OperatorKit
import Session
import Terminal
import Text

enum Seeds {
  static func of(_ target: Target, root: URL, seed: UInt64) throws -> [[UInt8]] {
    try finds(of: target, below: root) + fresh(target, root: root, seed: seed)
  }

  /// Inputs that were finds once.
  private static func finds(of target: Target, below root: URL) throws -> [[UInt8]] {
    let folder = root.appending(path: "Fuzz/Finds")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter {
        $0.hasPrefix("\(target.rawValue)-") || target.readsScripts && $0.hasSuffix(".scrip")
      }
      .map { [UInt8](try Foundation.Data(contentsOf: folder.appending(path: $0))) }
  }

  private static func fresh(_ target: Target, root: URL, seed: UInt64) throws -> [[UInt8]] {
    switch target {
    case .lexer, .parser, .checker, .formatter:
      let grammar = try Grammar(
        String(contentsOf: root.appending(path: "grammar/scrip.ebnf"), encoding: .utf8))
      var generator = ScriptGenerator(grammar, seed: seed)
      return scripts(below: root) + (0..<200).map { _ in Array(generator.script().utf8) }
    case .program: return scripts(below: root).filter { $0.count < 2_000 }
    case .table: return tables(below: root)
    case .database: return databases()
    case .policy: return policies()
    case .kept: return kept()
    case .history:
      let line = #"{"cwd":"/","status":"succeeded","text":"a = 1","time":1700000000}"#
      return [
        Array((line + "\n").utf8),
        Array(repeating: line, count: 30).flatMap { Array(($0 + "\n").utf8) },
      ]
    case .settings: return [Array(Preferences().fileText.utf8)]
    case .report: return try reports(below: root)
    case .editor: return scripts(below: root).prefix(6).map(session)
    }
  }

  /// Files, and the fenced ones of the documents.
  private static func scripts(below root: URL) -> [[UInt8]] {
    var scripts: [[UInt8]] = []
    for folder in ["examples", "docs", "Tests"] {
      let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      let paths = (walk?.compactMap { $0 as? String } ?? []).sorted()
      for path in paths where path.hasSuffix(".scrip") || path.hasSuffix(".md") {
        let file = root.appending(path: folder).appending(path: path)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        if path.hasSuffix(".scrip") {
          scripts.append(Array(text.utf8))
        } else {
          scripts += text.matches(of: /(?s)```scrip[^\n]*\n(.*?)```/).map { Array($0.1.utf8) }
        }
      }
    }
    return scripts
  }

  private static func tables(below root: URL) -> [[UInt8]] {
    let files = ["examples/data/visits.csv"].compactMap { path -> [UInt8]? in
      guard let bytes = try? FileBytes.read(path: root.appending(path: path).path, limit: 3_000)
      else { return nil }
      return bytes
    }
    let texts = [
      "a,b\n1,x\n2,\"y,\"\"z\"\n", "a;b;c\n1,5;true;\n;false;NA\n", "\u{FEFF}a\tb\r\n1\t2\r\n",
      "a\n\n",
      "user,day\nu1,1e3\nu2,-0.5\nu3,null\n", "\"a\nb\",c\n\"1\n2\",3\n", "sep=;\na;b\n1;2\n",
      "a;b;c\n1.234,50 €;01.03.2024;12%\n-5,0 €;1/3/24 14:30;7 %\n",
      "price,date\n\"$1,234.50\",3/1/2024 1:30 PM\n-,12/31/2023\n",
    ]
    let wide = "\u{FEFF}stadt\tn\nKöln\t5\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    return files + texts.map { Array($0.utf8) } + [
      wide, Array("Gr".utf8) + [0xF6, 0xDF, 10, 0x80, 10],
    ]
  }

  /// A simple one, one of segments and one with networks.
  private static func policies() -> [[UInt8]] {
    let script = """
      constant(1.5) |> save("\(Scratch.path)-a.safetensors")
      d = market(users: 60, seed: 1) |> simulate()
          |> dataset(user: user, time: day, state: [day, user_type], action: coupon, reward: visit, cost: cost)
      d |> generalize() |> segments(by: ["user_type"]) |> save("\(Scratch.path)-b.safetensors")
      d |> generalize() |> rbcq(steps: 20, recipe: "paper", hidden: [8], heads: 2, seed: 1) |> save("\(Scratch.path)-c.safetensors")
      """
    _ = ScripSession().run(SourceText(script))
    return ["a", "b", "c"].compactMap { name in
      let path = "\(Scratch.path)-\(name).safetensors"
      defer { try? FileManager.default.removeItem(atPath: path) }
      return FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }
  }

  /// An evaluation, and a kept result as a file.
  private static func kept() -> [[UInt8]] {
    let script = """
      d = market(users: 60, seed: 1) |> simulate()
          |> dataset(user: user, time: day, state: [day, user_type], action: coupon, reward: visit, cost: cost,
              terminated: terminated)
      policy = d |> generalize(λ: [0, 0.5]) |> segments(by: ["user_type"])
      value = d |> fqe(policy, steps: 20, seed: 1)
      """
    let folder = Scratch.folder.appending(path: "kept")
    let session = ScripSession(options: .init(stageFolder: folder))
    _ = session.run(SourceText(script))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let files = names.sorted().compactMap {
      FileManager.default.contents(atPath: folder.appending(path: $0).path)
    }
    let values = session.bindings.compactMap { KeptValue($0.value) }
      .filter { $0.kind == "evaluation" }
    return values.map(\.bytes) + files.map { [UInt8]($0) }
  }

  /// Small pages, so that a small file has many kinds of them.
  private static func databases() -> [[UInt8]] {
    let statements = """
      pragma page_size = 512;
      create table visits (user integer primary key, city text, day date, cost real, won boolean);
      create table cities (city text, note blob);
      create index by_city on visits (city);
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 40)
      insert into visits select i, 'city ' || (i % 5), date(0, 'unixepoch', i || ' days'), i / 3.0, i % 2 from n;
      insert into cities values ('city 1', x'00ff'), ('city 2', null), (3, 'a long note ' || hex(zeroblob(400)));
      """
    var handle: OpaquePointer?
    guard sqlite3_open(Scratch.path, &handle) == SQLITE_OK else { return [] }
    _ = sqlite3_exec(handle, statements, nil, nil, nil)
    sqlite3_close(handle)
    return FileManager.default.contents(atPath: Scratch.path).map { [[UInt8]($0)] } ?? []
  }

  private static func reports(below root: URL) throws -> [[UInt8]] {
    let folder = root.appending(path: "examples/reports")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let pages = try files.filter { $0.hasSuffix(".md") }.map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    // What stands in the page's comment is a report by itself.
    let values = pages.compactMap { $0.firstMatch(of: /(?s)scrip-values\n(.*)\n-->/)?.1 }
    return (pages.map { $0 } + values.map(String.init)).map { Array($0.utf8) }
  }

  /// What an editor sends.
  private static func session(_ script: [UInt8]) -> [UInt8] {
    let document: JSON = ["uri": "file:///a.scrip"]
    let place: JSON = ["textDocument": document, "position": ["line": 3, "character": 5]]
    var opened: JSON = ["uri": "file:///a.scrip", "version": 1]
    if case .object(var fields) = opened {
      fields["text"] = .string(String(decoding: script.prefix(1_500), as: UTF8.self))
      opened = .object(fields)
    }
    var messages: [JSON] = [
      ["jsonrpc": "2.0", "method": "textDocument/didOpen", "params": ["textDocument": opened]]
    ]
    for (id, method) in ["completion", "hover", "definition", "formatting"].enumerated() {
      messages.append([
        "jsonrpc": "2.0", "id": .number(Double(id)), "method": .string("textDocument/\(method)"),
        "params": place,
      ])
    }
    return messages.flatMap { [UInt8](MessageFrames.frame($0)) }
  }
}
