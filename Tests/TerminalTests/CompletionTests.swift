// Tab: what is inserted, what is listed, and where a common prefix may be cut.

import Foundation
import Terminal
import Testing

@Suite("Completion")
struct CompletionTests {
  private static func offer(_ stem: String, _ texts: String...) -> Completions {
    Completions(
      stemLength: stem.unicodeScalars.count, candidates: texts.map { Candidate($0) })
  }

  @Test(
    "The common prefix is cut between scalars, never inside one",
    arguments: [
      (["λ", "μ"], ""), (["aλ", "aμ"], "a"), (["rbcq(", "rem(", "reme("], "r"),
      (["e\u{301}a", "e\u{301}b"], "e\u{301}"), (["é", "e"], ""), (["same"], "same"), ([], ""),
    ])
  func commonPrefix(texts: [String], expected: String) {
    let shared = CompletionMenu.commonPrefix(texts)
    #expect(Array(shared.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test("One candidate is inserted, none beeps")
  func decided() {
    var menu = CompletionMenu()
    let line = EditedLine("x |> rb")
    #expect(
      menu.tab(line, Self.offer("rb", "rbcq("), columns: 80, rows: 24)
        == .replaceBeforeCursor(scalars: 2, with: "rbcq("))
    #expect(menu.tab(line, .none, columns: 80, rows: 24) == .beep)
  }

