// `:save`: what a session's statements become as a script.

import Session
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
        let statement = RanStatement(text, resultName: "_1")
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

  @Test("Names that are no bindings stay, and paths are written from the script's folder")
  func words() {
    var script = SessionScript()
    func run(_ text: String, _ name: String, _ words: StatementWords = .init(), in folder: String?)
    {
      var statement = RanStatement(text, bound: [BindingLine(name, "")])
      statement.words = words
      statement.directory = folder
      script.record(Reply(.succeeded, statements: [statement], exitCode: 0))
    }
    run("λ = 1", "lambda", in: nil)
    // In bytes, of which `λ` has two.
    run("u = λs(where, λ, λ)", "u", .init(fixed: [15]), in: nil)
    run("w = load(\"λ/a.csv\")", "w", .init(paths: [.init(9..<19, "λ/a.csv")]), in: "/shop/sub")
    run("v = load(u)", "v", .init(makesPath: true), in: "/shop/sub")
    run("λ = 2", "lambda", in: nil)
    func saved(_ names: [String], in folder: String) -> SessionScript.Saved {
      script.script(bindings: names, everything: false, folder: folder, current: "/shop")
    }
    #expect(
      saved(["u", "w", "lambda"], in: "/shop/other").text
        == "# %%\nlambda_1 = 1\n\n# %%\nu = λs(where, λ, lambda_1)\n\n"
        + "# %%\nw = load(\"../sub/λ/a.csv\")\n\n# %%\nλ = 2\n")
    #expect(saved(["w"], in: "/shop/sub").text == "# %%\nw = load(\"λ/a.csv\")\n")
    #expect(saved(["w"], in: "/").text == "# %%\nw = load(\"shop/sub/λ/a.csv\")\n")
    #expect(saved(["v"], in: "/shop").stray?.text == "v = load(u)")
    #expect(saved(["v"], in: "/shop/sub").stray == nil)
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

  @Test("A value that was reached by its number gets a name, its number's or another")
  func numbered() {
    var script = SessionScript()
    let statements = [
      RanStatement("load(\"a\")", resultName: "_1"), RanStatement("2", resultName: "_2"),
      RanStatement("c = _1 |> g(_2)", bound: [BindingLine("c", "")]),
    ]
    for statement in statements {
      script.record(Reply(.succeeded, statements: [statement], exitCode: 0))
    }
    #expect(
      script.script(bindings: ["c"], everything: false).text
        == """
        # %%
        result_1 = load("a")

        # %%
        result_2 = 2

        # %%
        c = result_1 |> g(result_2)

        """)
    #expect(script.statement(binding: "_1") == "load(\"a\")")
    #expect(script.statement(binding: nil) == "c = _1 |> g(_2)")
    #expect(script.statement(binding: "nobody") == nil)
  }

  @Test("What is taken back and put on again is what there was")
  func rewinding() {
    var script = SessionScript()
    func run(_ text: String, _ name: String) {
      let statement = RanStatement(text, bound: [BindingLine(name, "")])
      script.record(Reply(.succeeded, statements: [statement], exitCode: 0))
    }
    run("a = 1", "a")
    let mark = script.mark
    run("a = 2", "a")
    script.record(Reply(.failed, exitCode: 1))
    let whole = script.script(bindings: ["a"], everything: true)
    let tail = script.rewind(to: mark)
    #expect(script.script(bindings: ["a"], everything: true).text == "# %%\na = 1\n")
    script.put(back: tail)
    #expect(script.script(bindings: ["a"], everything: true) == whole)
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
