// Whole messages as a person reads them: each script in Diagnostics/ beside the text that it earns. A script
// whose first line is `# set: name=value` runs with that setting. RECORD=1 writes the texts anew and fails.
import Foundation
import Session
import Testing
import Text

enum DiagnosticGoldens {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Diagnostics")

  /// Paths below the folder, without their extension.
  static let names: [String] = {
    let files = FileManager.default.enumerator(atPath: folder.path)
    var names: [String] = []
    while let file = files?.nextObject() as? String {
      if file.hasSuffix(".scrip") { names.append(String(file.dropLast(6))) }
    }
    return names.sorted()
  }()

  static func override(_ setting: String) -> (name: String, text: String) {
    let parts = setting.split(separator: "=", maxSplits: 1)
    return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
  }

  static func outcome(of name: String) throws -> (source: SourceText, outcome: Outcome) {
    let file = folder.appending(path: name + ".scrip")
    let bytes = Array(try Data(contentsOf: file))
    let source = SourceText(bytes: bytes, name: file.lastPathComponent)
    let settings = source.line(1).split(separator: "# set: ").map(String.init)
      .filter { source.line(1).hasPrefix("# set: ") && !$0.isEmpty }
    let session = ScripSession(
      options: .init(
        directory: folder.path, overrides: settings.map(Self.override)))
    return (source, session.run(source))
  }
}

@Suite struct DiagnosticTests {
  @Test("a script earns exactly this text", arguments: DiagnosticGoldens.names)
  func golden(_ name: String) throws {
    let (source, outcome) = try DiagnosticGoldens.outcome(of: name)
    // Where this project lies is no part of a message.
    let text =
      outcome.diagnostics.render(in: source)
      .replacing(DiagnosticGoldens.folder.path + "/", with: "") + "\n"
    let file = DiagnosticGoldens.folder.appending(path: name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  @Test(
    "what is made of a long file's columns leaves the others known, and is known by name itself")
  func longFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scrip-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = String(repeating: "1,2024-03-01,2.5\n", count: 40_000)
    try "user,day,spend\n\(rows)".write(
      to: folder.appendingPathComponent("long.csv"), atomically: true, encoding: .utf8)
    let source = SourceText(
      """
      t = load("long.csv") |> derive(by: user, order: day, gap: day - previous(day), more: spend + 1)
      a = t |> where(spned > 1)
      b = t |> where(gapp > 1 and more > 1)
      c = t |> summarize(by: user, last: max(day)) |> where(lsat > date("2024-01-01"))
      [a, b, c]
      """)
    let session = ScripSession(options: .init(directory: folder.path))
    #expect(
      session.check(source).map(\.message) == [
        "no column `spned` in `t`", "no column `gapp` in `t`", "no column `lsat`",
      ])
  }

  @Test("a date on the command line may stand as a script writes it")
  func dateOfCommandLine() {
    for text in ["2024-12-01", "\"2024-12-01\"", "date(\"2024-12-01\")"] {
      let session = ScripSession(options: .init(overrides: [("from", text)]))
      let outcome = session.run(
        SourceText("param from = date(\"2024-11-01\")\nexpect(month(from) == 12)"))
      #expect(outcome.end == .finished, "\(text)")
    }
  }

  @Test("more bars than a page can show are refused")
  func tooManyBars() {
    let script = """
      many = 0..400 |> map(n -> "customer {n}")
      table({customer: many, spend: 0..400}) |> plot()
      """
    let messages = ScripSession().run(SourceText(script)).diagnostics.map(\.message)
    #expect(messages == ["401 bars are too many for a figure, the most is 300"])
  }

  @Test("a script is named after a code that it earns, and every code has one")
  func coverage() throws {
    var earned: Set<String> = []
    for name in DiagnosticGoldens.names {
      let codes = try DiagnosticGoldens.outcome(of: name).outcome.diagnostics.map(\.code)
      let stem = name.replacing("poor/", with: "")
      #expect(codes.contains(String(stem.prefix(5))), "\(name): \(codes)")
      earned.formUnion(codes)
    }
    let needed = Explanation.all.filter { $0.wrong != nil }.map(\.code) + ["E0101"]
    #expect(Set(needed).subtracting(earned) == [])
  }

  @Test("a poor message says in its script's first lines what would be better")
  func poor() throws {
    let poor = DiagnosticGoldens.names.filter { $0.hasPrefix("poor/") }
    #expect(!poor.isEmpty)
    for name in poor {
      let file = DiagnosticGoldens.folder.appending(path: name + ".scrip")
      #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("# better: "))
    }
  }

  @Test("a diagnostic for programs is one line of JSON with its place")
  func json() throws {
    let source = SourceText("x = 1\nx = \"λ\\t\" + 2\nx", name: "a.scrip")
    let diagnostics = ScripSession().check(source)
    let lines = diagnostics.map { $0.json(in: source) }
    let wanted: [String] = [
      #"{"file":"a.scrip","line":2,"column":1,"endLine":2,"endColumn":2,"code":"E0302""#,
      #""severity":"error","message":"`x` is bound already""#,
      #""hint":"a name is bound once in a script","notes":[]"#,
      #""labels":[{"line":1,"column":1,"endLine":1,"endColumn":2,"text":"bound here"}]}"#,
    ]
    #expect(lines.first == wanted.joined(separator: ","))
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["line"] as? Int == 2)
    }
    let set = ScripSession(options: .init(overrides: [("y", "1")]))
    #expect(set.check(source).first?.json(in: source).contains(#""line":null"#) == true)
  }

  @Test("what the command line says wrongly ends with 2, what the script says with 1")
  func ends() {
    let script = SourceText("param n = 1\nn")
    func end(_ name: String, _ text: String) -> RunEnd {
      ScripSession(options: .init(overrides: [(name, text)])).run(script).end
    }
    #expect(end("m", "2") == .wrongUsage)
    #expect(end("n", "\"a\"") == .wrongUsage)
    #expect(end("n", "2") == .finished)
    #expect(ScripSession().run(SourceText("param n = 1\nm")).end == .failed)
  }
}
