// `:save`: what a session's statements become as a script.

import Terminal
import Testing

@Suite("A session saved as a script")
struct SessionScriptTests {
  private enum Line {
    /// A statement and the names that it binds.
    case binds(String, [String])
    case shows(String)
    /// An expression without a value, such as `expect`.
    case does(String)
    case fails
  }

  private static func saved(
    _ lines: [Line], bindings: [String], everything: Bool = false
  ) -> SessionScript.Saved {
    var script = SessionScript()
    for line in lines {
      switch line {
      case .binds(let text, let names):
        let bound = names.map { BindingLine($0, "") }
        let statement = RanStatement(text, bound: bound)
        script.record(Reply(.succeeded, statements: [statement], exitCode: 0))
      case .shows(let text):
        let statement = RanStatement(text, hasValue: true)
        script.record(Reply(.succeeded, statements: [statement], exitCode: 0))
      case .does(let text):
        script.record(Reply(.succeeded, statements: [RanStatement(text)], exitCode: 0))
      case .fails: script.record(Reply(.failed, exitCode: 1))
      }
    }
    return script.script(bindings: bindings, everything: everything)
  }

  @Test("Only what the bindings rest on is kept, in order, a cell each")
  func needed() {
    let saved = Self.saved(
      [
        .binds("a = 1", ["a"]), .shows("a + 1"), .fails, .binds("u = 9", ["u"]),
        .binds("b = a * 2", ["b"]),
      ], bindings: ["a", "b"])
    #expect(saved.text == "# %%\na = 1\n\n# %%\nb = a * 2\n")
    #expect(saved.kept == 2)
    #expect(saved.leftOut == 3)
  }

  @Test("A name that was bound again keeps its earlier bindings under other names")
  func rebinding() {
    let saved = Self.saved(
      [
        .binds("v = load(\"v.csv\")", ["v"]), .binds("v = v |> where(v: 1, x.v > 2)", ["v"]),
        .binds("λ = 1", ["λ"]), .binds("lambda = λ + 1", ["lambda"]),
      ], bindings: ["v", "lambda"])
    #expect(
      saved.text
        == """
        # %%
        v_1 = load("v.csv")

        # %%
        v = v_1 |> where(v: 1, x.v > 2)

        # %%
        lambda_1 = 1

        # %%
        lambda = lambda_1 + 1

        """)
  }

  @Test("A first version that nobody needs any more is left out")
  func replaced() {
    let saved = Self.saved(
      [.binds("a = 1", ["a"]), .binds("a = 2", ["a"])], bindings: ["a"])
    #expect(saved.text == "# %%\na = 2\n")
  }

  @Test("A value that was reached through `_` gets a name")
  func lastValue() {
    let saved = Self.saved(
      [
        .binds("d = 1", ["d"]), .shows("d |> f()"), .does("expect(d)"),
        .binds("c = _ |> g(\"{_}_\")", ["c"]),
      ],
      bindings: ["c"])
    #expect(
      saved.text
        == """
        # %%
        d = 1

        # %%
        result_1 = d |> f()

        # %%
        c = result_1 |> g("{result_1}_")

        """)
  }

  @Test("Everything keeps every statement that succeeded")
  func everything() {
    let saved = Self.saved(
      [.binds("a = 1", ["a"]), .fails, .shows("a"), .shows("a == 1")], bindings: [],
      everything: true)
    #expect(saved.text == "# %%\na = 1\n\n# %%\na\n\n# %%\na == 1\n")
    #expect(saved.leftOut == 1)
  }

  @Test("Names in texts and comments need nothing, names in interpolations do")
  func texts() {
    let saved = Self.saved(
      [
        .binds("a = 1", ["a"]), .binds("b = 2", ["b"]), .binds("c = 3", ["c"]),
        .binds("t = \"b {a} \\\" c\" # b", ["t"]),
      ], bindings: ["t"])
    #expect(saved.text == "# %%\na = 1\n\n# %%\nt = \"b {a} \\\" c\" # b\n")
  }
}
