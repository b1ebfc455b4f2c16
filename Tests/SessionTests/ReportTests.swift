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

  @Test(
    "a report that names the values' mark is read all the same, also with line breaks of Windows")
  func namedMark() throws {
    let source = SourceText(
      "# %% [markdown]\n# `<!-- scrip-values` and `id=\"scrip-values\">`\n# %% A\n"
        + "\"see the scrip-values block {1}\"\ntable({c: [\"b\"], n: [1]}) |> plot(x: c, y: n)\n",
      name: "s.scrip")
    let document = document(of: source, outcome: ScripSession().run(source))
    let values = Readings(document)
    #expect(values.curves[0].categories == ["b"])
    for (text, file) in [
      (renderHTML(document), "a.html"), (renderMarkdown(document), "a.md"),
      (renderNotebook(document), "a.ipynb"), (values.json.text(), "a.json"),
      (values.json.text(), "pipe"),
    ] {
      #expect(try readReport(text, file: file) == values)
      let windows = text.replacingOccurrences(of: "\n", with: "\r\n")
      #expect(try readReport(windows, file: file) == values)
    }
  }

  @Test("a seed is told as it is written, whatever it is made of")
  func seeds() {
    let source = SourceText(
      "s = 1\nx = 2\nmarket(users: 5, seed: s + 1)\nmarket(seed: -x + max([7, s]),\n  users: 5)\n"
        + "market(users: 5, seed: s # odd\n  + 2)\nmarket(users: 5, seed: 7)\n", name: "s.scrip")
    let provenance = document(of: source, outcome: ScripSession().run(source)).provenance
    #expect(
      provenance?.seeds == [
        "market s + 1", "market -x + max([7, s])", "market s + 2", "market 7",
      ])
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
    #expect(!page.contains("| Choose › budget |"))
    #expect(page.contains("## At a glance"))
  }

  @Test("a link to a run holds, whatever its file is called")
  func oddNames() {
    let readings = Readings(Document(title: "t", sections: []))
    let run = BatchRun(
      file: "my plan (v2)-λ|1.html", settings: [("λ", "1")], readings: readings, end: .finished)
    let html = renderHTML(batchIndex([run], script: "my plan (v2).scrip"))
    #expect(html.contains("<a href=\"my%20plan%20%28v2%29-%CE%BB%7C1.html\">run 1</a>"))
  }

  @Test(
    "the title is the first heading of the prose, in plain words, and stands once",
    arguments: [
      ("# # The `rbcq` *recipe*\n# Text.", "The rbcq recipe"),
      ("# ```\n# # install it first\n# ```\n# # Real", "Real"),
      ("# ```\n# # install it first\n# ```", "s.scrip"), ("# ## Second", "s.scrip"),
      ("# Words.\n#\n# # A **b** c #", "A b c"),
    ])
  func titles(prose: String, title: String) {
    let source = SourceText("# %% [markdown]\n\(prose)\n# %% A\n1\n", name: "s.scrip")
    let document = document(of: source, outcome: ScripSession().run(source))
    #expect(document.title == title)
    if prose.hasPrefix("# # ") {
      #expect(renderHTML(document).components(separatedBy: "recipe").count == 4)
      #expect(renderMarkdown(document).hasPrefix("# The rbcq recipe\n\nText."))
    }
  }

  @Test("values with a caption that names the budget are the same value in every run")
  func captions() throws {
    func readings(_ budget: String) -> Readings {
      let table = TableBlock(
        columns: [.init("policy", alignment: .left), .init("visit"), .init("interval")],
        rows: [["constant 0.5", "1\(budget)", "10 … 20"]],
        caption: "at its best for a budget of \(budget), or 7.5%; a v2 remark")
      return Readings(
        Document(title: "t", sections: [.init(results: [Report([.table(table)])])]))
    }
    let (first, second) = (readings("8.5"), readings("12"))
    let place = "at its best for a budget of …, or … › constant 0.5 › visit"
    #expect(first.readings.last == .init(place, "18.5", bounds: "10 … 20"))
    #expect(ReadingChanges(from: first, to: second).values.map(\.side) == [.both, .both])
    let estimate = try #require(second.readings.last?.estimate)
    #expect(estimate.value == 112 && estimate.low == 10 && estimate.high == 20)
    let inBrackets = try #require(Readings.Reading("p", "16.3 (14.2 … 1,800.5)").estimate)
    #expect(inBrackets.value == 16.3 && inBrackets.low == 14.2 && inBrackets.high == 1_800.5)
    #expect(Readings.Reading("p", "0.3 for 57% of users").estimate == nil)
  }

  @Test("the page of a batch draws values with intervals along its one number, in order")
  func figure() throws {
    func index(_ values: [String], name: String = "budget") -> Document {
      let runs = values.map { value in
        let card = Card(
          title: "Choice",
          facts: [.init("cost", "\(value) (1 … 90)"), .init("plain", value), .init("same", "1")])
        return BatchRun(
          file: "\(value).html", settings: [(name, value)],
          readings: Readings(
            Document(title: "t", sections: [.init(results: [Report([.card(card)])])])),
          end: .finished)
      }
      return batchIndex(runs, script: "s.scrip")
    }
    let document = index(["12", "8", "16"])
    let blocks = document.sections.flatMap(\.results).flatMap(\.blocks)
    guard case .figure(let figure)? = blocks.first else {
      Issue.record("no figure")
      return
    }
    #expect(figure.panels.map(\.title) == ["Choice › cost"])
    let points = try #require(figure.panels.first?.series.first?.points)
    #expect(points.map(\.x) == [8, 12, 16] && points.map(\.y) == [8, 12, 16])
    #expect(points.allSatisfy { $0.low == 1 && $0.high == 90 })
    #expect(index(["a", "b"], name: "kind").sections.count { $0.title == "At a glance" } == 0)
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
