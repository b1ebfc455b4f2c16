// What the prompt does with a line: run it, ask for more, or report it.

import Syntax
import Testing

struct CompletenessTests {
  @Test(
    "The prompt waits for what can still come right",
    arguments: [
      ("x = 1", Completeness.complete), ("", .complete), ("# only a comment", .complete),
      ("f(x", .incomplete), ("x = [1,\n 2", .incomplete), ("1 +", .incomplete),
      ("x =", .incomplete),
      ("x |>", .incomplete), ("if a then b", .incomplete), ("p -> {\n q = 1", .incomplete),
      ("\"\"\"one\ntwo", .incomplete), ("not", .incomplete), ("param", .incomplete),
      ("a, b", .invalid), ("f(x))", .invalid), ("\"open", .invalid), ("1 + )", .invalid),
      ("x = ) + f(", .invalid), ("f(x\ny = 3", .invalid), ("{a: 1", .incomplete),
      ("f(p -> {", .incomplete),
    ])
  func answers(_ row: (text: String, answer: Completeness)) {
    #expect(completeness(of: row.text) == row.answer, "\(row.text)")
  }
}
