// Source to tree, one construct a row. The expectation is the S-expression of `scrip run --dump tree`.

import Syntax
import Testing
import Text

struct TreeTests {
  @Test("Each construct parses to its tree", arguments: constructs)
  func parses(_ row: (source: String, tree: String)) {
    let script = parse(SourceText(row.source))
    #expect(script.diagnostics.render(in: SourceText(row.source)) == "")
    #expect(dump(script) == row.tree)
  }

  static let constructs: [(source: String, tree: String)] = [
    // literals
    ("12", "12"), ("10_000", "10000"), ("0.99", "0.99"), ("3e-4", "0.0003"), ("1E+3", "1000"),
    ("80%", "0.8"), ("true", "true"), ("none", "none"), ("\"\"", "\"\""),
    ("\"a\\n\\t\\\"\\\\\\{\\}\\u{3bb}\"", "\"a\\n\\t\\\"\\\\\\{}λ\""),
    ("\"λ = {λ + 1}!\"", "(text \"λ = \" (+ lambda 1) \"!\")"),
    ("\"{a}{\"in {b}\"}\"", "(text a (text \"in \" b))"),
    ("\"{ {a: 1}.a }\"", "(text (. (record (a 1)) a))"),
    ("\"\"\"\n  one\n    \"two\"\n  \"\"\"", "\"one\\n  \\\"two\\\"\""),
    ("\"\"\"a\nb\"\"\"", "\"a\\nb\""),
    // names
    ("λ", "lambda"), ("γ.τ", "(. gamma tau)"), ("`coupon value`", "`coupon value`"),
    ("δ + α", "(+ delta alpha)"), ("größe_2", "größe_2"), ("by", "by"),
    // operators, loosest first
    ("a or b and not c", "(or a (and b (not c)))"),
    ("not a == b", "(not (== a b))"),
    ("a in b + c", "(in a (+ b c))"),
    ("0..1 by 0.05", "(.. 0 1 0.05)"),
    ("0..n - 1", "(.. 0 (- n 1))"),
    ("1..3 == a", "(== (.. 1 3) a)"),
    ("1 - 2 - 3 * 4 / 5", "(- (- 1 2) (/ (* 3 4) 5))"),
    ("7 %% 3", "(%% 7 3)"), ("7%%3", "(%% 7 3)"), ("7%%%3", "(%% 0.07 3)"),
    ("-2 ^ 2", "(- (^ 2 2))"), ("2 ^ -1 ^ 3", "(^ 2 (- (^ 1 3)))"), ("- -1", "(- (- 1))"),
    ("a < b", "(< a b)"), ("(a)", "a"), ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
    // postfix
    ("f(x)[-1].y", "(. (index (call f x) (- 1)) y)"), ("r[\"name\"]", "(index r \"name\")"),
    ("f()", "(call f)"), ("f(a, n: b,)", "(call f a n: b)"),
    ("f(80%, by: user)", "(call f 0.8 by: user)"),
    // collections
    ("[]", "(list)"), ("[1, 2,]", "(list 1 2)"), ("{}", "(record)"),
    ("{a: 1, \"b c\": 2}", "(record (a 1) (b c 2))"), ("{λ: 1}", "(record (lambda 1))"),
    // params
    ("param b = 1", "(param b 1)"), ("param b: number = 1", "(param b (type number) 1)"),
    ("param b in 0..1 by 0.5 = 1", "(param b (in (.. 0 1 0.5)) 1)"),
    (
      "param c: text in [\"DE\"] = \"DE\"",
      "(param c (type text) (in (list \"DE\")) \"DE\")"
    ),
    // functions
    ("a,\n  b = c", "(bind a b c)"), ("p -> p + 1", "(-> (p) (+ p 1))"),
    ("(p, q) -> p", "(-> (p q) p)"), ("() -> 1", "(-> () 1)"),
    ("map(p -> test |> reme(p))", "(call map (-> (p) (|> test (call reme p))))"),
    ("p -> {a: p}", "(-> (p) (record (a p)))"),
    ("p -> { q = p * 2; q + 1 }", "(-> (p) (bind q (* p 2)) (+ q 1))"),
    (
      "p -> {\n  q = p * 2\n  r = f(q,\n    1)\n  q + r\n}",
      "(-> (p) (bind q (* p 2)) (bind r (call f q 1)) (+ q r))"
    ),
    ("x -> y -> x", "(-> (x) (-> (y) x))"),
    // conditions
    ("if a then 1 else 2", "(if a 1 2)"),
    ("if a then 1\nelse if b then 2\nelse 3", "(if a 1 (if b 2 3))"),
    ("if a then 1 else 2 |> f", "(|> (if a 1 2) f)"),
    // pipes
    ("x |> f(a, n: b) |> g", "(|> (|> x (call f a n: b)) g)"),
    ("x |> (p -> p)", "(|> x (-> (p) p))"), ("x |> r.f", "(|> x (. r f))"),
    ("a + 1 |> f", "(|> (+ a 1) f)"),
    // statements
    ("x = 1", "(bind x 1)"), ("a, b = s", "(bind a b s)"), ("param n = 2", "(param n 2)"),
    ("x = 1; x", "(bind x 1)\nx"), ("x\n-y", "x\n(- y)"), ("x\n(y)", "x\ny"),
    ("f\n[1]", "f\n(list 1)"),
    ("x = 1 +\n 2", "(bind x (+ 1 2))"), ("x = f(\n1\n)\ny", "(bind x (call f 1))\ny"),
    ("x\n  |> f\n  # why\n\n  |> g", "(|> (|> x f) g)"), ("x # |> f", "x"), (";;", ""),
    // cells
    ("# %% First one \n1\n#%%\n2", "(cell \"First one\")\n1\n(cell)\n2"),
    (
      "# %% [markdown] Intro\n# # Coupons\n#\n#   text λ\n\n# %%\nx",
      "(prose \"# Coupons\\n\\n  text λ\" \"Intro\")\n(cell)\nx"
    ),
    ("# a comment\nx", "x"), ("", ""), ("\u{FEFF}x\r\ny\r\n", "x\ny"),
  ]
}
