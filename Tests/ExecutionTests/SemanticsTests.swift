// What each construct of the language means: a script, and what its expressions show.

import Testing
import Text

struct SemanticsTests {
  @Test("A script shows its values", arguments: scripts)
  func shows(_ row: (script: String, shown: [String])) {
    let result = run(row.script)
    #expect(result.diagnostics.map(\.message) == [], "\(row.script)")
    #expect(result.shown == row.shown, "\(row.script)")
  }

  @Test("`--set` replaces a param's default, and the script goes on with it")
  func overrides() {
    let script = "param budget = 12.0\nparam city = \"Bonn\"\nparam λ = 0\n[budget * 2, city, λ]"
    #expect(run(script).shown == ["[24, \"Bonn\", 0]"])
    let set = [("budget", "2 * 50%"), ("city", "Kiel"), ("lambda", "0.25")]
    #expect(run(script, overrides: set).shown == ["[2, \"Kiel\", 0.25]"])
  }

  private static let visits = "v = load(\"visits.csv\")\n"
  private static let hidden = "v = fetch(\"visits.csv\")\n"

  static let scripts: [(script: String, shown: [String])] = [
    // arithmetic: `^` before `-`, remainders take the sign of the divisor
    ("1 + 2 * 3", ["7"]), ("-2 ^ 2", ["-4"]), ("2 ^ 3 ^ 2", ["512"]), ("7 %% 3", ["1"]),
    ("-7 %% 3", ["2"]), ("7 %% -3", ["-2"]), ("80% + 1", ["1.8"]), ("2 ^ -1", ["0.5"]),
    ("10_000 / 4", ["2,500"]), ("1 / 3", ["0.3333"]), ("1 - 2 - 3", ["-4"]),
    // texts and lists
    ("\"a\" + \"b\"", ["\"ab\""]), ("[1] + [2, 3]", ["[1, 2, 3]"]), ("1..2 + 1", ["1..3"]),
    ("[0] + (1..3)", ["[0, 1, 2, 3]"]),
    ("x = 12345.678\n\"{x} and {[x, \"t\"]}\"", ["\"12,346 and [12,346, \"t\"]\""]),
    ("\"{none} {true} {1..3}\"", ["\"none true 1..3\""]),
    // comparison and logic
    ("1 == 1", ["true"]), ("\"a\" < \"b\"", ["true"]), ("[1, 2] == 1..2", ["true"]),
    ("{a: 1, b: 2} == {b: 2, a: 1}", ["true"]), ("none == none", ["true"]), ("1 != none", ["true"]),
    ("2 in [1, 2]", ["true"]), ("0.3 in 0..1 by 0.1", ["false"]),
    ("not (1 > 2) and true", ["true"]),
    ("f = x -> x != 0 and 1 / x > 0\nf(0)", ["false"]),
    ("g = x -> x == 0 or 1 / x > 0\ng(0)", ["true"]),
    // ranges: a + i·s, never an accumulated sum
    ("(0..1 by 0.1)[3] == 0.1 * 3", ["true"]), ("(0..1 by 0.05)[-1]", ["1"]),
    ("map(0..0.3 by 0.1, x -> x)", ["[0, 0.1, 0.2, 0.3]"]), ("map(3..1, x -> x)", ["[]"]),
    ("map(3..1 by -1, x -> x)", ["[3, 2, 1]"]), ("map(0..0.9999999999, x -> x)", ["[0]"]),
    ("map(1e6..1e6 + 0.3 by 0.1, x -> x - 1e6 > 0.25)", ["[false, false, false, true]"]),
    // conditions
    ("if 1 < 2 then \"yes\" else \"no\"", ["\"yes\""]),
    ("if false then 1 else if true then 2 else 3", ["2"]),
    // names
    ("λ = 2; lambda", ["2"]), ("γ = 1\ngamma + γ", ["2"]),
    ("a, b = [1, \"x\"]\nb\na", ["\"x\"", "1"]),
    ("a, b = 1..2\na + b", ["3"]),
    // records
    ("r = {name: \"x\", λ: 0.5}\nr.lambda", ["0.5"]), ("{a: 1}[\"a\"]", ["1"]),
    ("{a: {b: [7]}}.a.b[0]", ["7"]),
    // functions close over what was bound, and are values
    ("f = x -> x * 2\nf(4)", ["8"]), ("n = 3\nadd = x -> x + n\n[1, 2] |> map(add)", ["[4, 5]"]),
    ("f = (x, y) -> { s = x + y; s * s }\nf(1, 2)", ["9"]), ("5 |> (x -> x + 1)", ["6"]),
    ("make = n -> x -> x + n\nplus = make(10)\nplus(5)", ["15"]),
    ("[4, 9] |> map(sqrt)", ["[2, 3]"]),
    ("twice = (f, x) -> f(f(x))\ntwice(x -> x ^ 2, 3)", ["81"]), ("4 |> sqrt", ["2"]),
    ("x = 1\nf = x -> { y = x + 1; y }\n[f(5), x]", ["[6, 1]"]), ("k = () -> 7\nk()", ["7"]),
    ("r = {f: x -> x + 1}\n1 |> r.f", ["2"]),
    // a binding may share its name with an operator
    ("head = 3\nload(\"visits.csv\") |> head(1) |> pick(day)\nhead", ["[0]", "3"]),
    // a parameter of an operator's name is called when it is a function, and hides nothing when it is none
    ("f = (data, sum) -> sum(data)\nf([1, 2, 6], xs -> 100)", ["100"]),
    ("f = (data, sum) -> sum(data)\nf([1, 2, 6], 3)", ["9"]),
    ("f = (xs, map) -> map(xs, 1, 2)\nf(1, (a, b, c) -> a + b + c)", ["4"]),
    ("f = (data, sum) -> data |> map(x -> x - sum)\nf([1, 2], 1)", ["[0, 1]"]),
    // row expressions: columns first, then bindings; whole columns at once
    (visits + "limit = 1\nv |> where(day >= limit) |> pick(coupon)", ["[20]"]),
    (visits + "day = 7\nv |> derive(d: day + 1) |> pick(d)", ["[1, 2, 1]"]),
    (visits + "v |> derive(a: coupon * 2, b: a + 1) |> pick(b)", ["[1, 41, 21]"]),
    (
      visits + "v |> derive(t: \"{user}, {city}\") |> pick(t)",
      ["[\"1, Bonn\", \"1, Kiel\", \"2, ·\"]"]
    ),
    (
      hidden + "tag = u -> \"u{u}\"\nv |> derive(t: tag(user)) |> pick(t)",
      ["[\"u1\", \"u1\", \"u2\"]"]
    ),
    // the right side of a decided `or` is not evaluated there either
    (
      visits
        + "f = (t, start) -> t |> where(start == none or day > start + 0) |> pick(day)\n[f(v, none), f(v, 0)]",
      ["[[0, 1, 0], [1]]"]
    ),
    (
      visits + "flag = true\nv |> derive(n: if flag or day > 0 then 1 else day) |> pick(n)",
      ["[1, 1, 1]"]
    ),
    // a column and a single value calculate alike
    (
      visits + "v |> derive(r: 1 %% 0.1 + 0 * day, s: (day + 1) %% 0.1) |> pick(s)\n1 %% 0.1",
      ["[0.1, 0.1, 0.1]", "0.1"]
    ),
    (visits + "v |> derive(r: (day - 8) %% 7) |> pick(r)", ["[6, 0, 6]"]),
    (visits + "v |> derive(p: 10 ^ (day * 400)) |> pick(p)", ["[1, ∞, 1]"]),
    (visits + "v |> derive(q: 0 ^ (day - 1)) |> pick(q)", ["[·, 1, ·]"]),
    (visits + "v.cost |> filter(c -> c != 2)", ["[0]"]),
    (visits + "v |> derive(one: 1, t: \"x\") |> pick(t)", ["[\"x\", \"x\", \"x\"]"]),
    (visits + "v |> where(city in [\"Bonn\", \"Ulm\"]) |> pick(user)", ["[1]"]),
    (visits + "v |> where(not member and coupon > 0) |> pick(user)", ["[1]"]),
    (visits + "v |> derive(k: if member then coupon else -coupon) |> pick(k)", ["[0, -20, 10]"]),
    (visits + "v |> derive(c: cost / coupon) |> pick(c)", ["[·, 0.1, ·]"]),
    (visits + "v |> derive(s: sqrt(sent_1 ^ 2)) |> pick(s)", ["[1, 2, 3]"]),
    (visits + "v |> where(cost < 100) |> pick(day)", ["[0, 1]"]),
    (visits + "v.coupon + 1 == v.coupon", ["column, 3 booleans"]),
    (visits + "sum(v.coupon)", ["30"]),
    (visits + "v.coupon[1]\nv[\"city\"][-1]", ["20", "none"]),
    (hidden + "limit = 1\nv |> where(day >= limit) |> pick(coupon)", ["[20]"]),
    (hidden + "v |> derive(a: coupon * 2, b: a + 1) |> pick(b)", ["[1, 41, 21]"]),
    ("load(\"greek.csv\") |> derive(t: λ * 2 + `a b`) |> pick(t)", ["[2, 4]"]),
    ("fetch(\"greek.csv\") |> where(lambda > 0.5) |> pick(`a b`)", ["[2]"]),
    // selections
    (visits + "v |> select([user, columns(\"sent_*\")])", ["Table, 3 rows × 3 columns"]),
    (visits + "c = \"sent_2\"\nv |> select([c, \"day\"]) |> pick(c)", ["[0, 0, 1]"]),
    (visits + "cs = [\"user\", \"day\"]\nv |> select(cs)", ["Table, 3 rows × 2 columns"]),
    (hidden + "v |> select(columns(\"sent_*\"))", ["Table, 3 rows × 2 columns"]),
    (visits + "v |> select([user] + columns(\"sent_*\"))", ["Table, 3 rows × 3 columns"]),
    (
      visits
        + "f = (t, wide) -> t |> select(if wide then [user, day] else day)\n[f(v, true), f(v, false)]",
      ["[Table, 3 rows × 2 columns, Table, 3 rows × 1 column]"]
    ),
    (
      hidden + "k = 3\nv |> select(if k > 2 then [user, day] else [cost])",
      ["Table, 3 rows × 2 columns"]
    ),
    // `none` for what need not be given is the same as leaving it out
    (
      visits + "f = n -> v |> head(n)\n[f(none), f(1)]",
      ["[Table, 3 rows × 8 columns, Table, 1 row × 8 columns]"]
    ),
    (visits + "n = none\n(v |> learn(heads: none, spent: none)).loss", ["10"]),
    (visits + "n = none\n(v |> learn(heads: n, spent: n)).loss", ["10"]),
    // where `x == none` does not hold, x is there
    ("f = x -> if x == none then 0 else x + 1\n[f(none), f(2)]", ["[0, 3]"]),
    ("x = none\nx != none and x > 0", ["false"]),
    ("f = x -> not (x != none) or x > 1\n[f(none), f(2)]", ["[true, true]"]),
    // arguments
    (visits + "v |> learn(heads: 3)", ["{loss: 3, name: \"fast\"}"]),
    (visits + "learn(data: v, mode: \"exact\", λ: 0..1 by 0.5)", ["{loss: 10, name: \"exact\"}"]),
    (visits + "(v |> learn()).loss", ["10"]), ("expect(1 < 2)", ["none"]),
  ]
}
