// From a script to a document: the same bytes twice, failures in their place, what did not run marked.
import Foundation
import Reporting
import Session
import Testing
import Text

@Suite struct DocumentTests {
  private let script = SourceText(
    """
    # %% [markdown]
    # # A small study
    # Some *prose*.

    # %% Numbers
    param n = 3
    sum(1..n)

    # %% Broken
    missing = [1, 2][5]

    # %% Never
    n + 1
    """, name: "study.scrip")

  private func outcome(_ overrides: [(name: String, text: String)] = []) -> Outcome {
    ScripSession(options: .init(overrides: overrides)).run(script)
  }

  @Test("a failed cell shows its error in place and the rest is marked not run")
  func failureInPlace() {
    let outcome = outcome()
    #expect(outcome.end == .failed)
    let document = document(of: script, outcome: outcome)
    #expect(document.title == "A small study")
    #expect(document.sections.map(\.status) == [.ran, .ran, .failed, .notRun])
    #expect(document.sections.map(\.title) == ["", "Numbers", "Broken", "Never"])
    let text = renderMarkdown(document)
    #expect(text.contains("there is no element 5"))
    #expect(text.contains("param n = 3"))
  }

  @Test("a tag in a cell's first line folds that cell's code away, and is no part of its title")
  func foldedCell() {
    let source = SourceText(
      "# %% [hide-code] Load\na = 1\na\n# %%[hide-code]\nb = 2\nb\n# %% Open [hide-code]\na + b",
      name: "s")
    let document = document(of: source, outcome: ScripSession().run(source))
    #expect(document.sections.map(\.title) == ["Load", "", "Open [hide-code]"])
    #expect(document.sections.map(\.hidesCode) == [true, true, false])
    let text = renderMarkdown(document)
    #expect(!text.contains("a = 1") && !text.contains("b = 2") && text.contains("a + b"))
  }

  @Test("two runs give the same bytes, with the parameters in the footnote and no clock time")
  func sameBytes() {
    let overrides = [(name: "n", text: "5")]
    let first = renderHTML(document(of: script, outcome: outcome(overrides), overrides: overrides))
    let second = renderHTML(document(of: script, outcome: outcome(overrides), overrides: overrides))
    #expect(first == second)
    #expect(first.contains("n = 5 (set from outside)"))
    #expect(first.contains("15"))
  }

  @Test("an expectation that does not hold ends with its own code, and what ran before is kept")
  func expectation() {
    let source = SourceText("a = 2\na * 2\nexpect(a > 3, \"a is large\")\na * 3")
    let outcome = ScripSession().run(source)
    #expect(outcome.end == .expectationFailed)
    #expect(outcome.end.rawValue == 3)
    #expect(outcome.results.count == 2)
    #expect(outcome.diagnostics.first?.message.contains("a is large") == true)
  }

  @Test("nothing runs when the check finds an error, and all errors are told")
  func checkFirst() {
    let outcome = ScripSession().run(SourceText("1 + 1\nnothing\nsum(3, 4, 5)\nsum(x: 2)"))
    #expect(outcome.results.isEmpty)
    #expect(outcome.diagnostics.count == 3)
  }

  @Test("a parameter takes its value from outside, and an unknown one is refused")
  func overrides() {
    #expect(outcome([("n", "4")]).results.first?.summaries == ["4"])
    let wrong = outcome([("m", "4")])
    #expect(wrong.end == .wrongUsage && wrong.results.isEmpty)
  }

  @Test("work that is asked to stop keeps the session and its bindings")
  func cancellation() {
    let session = ScripSession(options: .init(isInteractive: true))
    #expect(session.run(SourceText("a = 7")).succeeded)
    let stopped = session.run(
      SourceText("a = 8"), observer: .init(isCancelled: { true }))
    #expect(stopped.end == .interrupted)
    #expect(
      session.run(SourceText("a")).results.first.map { renderTerminal($0.report, style: .init()) }?
        .contains("7") == true)
  }

  @Test("a comparison at a budget marks the policies that cost more")
  func overBudget() throws {
    let source = SourceText(
      """
      m = market(users: 200, seed: 1)
      [constant(0.1), constant(2.1)] |> map(p -> m |> rollout(p)) |> compare(budget: 5)
      """)
    let outcome = ScripSession().run(source)
    let shown = renderTerminal(try #require(outcome.results.last).report, style: .init())
    let marked = shown.split(separator: "\n").filter { $0.contains("over") }
    #expect(marked.count == 1)
    #expect(marked.first?.contains("constant 2.1") == true)
  }

  @Test("suggestions know operators, arguments, columns and fields")
  func completion() {
    let session = ScripSession(options: .init(isInteractive: true))
    _ = session.run(
      SourceText("log = market(users: 20, seed: 1) |> simulate()\ne = {one: 1, two: 2}"))
    func texts(_ line: String) -> [String] { session.suggestions(for: line).candidates.map(\.text) }
    #expect(texts("gener") == ["generalize("])
    #expect(texts("log |> where(use").contains("user_type"))
    #expect(texts("log |> head(ro").first == "rows: ")
    #expect(texts("e.t") == ["two"])
    #expect(texts("lo").contains("log"))
  }

  @Test(
    "the texts that an argument takes are suggested with their quotes, and nothing else in a text")
  func choices() {
    let session = ScripSession(options: .init(isInteractive: true))
    func texts(_ line: String) -> [String] { session.suggestions(for: line).candidates.map(\.text) }
    #expect(texts("rbcq(d, loss: ") == ["\"squared\"", "\"huber\""])
    #expect(texts("rbcq(d, loss: \"") == ["squared\"", "huber\""])
    #expect(texts("rbcq(d, steps: 5, loss: \"h") == ["huber\""])
    #expect(session.suggestions(for: "rbcq(loss: \"h").stemLength == 1)
    #expect(session.suggestions(for: "rbcq(loss: ").candidates[0].meaning == "when not given")
    // A closed text, a text anywhere else, and the name of something bound.
    #expect(!texts("rbcq(loss: \"huber\", s").contains("squared\""))
    #expect(texts("load(\"").isEmpty && texts("x = \"rb").isEmpty)
    #expect(texts("rbcq(d, loss: quant").contains("quantile("))
  }
}
