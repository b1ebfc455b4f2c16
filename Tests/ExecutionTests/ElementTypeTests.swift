// What the checker knows of elements that operators put together: those of `zip`, and what `reduce` comes to.

import Checking
import OperatorKit
import Operators
import Syntax
import Testing
import Text

struct ElementTypeTests {
  @Test(
    "A wrong use of an element is found before anything runs",
    arguments: [
      ("zip([1], [2]) |> map(p -> upper(p[0]))", "E0405"),
      ("zip([\"a\"], [\"b\"]) |> map(p -> p[1] * 2)", "E0407"),
      ("zip(1..3, [date(\"2024-01-01\")]) |> map(p -> upper(p[1]))", "E0405"),
      ("a, b = zip([true], [true])[0]\n-a", "E0407"),
      ("upper([1, 2] |> reduce(0, (sum, x) -> sum + x))", "E0405"),
      ("upper([1, 2] |> reduce(none, (sum, x) -> if sum == none then 1 else 2))", "E0405"),
    ])
  func wrong(_ row: (script: String, code: String)) {
    #expect(codes(row.script) == [row.code], "\(row.script)")
  }

  @Test(
    "What may be right is not refused",
    arguments: [
      "zip([1], [\"b\"]) |> map(p -> p[0] * 2)", "zip([1], [\"b\"]) |> map(p -> upper(p[1]))",
      "zip([1, none], [2, 3]) |> map(p -> p[0] + p[1])",
      "[3, 1] |> reduce(none, (least, x) -> if least == none or x < least then x else least)",
      "1 + ([3, 1] |> reduce(none, (sum, x) -> if sum == none then x else sum + x))",
      "f = (sum, x) -> if sum == none then {n: x} else {n: sum.n + x}\n([1] |> reduce(none, f)).n",
    ])
  func right(_ script: String) { #expect(codes(script) == [], "\(script)") }

  private func codes(_ script: String) -> [String] {
    let source = SourceText(script)
    return check(parse(source), of: source, in: CheckContext(catalogue: .standard)).diagnostics
      .map(\.code)
  }
}
