// Limits instead of crashes: what grows without end is an error, soon and with a place. A row is a script and
// the code that it ends with; each would overflow the stack, fill the memory or never end.

import Testing
import Text

struct LimitTests {
  @Test("What grows without end is an error", arguments: endless)
  func limits(_ row: (name: String, script: String, code: String)) {
    #expect(run(row.script).diagnostics.first?.code == row.code, "\(row.name)")
  }

  @Test("What is only large is not", arguments: large)
  func allowed(_ row: (name: String, script: String, shown: String)) {
    let result = run(row.script)
    #expect(result.diagnostics.map(\.message) == [], "\(row.name)")
    #expect(result.shown.last == row.shown, "\(row.name)")
  }

  @Test("A script of more than 10 MB is refused before it is read")
  func size() {
    let script = String(repeating: "x = 1\n", count: 1_700_000)
    #expect(checkOnly(script).map(\.code) == ["E0115"])
  }

  @Test("Thousands of mistakes are all found, and a hundred are shown")
  func mistakes() {
    let script = (0..<5_000).map { "x\($0) = bad\($0)" }.joined(separator: "\n")
    let found = checkOnly(script)
    #expect(found.count == 5_000)
    #expect(found.render(in: SourceText(script)).hasSuffix("… and 4900 more"))
  }

  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (1...count).map(line).joined(separator: "\n") + "\n"
  }

  static let endless: [(name: String, script: String, code: String)] = [
    ("parentheses", String(repeating: "(", count: 10_000) + "1", "E0207"),
    ("a range", "xs = 0..1e9", "E0613"),
    ("a list", "a0 = [1]\n" + lines(60) { "a\($0) = a\($0 - 1) + a\($0 - 1)" }, "E0613"),
    ("a text", "a0 = \"ab\"\n" + lines(60) { "a\($0) = a\($0 - 1) + a\($0 - 1)" }, "E0613"),
    (
      "an interpolation", "a0 = \"ab\"\n" + lines(60) { "a\($0) = \"{a\($0 - 1)}{a\($0 - 1)}\"" },
      "E0613"
    ),
    ("a nest of lists", "a0 = [1]\n" + lines(2_000) { "a\($0) = [a\($0 - 1)]" }, "E0623"),
    ("a nest of records", "a0 = {a: 1}\n" + lines(2_000) { "a\($0) = {a: a\($0 - 1)}" }, "E0623"),
    (
      "a nest of functions",
      "wrap = f -> x -> f(x)\nf0 = x -> x\n" + lines(2_000) { "f\($0) = wrap(f\($0 - 1))" }, "E0623"
    ),
    ("calls", "f = (g, n) -> g(g, n)\nf(f, 1)", "E0621"),
    (
      "a comparison",
      "a0 = [1]\n" + lines(60) { "a\($0) = [a\($0 - 1), a\($0 - 1)]" } + "a60 == a60", "E0613"
    ),
    ("a number", "f = x -> x * x\nf(f(f(f(f(f(f(f(f(f(f(1e10)))))))))))", "E0611"),
  ]

  static let large: [(name: String, script: String, shown: String)] = [
    ("a nest", "a0 = [1]\n" + lines(900) { "a\($0) = [a\($0 - 1)]" } + "a900[0] == a899", "true"),
    (
      "doubled lists",
      "a0 = [1]\n" + lines(900) { "a\($0) = [a\($0 - 1), a\($0 - 1)]" } + "a900[1] != none",
      "true"
    ),
    ("a chain", (["1"] + [String](repeating: "1", count: 180)).joined(separator: " + "), "181"),
    (
      "functions",
      "f0 = x -> x + 1\n" + lines(40) { "f\($0) = x -> f\($0 - 1)(x) + f\($0 - 1)(1) * 0" }
        + "f5(1)", "2"
    ),
  ]
}
