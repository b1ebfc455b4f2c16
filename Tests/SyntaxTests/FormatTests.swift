// The formatter: what it makes of each construct, and that every layout is one that it leaves alone.

import Formatting
import Foundation
import Syntax
import Testing
import Text

struct FormatTests {
  @Test("Each script gets its layout, and keeps it", arguments: layouts)
  func layout(_ row: (source: String, layout: String)) throws {
    let wanted = row.layout.isEmpty ? "" : row.layout + "\n"
    #expect(try format(SourceText(row.source)) == wanted)
    #expect(try format(SourceText(wanted)) == wanted)
  }

  @Test("A script with mistakes is refused with all of them")
  func refuses() {
    #expect {
      try format(SourceText("a = (1\nb = 'x'"))
    } throws: { error in
      guard case .mistakes(let diagnostics)? = error as? FormatFailure else { return false }
      return diagnostics.map(\.code) == ["E0203", "E0104"]
    }
  }

  @Test("Bytes that are not UTF-8 are refused, not replaced")
  func latin() {
    #expect {
      try format(SourceText(bytes: Array("city = \"M".utf8) + [0xFC] + Array("nchen\"".utf8)))
    } throws: { error in
      guard case .mistakes(let diagnostics)? = error as? FormatFailure else { return false }
      return diagnostics.map(\.code) == ["E0101"]
    }
  }

  @Test("Line breaks of Windows and a byte order mark are taken off")
  func foreignBytes() throws {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("# %% a\r\nx=1 # one\r\n".utf8)
    #expect(try format(SourceText(bytes: bytes)) == "# %% a\nx = 1  # one\n")
  }

  /// The longest line that is not broken.
  private static let full = "x = f(" + String(repeating: "a", count: 93) + ")"

  static let layouts: [(source: String, layout: String)] = [
    ("", ""), ("\n\n", ""), ("x=1;y  =2", "x = 1\ny = 2"),
    ("\n\nx\n\n\n\ny\n\n", "x\n\ny"),
    // names and numbers as they were typed, texts but for the code in them
    ("λ=10_000+1e3", "λ = 10_000 + 1e3"), ("x=15%*`a b`", "x = 15% * `a b`"),
    ("\"\\u{3bb} {  a+b }\\{{ {b:1}.b}\"", "\"\\u{3bb} {a + b}\\{{{b: 1}.b}\""),
    ("x = f(\"\"\"\n  a\n   {1+1}\n  \"\"\")", "x = f(\"\"\"\n  a\n   {1 + 1}\n  \"\"\")"),
    // operators and parentheses
    ("a+b*c^-d", "a + b * c ^ -d"), ("((a*b))+c", "(a * b) + c"), ("not(a in b)", "not (a in b)"),
    ("-(a+b)", "-(a + b)"), ("(a|>f).b", "(a |> f).b"), ("0..n-1 by 2", "0..n - 1 by 2"),
    ("(0..1)[0]", "(0..1)[0]"), ("if a then b else c|>f", "(if a then b else c) |> f"),
    ("if a then b else (c|>f)", "if a then b else (c |> f)"), ("- -a", "--a"),
    ("(a)->a", "a -> a"), ("()->1", "() -> 1"), ("x|>(p->p)", "x |> (p -> p)"),
    ("x->{y}", "x -> y"), ("x->{y=x;y}", "x -> { y = x; y }"), ("x -> {a: x}", "x -> {a: x}"),
    // brackets
    ("f( a,b :1, )", "f(a, b: 1)"), ("[1,2,]", "[1, 2]"), ("{a:1,\"b c\":2}", "{a: 1, \"b c\": 2}"),
    ("f(\n  a, b)", "f(\n    a,\n    b,\n)"), ("[\n]", "[]"),
    ("x -> { y = x\n y }", "x -> {\n    y = x\n    y\n}"),
    (full, full),
    (
      full.replacingOccurrences(of: ")", with: "a)"),
      "x = f(\n    " + full.dropFirst(6).dropLast() + "a,\n)"
    ),
    // a long list of short items fills its lines
    (
      "x = [" + (100..<125).map(String.init).joined(separator: ",") + "]",
      "x = [\n    " + (100..<119).map(String.init).joined(separator: ", ") + ",\n    "
        + (119..<125).map(String.init).joined(separator: ", ") + ",\n]"
    ),
    // pipes: as typed while they fit, one stage a line when broken or too long
    ("a|>f()|>g(1)", "a |> f() |> g(1)"), ("a |> f()\n |> g()", "a\n    |> f()\n    |> g()"),
    (
      "table |> where(first == 1 and second == 2 and third == 3) |> derive(fourth: first / second) |> head(3)",
      "table\n    |> where(first == 1 and second == 2 and third == 3)\n"
        + "    |> derive(fourth: first / second)\n    |> head(3)"
    ),
    (
      "rows |> map(r -> {\na: r, b: 2})", "rows |> map(r -> {\n    a: r,\n    b: 2,\n})"
    ),
    // conditions
    (
      "x = if a then 1\nelse if b then 2\nelse 3",
      "x = if a then 1\n    else if b then 2\n    else 3"
    ),
    // comments
    ("#x", "#x"), ("x=1#one", "x = 1  #one"), ("a = 1 # x\nbc = 2 # y", "a = 1   # x\nbc = 2  # y"),
    ("# first\n\n\n# second\nx", "# first\n\n# second\nx"), ("x\n# last\n\n", "x\n# last"),
    (
      "[1, # one\n # before two\n 2 # two\n]",
      "[\n    1,  # one\n    # before two\n    2,  # two\n]"
    ),
    ("f( # why\n a)", "f(  # why\n    a,\n)"), ("f(# nothing\n)", "f(  # nothing\n)"),
    (
      "a # one\n |> f() # two\n # three\n |> g()",
      "a           # one\n    |> f()  # two\n    # three\n    |> g()"
    ),
    ("a + # one\n b", "a +  # one\n    b"), ("x = # why\n 1", "# why\nx = 1"),
    (
      "x = - # why\n \"{if a then b or c else d}\"",
      "# why\nx = -\"{if a then b or c else d}\""
    ),
    // parameters
    (
      "param n:number in 1 ..5 by 2=3;param m in[1,2] = 1",
      "param n: number in 1..5 by 2 = 3\nparam m in [1, 2] = 1"
    ),
    (
      "x -> { # why\n y = 1 # one\n\n # then\n y # end\n}",
      "x -> {     # why\n    y = 1  # one\n\n    # then\n    y  # end\n}"
    ),
    // cells
    ("# who wrote it\n# %% A\nx", "# who wrote it\n\n# %% A\nx"),
    // alone on its line such a comment would open a cell
    (";#%% a\nx", "# #%% a\nx"), ("x #%% a\n;# %% b", "x  #%% a\n# # %% b"),
    ("f(a #%% x\n, #%% y\nb)", "f(\n    a,  #%% x\n    # #%% y\n    b,\n)"),
    ("#;\n\n#%% [md]\n#\n\n# #`\n", "#;\n\n# %% [markdown]\n# #`"),
    (
      "a\n#%%   T \nb\n# %% [md] M\n#one\n#\n# two  \n\n\n# %%\nc # d\n# e",
      "a\n\n# %% T\nb\n\n# %% [markdown] M\n# one\n#\n# two  \n\n# %%\nc  # d\n# e"
    ),
  ]
}