  @Test("Several are completed as far as they agree, then a second Tab lists them")
  func several() {
    var menu = CompletionMenu()
    let offer = Self.offer("re", "rem(", "reme(")
    #expect(
      menu.tab(EditedLine("re"), offer, columns: 80, rows: 24)
        == .replaceBeforeCursor(scalars: 2, with: "rem"))
    let line = EditedLine("rem")
    let next = Self.offer("rem", "rem(", "reme(")
    #expect(menu.tab(line, next, columns: 80, rows: 24) == .beep)
    #expect(menu.tab(line, next, columns: 80, rows: 24) == .show("rem(   reme(\n"))
  }

  @Test("The first Tab after an edit never lists")
  func afterEdit() {
    var menu = CompletionMenu()
    let offer = Self.offer("r", "ra", "rb")
    #expect(menu.tab(EditedLine("r"), offer, columns: 80, rows: 24) == .beep)
    #expect(menu.tab(EditedLine("x + r"), offer, columns: 80, rows: 24) == .beep)
  }

  @Test("A long list fits the screen and says how many it leaves out")
  func longList() {
    let many = (0..<500).map { Candidate("name_\($0)", summary: "the meaning of \($0)") }
    let lines = CompletionMenu.list(many, columns: 30, rows: 10).split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines.allSatisfy { $0.count < 30 })
    #expect(lines.last == "  … 494 more of 500")

    let plain = (0..<500).map { Candidate("name_\($0)") }
    let grid = CompletionMenu.list(plain, columns: 40, rows: 10).split(separator: "\n")
    #expect(grid.count == 7)
    #expect(grid.allSatisfy { $0.count < 40 })
    // Cells of `name_499` and two spaces: three across, six rows, then the count.
    #expect(grid.last == "… 482 more of 500")
  }

  @Test(
    "A backslash and a Greek name become the letter",
    arguments: [
      ("x\\lambda", 7, "λ"), ("\\lam", 4, "λ"), ("2*\\gam", 4, "γ"), ("\\Gamma", 6, "Γ"),
      ("\\eta", 4, "η"), ("\\pi", 3, "π"),
    ])
  func greek(typed: String, stem: Int, letter: String) throws {
    let offer = try #require(GreekLetters.completions(before: typed))
    #expect(offer.stemLength == stem)
    #expect(offer.candidates.map(\.text) == [letter])
  }

  @Test("A backslash that starts no Greek name offers none")
  func noGreek() {
    #expect(GreekLetters.completions(before: "\\nothing") == nil)
    #expect(GreekLetters.completions(before: "plain") == nil)
    #expect(GreekLetters.completions(before: "\\lambda x") == nil)
    #expect(GreekLetters.completions(before: "\\e")?.candidates.map(\.text) == ["ε", "η"])
  }

  @Test("Inside an open text files are offered, folders with a slash, files with the quote")
  func paths() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-paths-\(UUID().uuidString)")
    let files = FileManager.default
    try files.createDirectory(
      at: folder.appendingPathComponent("data/λ"), withIntermediateDirectories: true)
    for name in ["data/visits.csv", "data/visitors.csv", "data/.hidden", "day.csv"] {
      try Data().write(to: folder.appendingPathComponent(name))
    }
    func offer(_ text: String) -> Completions? {
      PathCompletion.completions(before: text, directory: folder.path)
    }
    #expect(offer("load(\"da")?.candidates.map(\.text) == ["data/", "day.csv\""])
    #expect(
      offer("load(\"data/vis")?.candidates.map(\.text) == ["visitors.csv\"", "visits.csv\""])
    #expect(offer("load(\"data/vis")?.stemLength == 3)
    #expect(offer("load(\"data/λ")?.candidates.map(\.text) == ["λ/"])
    #expect(offer("load(\"data/.h")?.candidates.map(\.text) == [".hidden\""])
    #expect(offer("load(\"data/\") |> x(\"none")?.candidates == [])
    #expect(offer("load(\"data/vis\", ") == nil)
    #expect(offer("a = 1 # \"da") == nil)
    #expect(offer("x(\"a\\\"da")?.candidates == [])
  }

  @Test("A path is spelled as a text spells it; `~` is a name; an operator's files come alone")
  func spelledPaths() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-paths-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("a{1}"), withIntermediateDirectories: true)
    for name in [
      "a{1}/b.csv", "q\"x.csv", "p.safetensors", "s.scrip", "s.db", "n.md", "e\u{1B}.csv",
    ] {
      try Data().write(to: folder.appendingPathComponent(name))
    }
    func offer(_ text: String) -> [String]? {
      PathCompletion.completions(before: text, directory: folder.path)?.candidates.map(\.text)
    }
    #expect(offer("load(\"") == ["a\\{1\\}/", "q\\\"x.csv\""])
    #expect(offer("load(path: \"a\\{1\\}/") == ["b.csv\""])
    #expect(offer("load(\"q\\\"") == ["q\\\"x.csv\""])
    #expect(offer("open(\"") == ["a\\{1\\}/", "p.safetensors\""])
    #expect(offer("x = use(\"s") == ["s.scrip\""])
    #expect(offer("sql(\"select 1\", from: \"s") == ["s.db\""])
    #expect(offer("load(\"n") == ["n.md\""])
    #expect(offer("save(t, \"s") == ["s.db\"", "s.scrip\""])
    #expect(offer("load(\"~/") == [])
  }

  @Test("What a list shows is clean and measured by cells")
  func cleanLists() {
    let names = ["bad\u{1B}[31m", "漢字", "ab"].map { Candidate($0) }
    let list = CompletionMenu.list(names, columns: 80, rows: 24)
    #expect(list == "bad\u{FFFD}[31m  漢字      ab\n")
    let told = CompletionMenu.list(
      [Candidate("漢字", summary: "a\u{7}b"), Candidate("x", summary: "y")], columns: 80, rows: 24)
    #expect(told == "  漢字  a\u{FFFD}b\n  x     y\n")
  }

  @Test("Progress is no line among JSON unless somebody watches")
  func progressModes() {
    func mode(_ error: Bool, asJSON: Bool, quiet: Bool = false) -> ProgressLine.Mode {
      let settings = TerminalSettings(
        environment: [:], inputIsTerminal: false, outputIsTerminal: false, errorIsTerminal: error,
        knows: { _ in true })
      return Screen(settings: settings, isQuiet: quiet).progressMode(asJSON: asJSON)
    }
    #expect(mode(false, asJSON: false) == .plain && mode(true, asJSON: true) == .redrawn)
    #expect(mode(false, asJSON: true) == .quiet && mode(true, asJSON: false, quiet: true) == .quiet)
  }
}
