// Whole messages as a person reads them. Layout is compared to the letter.

import Testing
import Text

struct MessageTests {
  @Test("Messages look exactly like this", arguments: messages)
  func renders(_ row: (script: String, text: String)) {
    let source = SourceText(row.script, name: "spring.scrip")
    #expect(run(row.script).diagnostics.render(in: source) == row.text)
  }

  static let messages: [(script: String, text: String)] = [
    (
      """
      v = load("visits.csv")
      v
          |> learn(head: 10, steps: 10_000)
      """,
      """
      spring.scrip:3:14: error: `learn` has no argument `head` [E0401]
      3 |     |> learn(head: 10, steps: 10_000)
        |              ^^^^ did you mean `heads`?
      """
    ),
    (
      "v = load(\"visits.csv\")\nv |> learn(λ: \"λ\", rate: 2)",
      """
      spring.scrip:2:15: error: `λ` should be a list of numbers from 0 to 10, found a text [E0405]
      2 | v |> learn(λ: "λ", rate: 2)
        |               ^^^

      spring.scrip:2:26: error: `rate` should be a number from 0 to 1, found 2 [E0406]
      2 | v |> learn(λ: "λ", rate: 2)
        |                          ^
      """
    ),
    (
      "v = load(\"visits.csv\")\n\n\n\n\n\n\n\n\nv |>\twhere(dya > 1)",
      """
      spring.scrip:10:12: error: no column `dya` in `v` [E0501]
      10 | v |>    where(dya > 1)
         |               ^^^ did you mean `day`?
      """
    ),
    (
      "x = [1,\n  2",
      """
      spring.scrip:1:5: error: `[` is not closed [E0203]
      1 | x = [1,
        |     ^
      """
    ),
    (
      "x = 1 +",
      """
      spring.scrip:1:8: error: expected an expression, found the end of the script [E0201]
      1 | x = 1 +
        |        ^
      """
    ),
    (
      "f = x ->\n  1 +\n  \"a\"\nf(2)",
      """
      spring.scrip:2:3: error: `+` needs two numbers, two texts, two lists, or a date and days, found a number and a text [E0407]
      2 |   1 +
        |   ^^^ write "… {value}" to put a value in a text
      """
    ),
    (
      "[0, 1]\n  |> map(x -> 1 / x)\n  |> map(x -> x)",
      """
      spring.scrip:2:19: error: division by zero [E0610]
      2 |   |> map(x -> 1 / x)
        |                   ^
        = in stage 2 of the pipeline, `map`
      """
    ),
    (
      "x = \u{1B}[m",
      """
      spring.scrip:1:5: error: the invisible character U+001B has no meaning here [E0102]
      1 | x = \u{FFFD}[m
        |     ^
      """
    ),
    (
      "xs = [1, 2]\nxs[2]",
      """
      spring.scrip:2:4: error: there is no element 2 [E0614]
      2 | xs[2]
        |    ^ the indices are 0 to 1, or -2 to -1
      """
    ),
  ]

  @Test("A line at the prompt has no name, so its message has no place")
  func prompt() {
    let source = SourceText("1 + tow")
    let rendered = run("1 + tow").diagnostics.render(in: source)
    #expect(rendered == "error: unknown name `tow` [E0301]\n1 | 1 + tow\n  |     ^^^")
  }

  @Test("A long line is shown around the carets")
  func longLine() {
    let padding = String(repeating: "1 + ", count: 40)
    let script = padding + "tow" + String(repeating: " + 1", count: 40)
    let lines = run(script).diagnostics.render(in: SourceText(script)).split(separator: "\n")
    #expect(lines[1].hasPrefix("1 | … ") && lines[1].hasSuffix(" …"))
    #expect(lines[1].count < 130)
    let caret = lines[2].firstIndex(of: "^").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    #expect(caret.map { String(Array(lines[1])[$0..<($0 + 3)]) } == "tow")
  }

  @Test("Colour adds escapes and changes no letter")
  func colour() {
    let source = SourceText("1 + tow", name: "a.scrip")
    let plain = run("1 + tow").diagnostics.render(in: source)
    let coloured = run("1 + tow").diagnostics.render(in: source, colour: true)
    #expect(coloured.contains("\u{1B}[1;31merror:\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test(
    "The nearest name is near",
    arguments: [
      ("heds", "heads"), ("ehads", "heads"), ("HEADS", "heads"), ("seads", "heads"),
      ("budgett", "budget"), ("lmabda", "lambda"), ("a", nil), ("xyz", nil), ("stpe", "step"),
    ])
  func nearest(_ row: (typed: String, meant: String?)) {
    let known = ["heads", "step", "budget", "lambda", "b"]
    #expect(Names.nearest(to: row.typed, in: known) == row.meant)
  }
}
