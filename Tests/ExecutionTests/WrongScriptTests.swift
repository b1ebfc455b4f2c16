// Wrong scripts: every mistake is found, under the right carets, once. A row is a script, and for each
// error its code, the text under the carets, and a part of its message or hint.

import Syntax
import Testing
import Text

struct Mistake: Sendable {
  var code: String
  var under: String
  var says: String

  init(_ code: String, _ under: String, _ says: String) {
    self.code = code
    self.under = under
    self.says = says
  }
}

struct WrongScriptTests {
  @Test("Each mistake is reported once, where it is", arguments: letters + syntax + consequences)
  func syntaxErrors(_ row: (script: String, mistakes: [Mistake])) { verify(row) }

  @Test("The checker finds it before anything runs", arguments: names + arguments + types + columns)
  func checkErrors(_ row: (script: String, mistakes: [Mistake])) { verify(row) }

  @Test("What only the run can know is an error with a place", arguments: running)
  func runtimeErrors(_ row: (script: String, mistakes: [Mistake])) {
    verify(row)
    #expect(check(row.script).isEmpty, "the checker cannot know: \(row.script)")
  }

  private func check(_ script: String) -> [Diagnostic] {
    checkOnly(script)
  }

  private func verify(_ row: (script: String, mistakes: [Mistake])) {
    let source = SourceText(row.script)
    let found = run(row.script).diagnostics
    #expect(
      found.map(\.code) == row.mistakes.map(\.code), "\(row.script)\n\(found.render(in: source))")
    for (diagnostic, mistake) in zip(found, row.mistakes) {
      #expect(source.text(diagnostic.span) == mistake.under, "\(row.script)")
      let words = ([diagnostic.message, diagnostic.hint ?? ""] + diagnostic.notes)
        .joined(separator: "\n")
      #expect(words.contains(mistake.says), "\(row.script)\n\(words)")
      #expect(diagnostic.message.first?.isUppercase == false && !diagnostic.message.hasSuffix("."))
    }
  }

  private static let v = "v = load(\"visits.csv\")\n"

  /// One slip each, in scripts whose other lines depend on it.
  static let consequences: [(script: String, mistakes: [Mistake])] = [
    (
      "train, test test = [1, 2]\n[train, test]\ntest",
      [.init("E0202", ",", "end of the statement")]
    ),
    (",, test = [1, 2]\ntest", [.init("E0201", ",", "an expression")]),
    ("visit  3\n[visit, visit]\nvisit", [.init("E0202", "3", "end of the statement")]),
    (
      v + "v |> pick(\n    [day, sqrt\"l\")],\n    spent: day,\n    seed: 3,\n)\n1",
      [.init("E0204", "\"l\"", "expected `,` or `]`")]
    ),
    ("x = [\n    (1)),\n    2,\n    3,\n]\nx", [.init("E0204", ")", "expected `,` or `]`")]),
    ("[seed, 1]\nseed + 1\nseed", [.init("E0301", "seed", "unknown name")]),
    (
      v + "v\nselect([day, name])",
      [.init("E0405", "[day, name]", "should be a Table, found a list")]
    ),
  ]

  static let letters: [(script: String, mistakes: [Mistake])] = [
    ("x = 1 § 2", [.init("E0102", "§", "has no meaning")]),
    ("x = “a”", [.init("E0102", "“", "stands between"), .init("E0102", "”", "stands between")]),
    ("a = 1 && 2", [.init("E0103", "&&", "write `and`")]),
    ("2 ** 3", [.init("E0103", "**", "write `^`")]),
    ("x = 'a'", [.init("E0104", "'a'", "double quotes")]),
    ("\"{upper(\\\"a\\\")}\"", [.init("E0116", "\\\"a\\\"", "no backslash")]),
    ("\"{upper(\\\"a)}\"", [.init("E0116", "\\\"", "no backslash")]),
    ("x = \"abc\ny = 2", [.init("E0105", "\"abc", "not closed")]),
    ("x = \"\"\"abc\ny", [.init("E0106", "\"\"\"", "not closed")]),
    ("\"a {1 + \"", [.init("E0107", "{", "not closed")]),
    ("`abc", [.init("E0108", "`abc", "not closed")]),
    ("\"\\q\"", [.init("E0110", "\\q", "known are")]),
    ("\"\\u{110000}\"", [.init("E0111", "\\u{110000}", "Unicode")]),
    ("x = 12abc", [.init("E0112", "12abc", "`abc`")]), ("1_", [.init("E0113", "1_", "`_`")]),
    ("1e999", [.init("E0114", "1e999", "too large")]),
  ]

  static let syntax: [(script: String, mistakes: [Mistake])] = [
    ("x = ", [.init("E0201", "", "found the end of the script")]),
    ("1 + * 2", [.init("E0201", "*", "found `*`")]),
    ("x = 1 2", [.init("E0202", "2", "end of the statement")]),
    ("let x = 1", [.init("E0202", "x", "a binding has no keyword")]),
    ("for x in 1..3", [.init("E0202", "x", "no loops")]),
    ("1, 2", [.init("E0202", ",", "write a list")]),
    ("f(1, 2", [.init("E0203", "(", "not closed")]),
    (
      "a = sqrt([1, 2\nb = 3\nc = )",
      [.init("E0203", "[", "not closed"), .init("E0201", ")", "`)`")]
    ),
    ("if 1 == 1 then 2", [.init("E0204", "", "expected `else`")]),
    ("1 < 2 < 3", [.init("E0205", "<", "do not chain")]),
    ("x = 1 |> 2", [.init("E0206", "2", "right side")]),
    ("1 |> x -> x", [.init("E0206", "x", "parentheses around")]),
    ("# %% [markdown]\n# text\nx = 1", [.init("E0208", "x", "comments only")]),
    ("sqrt(x: 1, 2)", [.init("E0209", "2", "before the named")]),
    ("r = {a: 1, a: 2}", [.init("E0210", "a", "there twice")]),
    ("f = (p, p) -> 1", [.init("E0210", "p", "there twice")]),
    ("f = x -> { y = 1 }", [.init("E0211", "}", "its value")]),
    ("x = 1)", [.init("E0212", ")", "closes nothing")]),
    ("|> f()", [.init("E0213", "|>", "nothing stands before")]),
    ("f = 1 + x = 3", [.init("E0214", "=", "`==`")]),
    ("then = 3", [.init("E0201", "then", "`then`")]),
    ("r = {a: 1}\nr.in", [.init("E0215", "in", "is a keyword")]),
    ("f = x -> { param y = 1; y }", [.init("E0216", "param", "top of a script")]),
    ("r = {\"{1}\": 1}", [.init("E0217", "\"{1}\"", "no `{…}`")]),
    ("r = {\"\": 1}", [.init("E0217", "\"\"", "a letter at least")]),
    ("sqrt(x = 2)", [.init("E0204", "=", "a named argument is written `x: …`")]),
    // Each statement reports its own.
    (
      "x = (1 +\ny = 2 2\nz = [1 3]",
      [.init("E0201", "", ""), .init("E0202", "2", ""), .init("E0204", "3", "`,` or `]`")]
    ),
    ("\"{1 +}\"", [.init("E0201", "", "end of the interpolation")]),
  ]

  static let names: [(script: String, mistakes: [Mistake])] = [
    ("budget = 1\nbugdet + 1", [.init("E0301", "bugdet", "did you mean `budget`?")]),
    ("x = y", [.init("E0301", "y", "unknown name `y`")]),
    ("x = 1\nx = 2", [.init("E0302", "x", "bound once")]),
    ("param x = 1\nx, y = [1, 2]", [.init("E0302", "x", "bound already")]),
    ("a = b + 1\nb = 2", [.init("E0303", "b", "bound on line 2")]),
    ("f = n -> f(n - 1)", [.init("E0306", "f", "no recursion")]),
    ("x = x + 1", [.init("E0306", "x", "")]),
    ("1 |> sqtr()", [.init("E0304", "sqtr", "did you mean `sqrt`?")]),
    // A broken name is unknown from there on: one mistake, one error.
    ("a = misspelt\nb = a.field + 1\nb |> map(x -> x + a)", [.init("E0301", "misspelt", "")]),
    ("a = (1 +\nb = a * 2", [.init("E0201", "", "end of the line")]),
    (
      "one = tow\nthree = foru + fvie",
      [.init("E0301", "tow", ""), .init("E0301", "foru", ""), .init("E0301", "fvie", "")]
    ),
    ("\"{nme}\"", [.init("E0301", "nme", "")]),
    ("f = x -> { y = 1; y = 2; y }", [.init("E0302", "y", "bound already")]),
  ]

  static let arguments: [(script: String, mistakes: [Mistake])] = [
    (v + "v |> learn(head: 10)", [.init("E0401", "head", "did you mean `heads`?")]),
    (v + "v |> head(3, 4)", [.init("E0404", "4", "only the first 2")]),
    (v + "v |> learn(3)", [.init("E0404", "3", "`heads: …`")]),
    ("load()", [.init("E0402", "load", "needs the argument `path`")]),
    (v + "v |> head(count: 1, count: 2)", [.init("E0403", "count", "twice")]),
    (v + "v |> head(table: v)", [.init("E0403", "table", "twice")]),
    (
      v + "v |> learn(heads: \"many\")",
      [.init("E0405", "\"many\"", "a whole number from 1 to 100")]
    ),
    ("load(3)", [.init("E0405", "3", "a text")]), ("3 |> head()", [.init("E0405", "3", "a Table")]),
    (v + "v |> learn(heads: 0)", [.init("E0406", "0", "from 1 to 100")]),
    (v + "v |> learn(heads: -1)", [.init("E0406", "-1", "found -1")]),
    (v + "v |> learn(heads: 2 * 3 + 100)", [.init("E0406", "2 * 3 + 100", "found 106")]),
    (v + "n = 200\nv |> learn(heads: n)", [.init("E0406", "n", "found 200")]),
    (v + "v |> learn(heads: 2.5)", [.init("E0406", "2.5", "a whole number")]),
    (v + "v |> learn(λ: 0..20)", [.init("E0406", "0..20", "from 0 to 10, found 20")]),
    (v + "v |> learn(λ: [0, -1])", [.init("E0406", "[0, -1]", "found -1")]),
    (v + "v |> learn(rate: 150%)", [.init("E0406", "150%", "from 0 to 1")]),
    (v + "v |> learn(mode: \"exat\")", [.init("E0406", "\"exat\"", "did you mean \"exact\"?")]),
    (
      v + "v |> learn(head: 1, steps: 0, mode: 3)",
      [.init("E0401", "head", ""), .init("E0406", "0", ""), .init("E0405", "3", "one of")]
    ),
  ]

  static let types: [(script: String, mistakes: [Mistake])] = [
    ("1 + \"a\"", [.init("E0407", "1 + \"a\"", "put a value in a text")]),
    ("\"a\" * 2", [.init("E0407", "\"a\"", "two numbers")]),
    ("1 < \"a\"", [.init("E0407", "1 < \"a\"", "two numbers, two texts or two dates")]),
    ("1 == \"1\"", [.init("E0407", "1 == \"1\"", "one kind")]),
    ("1 and true", [.init("E0407", "1", "two booleans")]),
    ("not 1", [.init("E0407", "1", "a boolean")]),
    ("-\"a\"", [.init("E0407", "\"a\"", "a number")]), ("1 in 2", [.init("E0407", "2", "a list")]),
    ("\"a\" in [1, 2]", [.init("E0407", "\"a\" in [1, 2]", "")]),
    ("1..\"a\"", [.init("E0407", "\"a\"", "numbers")]),
    ("x = 3\nx(1)", [.init("E0408", "x", "found a number")]),
    ("f = (a, b) -> a\nf(1)", [.init("E0409", "f", "takes 2 arguments, found 1")]),
    ("f = a -> a\nf(a: 1)", [.init("E0409", "a", "by position")]),
    ("r = {cost: 1, level: 2}\nr.csot", [.init("E0410", "csot", "did you mean `cost`?")]),
    ("3.x", [.init("E0410", "x", "a number has no field")]),
    ("if 1 then 2 else 3", [.init("E0411", "1", "true or false")]),
    ("[1][\"a\"]", [.init("E0412", "\"a\"", "a number")]),
    ("3[0]", [.init("E0412", "3", "no elements")]),
    ("a, b = 3", [.init("E0413", "3", "a list")]),
    ("a, b = [1, 2, 3]", [.init("E0413", "a, b", "2 names")]),
    ("1 / 0", [.init("E0414", "0", "division by zero")]),
    ("(-8) ^ 0.5", [.init("E0414", "(-8) ^ 0.5", "not a real")]),
    ("0..1 by 0", [.init("E0414", "0", "steps of zero")]),
    // Types flow through functions, pipes and map.
    ("f = x -> x + 1\nf(2) + \"a\"", [.init("E0407", "f(2) + \"a\"", "")]),
    ("[1, 2] |> map(x -> x + \"a\")", [.init("E0407", "x + \"a\"", "")]),
    ("[{a: 1}] |> map(r -> r.b)", [.init("E0410", "b", "`a`")]),
    ("xs = 1..3 |> map(x -> \"{x}\")\nxs[0] * 2", [.init("E0407", "xs[0]", "two numbers")]),
    (v + "(v |> learn()).name * 2", [.init("E0407", "(v |> learn()).name", "")]),
    ("1 |> (x -> x.y)", [.init("E0410", "y", "")]),
    ("f = r -> r.b\nf({a: 1})", [.init("E0410", "b", "`a`")]),
    ("f = r -> r.b\ng = r -> f(r)\ng({a: 1})\ng({a: 2})", [.init("E0410", "b", "`a`")]),
    ("f = x -> x + 1\n[\"a\"] |> map(f)", [.init("E0407", "x + 1", "")]),
    ("xs = [1, 2] |> map(x -> {a: x})\nxs[0].b", [.init("E0410", "b", "`a`")]),
    ("make = n -> x -> x + n\nplus = make(\"a\")\nplus(1)", [.init("E0407", "x + n", "")]),
    (
      "twice = (f, x) -> f(f(x))\ntwice(x -> x + 1, 3) + \"a\"",
      [.init("E0407", "twice(x -> x + 1, 3) + \"a\"", "")]
    ),
    ("[1] |> map((x, y) -> x)", [.init("E0409", "(x, y) -> x", "with 1 argument")]),
    ("[\"a\"] |> map(learn)", [.init("E0405", "learn", "each element")]),
    ("10 ^ 400", [.init("E0414", "10 ^ 400", "too large")]),
  ]

  static let columns: [(script: String, mistakes: [Mistake])] = [
    (v + "v |> where(dya > 1)", [.init("E0501", "dya", "did you mean `day`?")]),
    (v + "v |> derive(x: cots / 2)", [.init("E0501", "cots", "no column `cots` in `v`")]),
    (v + "v |> derive(x: day) |> where(xx > 1)", [.init("E0501", "xx", "")]),
    (v + "v |> select([user, dya])", [.init("E0501", "dya", "did you mean `day`?")]),
    (v + "v |> select([user, day]) |> pick(cost)", [.init("E0501", "cost", "`user`, `day`")]),
    (v + "v |> select(columns(\"x_*\"))", [.init("E0503", "\"x_*\"", "no column matches")]),
    (v + "v |> select(\"dya\")", [.init("E0501", "\"dya\"", "did you mean `day`?")]),
    (v + "v |> where(day + 1)", [.init("E0502", "day + 1", "a boolean for every row")]),
    (v + "v |> where(city > 3)", [.init("E0407", "city > 3", "a column of texts")]),
    (v + "v |> where(`no such`)", [.init("E0501", "`no such`", "")]),
    (v + "v.dya", [.init("E0501", "dya", "did you mean `day`?")]),
    (v + "v[\"dya\"]", [.init("E0501", "\"dya\"", "")]),
    (v + "v |> select(day * 2)", [.init("E0504", "day * 2", "`derive(name: day * 2)`")]),
    ("fetch(\"visits.csv\") |> select(day / 2)", [.init("E0504", "day / 2", "derived first")]),
    (
      v + "v |> derive(x: if day > 0 then \"a\" else 0)",
      [.init("E0407", "if day > 0 then \"a\" else 0", "two values of one type")]
    ),
    (v + "v |> where(day == [0, 1])", [.init("E0407", "day == [0, 1]", "`in` asks")]),
    (v + "v |> select(3)", [.init("E0504", "3", "named by")]),
    ("load(\"greek.csv\") |> where(γ > 1)", [.init("E0501", "γ", "`λ`")]),
    (v + "f = t -> t |> where(dya > 1)\nf(v)\nf(v)", [.init("E0501", "dya", "`day`")]),
    (
      "f = (p, c) -> load(p) |> select([c])\nf(\"visits.csv\", \"dya\")",
      [.init("E0501", "c", "`day`")]
    ),
    (v + "[v, v] |> map(t -> t |> pick(dya))", [.init("E0501", "dya", "`day`")]),
    (v + "v |> select(if 1 < 2 then [day] else [dya])", [.init("E0501", "dya", "`day`")]),
    (v + "v |> select([user] + [dya])", [.init("E0501", "dya", "`day`")]),
    (v + "v |> select(if 3 then [day] else [user])", [.init("E0411", "3", "")]),
    (v + "v |> learn(spent: city)", [.init("E0505", "city", "a column of numbers (money)")]),
    (
      v + "c = \"city\"\nv |> learn(spent: c)", [.init("E0505", "c", "`city` is a column of texts")]
    ),
  ]

  static let running: [(script: String, mistakes: [Mistake])] = [
    ("f = x -> 1 / x\nf(0)", [.init("E0610", "x", "division by zero")]),
    ("f = x -> x ^ 0.5\nf(-1)", [.init("E0611", "x ^ 0.5", "not a real")]),
    ("f = x -> x + 1\n[1, \"a\"] |> filter(f)", [.init("E0612", "x + 1", "`filter`")]),
    ("xs = [1, 2, 3]\nxs[3]", [.init("E0614", "3", "0 to 2, or -3 to -1")]),
    ("xs = [1, 2]\nxs[0.5]", [.init("E0614", "0.5", "no element 0.5")]),
    ("[{b: 1}, {a: 1}] |> map(r -> r.b)", [.init("E0615", "b", "no field `b`")]),
    (
      "[{b: 1}, {aaa: 1}] |> filter(r -> r[\"aa\"] == 1)",
      [.init("E0615", "\"aa\"", "no field `aa`")]
    ),
    ("[1, 2] |> map(x -> 10 ^ (x * 400))", [.init("E0611", "10 ^ (x * 400)", "too large")]),
    (
      "f = x -> [x]\ng = x -> f(f(x))\nxs = 1..9 |> map(x -> g(x))\nxs[9]",
      [.init("E0614", "9", "")]
    ),
    ("load(\"none.csv\")", [.init("E0602", "\"none.csv\"", "there is no file")]),
    ("fetch(\"visits.csv\") |> where(dya > 1)", [.init("E0617", "dya", "did you mean `day`?")]),
    ("fetch(\"visits.csv\") |> pick(dya)", [.init("E0618", "dya", "did you mean `day`?")]),
    ("fetch(\"visits.csv\") |> where(day)", [.init("E0616", "day", "a boolean for every row")]),
    ("f = x -> { a, b = x; a }\nf([1])", [.init("E0619", "x", "2 names for a list of 1")]),
    ("fs = [x -> x]\nfs[0](1, 2)", [.init("E0620", "fs[0]", "takes 1 argument, found 2")]),
    ("f = g -> g(g)\nf(f)", [.init("E0621", "g", "too deeply")]),
    ("xs = [1, \"a\"]\nxs[0] == \"a\"", [.init("E0612", "xs[0] == \"a\"", "a number and a text")]),
    ("s = sum([0])\n0..1 by s", [.init("E0611", "0..1 by s", "steps of zero")]),
    (
      "fetch(\"visits.csv\") |> where(day == map([1], x -> x))",
      [.init("E0612", "day == map([1], x -> x)", "a column of numbers and a list of numbers")]
    ),
    ("xs = 0..1e9\nxs", [.init("E0613", "0..1e9", "10,000,000")]),
    ("n = 1\nsqrt(-n)", [.init("E0602", "-n", "0 or more")]),
    ("n = 2\nexpect(n < 1)", [.init("E0601", "expect", "does not hold")]),
    ("-1 |> sqrt() |> map(x -> x)", [.init("E0602", "-1", "in stage 2 of the pipeline, `sqrt`")]),
  ]
}
