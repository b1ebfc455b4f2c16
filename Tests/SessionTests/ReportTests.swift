// Reports of scripts: the values that each form carries, batches of parameters, and the page that compares
// their runs.
import Foundation
import Reporting
import Session
import Testing
import Text

@Suite struct ReportTests {
  private let script = SourceText(
    """
    # %% [markdown]
    # # Budgets
    # %% Choose
    param budget = 3
    param name = "x"
    spend = budget * 1.25
    {spend: spend, share: 1 / budget, name: name}
    market(users: 5, seed: budget) |> simulate() |> head(1) |> select([coupon])
    market(users: 5, seed: 7)
    """, name: "budgets.scrip")

  private func run(_ settings: [ParameterBatch.Setting] = []) -> (document: Document, end: RunEnd) {
    let outcome = ScripSession(options: .init(overrides: settings)).run(script)
    return (document(of: script, outcome: outcome, overrides: settings), outcome.end)
  }

  @Test(
    "every form of a report carries the same values", arguments: ["html", "md", "ipynb", "json"])
  func forms(form: String) throws {
    let document = run([("budget", "4")]).document
    let text =
      switch form {
      case "html": renderHTML(document)
      case "md": renderMarkdown(document)
      case "ipynb": renderNotebook(document)
      case _: Readings(document).json.text()
      }
    let read = try readReport(text, file: "report.\(form)")
    #expect(read == Readings(document))
    #expect(read.readings.contains(.init("Choose › spend", "5")))
    #expect(
      read.provenance.parameters == [.init("budget", "4", isSet: true), .init("name", "\"x\"")])
    #expect(read.provenance.seeds == ["market budget", "market 7"])
  }

  @Test("a page without values, or with damaged ones, is refused with its name")
  func refused() {
    for (text, file) in [("# A page", "a.md"), ("{}", "b.json"), ("no json", "c.ipynb")] {
      #expect(throws: ReportReadingError.self) { try readReport(text, file: file) }
    }
  }

  @Test("two runs with other parameters differ in just what depends on them")
  func changes() {
    let changes = ReadingChanges(
      from: Readings(run().document), to: Readings(run([("budget", "4")]).document))
    #expect(changes.origin.map(\.place) == ["parameter budget"])
    #expect(changes.values.map(\.place).prefix(3).contains("Choose › spend"))
    #expect(!changes.values.contains { $0.place.hasSuffix("name") })
  }

  @Test(
    "settings with several values make every combination",
    arguments: [
      (["a=1"], [["1"]], [""]),
      (["a=8,12"], [["8"], ["12"]], ["a-8", "a-12"]),
      (
        ["a=1,2", "b=x", "c=3,4"],
        [["1", "x", "3"], ["1", "x", "4"], ["2", "x", "3"], ["2", "x", "4"]],
        ["a-1-c-3", "a-1-c-4", "a-2-c-3", "a-2-c-4"]
      ),
      (["a=[1, 2],[3]"], [["[1, 2]"], ["[3]"]], ["a--1--2-", "a--3-"]),
      (["a=\"x,y\",\"x/y\""], [["\"x,y\""], ["\"x/y\""]], ["a--x-y-", "a--x-y--2"]),
      (["a="], [[""]], [""]),
    ])
  func batches(texts: [String], values: [[String]], names: [String]) throws {
    let batch = try #require(ParameterBatch(texts))
    #expect(batch.runs.map { $0.map(\.text) } == values)
    #expect(batch.suffixes == names)
    #expect(batch.isBatch == (values.count > 1))
  }

  @Test("what is no setting is refused", arguments: ["a", "=3", "a=1,,2"])
  func wrongSetting(text: String) { #expect(ParameterBatch([text]) == nil) }

  @Test("the index of a batch links its runs and tables what is not the same in all of them")
  func index() throws {
    let batch = try #require(ParameterBatch(["budget=2,4"]))
    let runs = batch.runs.map { settings in
      let (document, end) = run(settings)
      return BatchRun(
        file: "budgets-\(settings[0].text).html", settings: settings, readings: Readings(document),
        end: end)
    }
    let page = renderMarkdown(batchIndex(runs, script: "budgets.scrip"))
    #expect(page.contains("# Budgets: 2 runs"))
    #expect(page.contains("| [run 2](budgets-4.html) | 4 | fine |"))
    #expect(page.contains("|  | budget 2 | budget 4 |"))
    #expect(page.contains("| Choose › spend | 2.5 | 5 |"))
    #expect(!page.contains("Choose › name"))
  }

  @Test("a mistake that the check finds stands in its cell, and no cell counts as run")
  func checkErrors() {
    let source = SourceText("# %% One\n1 + 1\n# %% Two\nsum(nothing)\n# %% Three\nsum(x: 2)")
    let document = document(of: source, outcome: ScripSession().run(source))
    #expect(document.sections.map(\.status) == [.notRun, .failed, .failed])
    #expect(!Readings(document).isComplete)
  }

  @Test("a file is named without its folder when the script names it from the root")
  func noFolders() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("scrip-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("a,b\n1,2\n".utf8).write(to: folder.appendingPathComponent("small.csv"))
    let source = SourceText("load(\"\(folder.path)/small.csv\") |> length()")
    let inputs = document(of: source, outcome: ScripSession().run(source)).provenance?.inputs
    #expect(inputs?.map(\.path) == ["small.csv"])
  }
}
