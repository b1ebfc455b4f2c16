// Messages on a screen of a known width: nothing is wider, carets stay under what they mark, no word is cut.

import Testing
import Text

private let line =
  #"v |> dataset(user: customer, time: date, state: [city], action: coupon, reward: revenue, cost: cots)"#

private func message(hint: String?, notes: [String] = [], column: Int) -> (Diagnostic, SourceText) {
  let source = SourceText(line, name: "a.scrip")
  let diagnostic = Diagnostic(
    code: "E0501", "no column", at: Span(column, column + 4), hint: hint, notes: notes)
  return (diagnostic, source)
}

@Test("a message fits the screen, whatever its width", arguments: [30, 40, 60, 80, 100])
func fits(width: Int) throws {
  for column in [0, 13, 40, 95] {
    let (diagnostic, source) = message(
      hint: "a hint that takes more words than there is room for beside the carets",
      notes: ["a note of quite some words, too many for one line of a small screen anywhere"],
      column: column)
    let lines = diagnostic.render(in: source, width: width).split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= width }, "\(lines)")
    let carets = try #require(lines.dropFirst().first)
    let start = try #require(carets.firstIndex(of: "^"))
    let offset = carets.distance(from: carets.startIndex, to: start)
    let shown = try #require(lines.first).dropFirst(offset).prefix(4)
    let marked = line.dropFirst(column).prefix(4)
    #expect(shown == marked, "\(lines)")
    let words = lines.joined(separator: " ").split(separator: " ")
    for word in ["words", "carets", "beside", "anywhere"] { #expect(words.contains { $0 == word }) }
  }
}

@Test("without a width a message is as long as it is, and with room a hint stays beside the carets")
func beside() {
  let (diagnostic, source) = message(hint: "did you mean `cost`?", column: 95)
  let whole = """
    a.scrip:1:96: error: no column [E0501]
    1 | \(line)
      | \(String(repeating: " ", count: 95))^^^^ did you mean `cost`?
    """
  #expect(diagnostic.render(in: source) == whole)
  #expect(diagnostic.render(in: source, width: 140) == whole)
}
