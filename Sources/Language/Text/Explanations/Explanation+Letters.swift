// Codes E01xx: the letters of a script.

extension Explanation {
  static let letters: [Explanation] = [
    Explanation(
      "E0101", "bytes that are not UTF-8",
      """
      A script is UTF-8. These bytes are something else, often Latin-1 from an old editor. Save the file again as
      UTF-8, and the letters stay what they were.
      """),
    Explanation(
      "E0102", "a character without a meaning",
      """
      The character belongs to no name, number, text or operator. Word processors put such characters in place of what
      was typed: curly quotes, long dashes, spaces that do not break. The message says what to type instead where it is known.
      """,
      wrong: "rate = 3 × 4\nrate", mended: "rate = 3 * 4\nrate"),
    Explanation(
      "E0103", "an operator of another language",
      "Other languages write it so. The message says how Scrip does.",
      wrong: "1 < 2 && 2 < 3", mended: "1 < 2 and 2 < 3"),
    Explanation(
      "E0104", "a text between apostrophes",
      "A text stands between double quotes, because names and prose hold apostrophes.",
      wrong: "city = 'Kiel'\ncity", mended: "city = \"Kiel\"\ncity"),
    Explanation(
      "E0105", "a text is not closed",
      "A text between single `\"` ends on its own line. For several lines, put it between `\"\"\"`.",
      wrong: "city = \"Kiel\ncity", mended: "city = \"Kiel\"\ncity"),
    Explanation(
      "E0106", "a text of several lines is not closed",
      "The script ends before the closing `\"\"\"`.",
      wrong: "note(\"\"\"\none\ntwo\n", mended: "note(\"\"\"\none\ntwo\n\"\"\")"),
    Explanation(
      "E0107", "an interpolation is not closed",
      "`{` in a text opens an expression and `}` closes it. For a brace itself write `\\{`.",
      wrong: "n = 3\n\"{n users\"", mended: "n = 3\n\"{n} users\""),
    Explanation(
      "E0108", "a quoted name is not closed",
      "A name between backticks ends on its own line.",
      wrong: "`coupon value = 3", mended: "`coupon value` = 3"),
    Explanation(
      "E0109", "a quoted name is empty", "A name needs at least one letter.",
      wrong: "`` = 3", mended: "`_x` = 3"),
    Explanation(
      "E0110", "an unknown escape",
      "After a backslash a text knows `n t \" \\ { }` and `u{…}`. For a backslash itself write two.",
      wrong: "\"C:\\data\"", mended: "\"C:\\\\data\""),
    Explanation(
      "E0111", "no Unicode scalar",
      "`\\u{…}` holds the number of a character in hexadecimal digits: `\\u{3bb}` is λ.",
      wrong: "\"\\u{110000}\"", mended: "\"\\u{3bb}\""),
    Explanation(
      "E0112", "a letter after a number",
      "A name does not start with a digit, and a product needs its `*`.",
      wrong: "days = 30\n2days", mended: "days = 30\n2 * days"),
    Explanation(
      "E0113", "a number that ends in `_`",
      "`_` stands between the digits of a number, to group them.",
      wrong: "10_000_", mended: "10_000"),
    Explanation(
      "E0114", "a number that is too large",
      "Numbers are doubles: the largest is about 1.8e308.", wrong: "1e999", mended: "1e300"),
    Explanation(
      "E0115", "a script that is too large",
      """
      A script has at most 10 MB. One that is larger holds data: put it into a file and `load` it.
      """),
    Explanation(
      "E0116", "an escaped quote in an interpolation",
      """
      What stands between `{` and `}` in a text is code like any other, so its quotes are written as they are. Only the
      letters of the text itself need a backslash before a quote.
      """,
      wrong: "\"{upper(\\\"kiel\\\")}\"", mended: "\"{upper(\"kiel\")}\""),
  ]
}
