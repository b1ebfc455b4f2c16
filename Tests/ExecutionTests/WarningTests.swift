// What is no mistake and yet rarely meant: told once, and never in the way.

import OperatorKit
import Testing
import Text

struct WarningTests {
  @Test("A script that is probably not meant so is warned of", arguments: warned)
  func warns(_ row: (script: String, warnings: [Mistake])) {
    let source = SourceText(row.script)
    let found = checkAll(row.script)
    #expect(found.map(\.code) == row.warnings.map(\.code), "\(found.render(in: source))")
    for (diagnostic, warning) in zip(found, row.warnings) {
      #expect(diagnostic.severity == .warning)
      #expect(source.text(diagnostic.span) == warning.under)
      #expect(diagnostic.message.contains(warning.says), "\(diagnostic.message)")
    }
    #expect(run(row.script).diagnostics.isEmpty, "a warning stops nothing")
  }

  @Test("Nothing is said of what is meant", arguments: silent)
  func silence(_ script: String) {
    #expect(checkAll(script).map(\.code) == [])
  }

  @Test("The prompt warns of neither names nor seeds")
  func prompt() {
    #expect(checkAll("a = 1\nb = 2\n3", mayRebind: true).isEmpty)
    #expect(checkAll("load(\"visits.csv\") |> learn()", mayRebind: true).isEmpty)
  }

  @Test("A script with mistakes has no warnings: a misspelt name would be told twice")
  func mistakes() {
    #expect(checkAll("budget = 1\nbugdet + 1").map(\.code) == ["E0301"])
  }

  private static let v = "v = load(\"visits.csv\")\n"

  static let warned: [(script: String, warnings: [Mistake])] = [
    ("a = 1\nb = 2\na", [.init("W0301", "b", "nothing reads `b`")]),
    ("param a = 1\n2", [.init("W0301", "a", "`a`")]),
    ("f = x -> { y = 1; x }\nf(2)", [.init("W0301", "y", "`y`")]),
    (v + "day = 1\nv |> where(day > 0)\nday", [.init("W0302", "day", "column of `v`")]),
    (v + "f = (t, day) -> t |> where(day > 0)\nf(v, 1)", [.init("W0302", "day", "column of `t`")]),
    (v + "cost = \"day\"\nv |> select(cost)", [.init("W0302", "cost", "column of `v`")]),
    (v + "v |> learn()\nv |> learn()", [.init("W0401", "learn", "`learn` draws")]),
    (v + "f = s -> v |> learn(rate: s)\nf(0.1)", [.init("W0401", "learn", "default seed")]),
  ]

  static let silent: [String] = [
    "_a = 1\n2", "a = 1", "f = x -> x\ng = x -> f(x)", "a = 1\n\"{a}\"", "a = 1\nb = x -> a\nb(2)",
    "1\na = 2", v + "limit = 1\nv |> where(day > limit)", v + "day = v\nday |> where(day > 0)",
    v + "v |> learn(seed: 2)", v + "c = \"day\"\nv |> select(c)",
    "c = \"day\"\nload([\"visits.csv\"][0]) |> select(c)", "f = (x, unused) -> x\nf(1, 2)",
  ]
}
