// What can be wrong with the letters of a script (codes E01xx), worded in one place.

import Text

enum LexicalError {
  case notUTF8
  case stray(Unicode.Scalar)
  case foreign(String, hint: String)
  case apostrophes
  case openText
  case openLongText
  case openInterpolation
  case openQuotedName
  case emptyQuotedName
  case unknownEscape(String)
  case badUnicodeEscape
  case letterAfterNumber(String)
  case danglingUnderscore
  case numberTooLarge
  case scriptTooLarge(Int)
  case escapedQuote

  func diagnostic(at span: Span) -> Diagnostic {
    let (code, message, hint) = wording
    return Diagnostic(code: code, message, at: span, hint: hint)
  }

  var code: String { wording.code }

  private var wording: (code: String, message: String, hint: String?) {
    switch self {
    case .notUTF8:
      ("E0101", "these bytes are not UTF-8", "save the script as UTF-8")
    case .stray(let scalar):
      ("E0102", "\(Self.shown(scalar)) has no meaning here", Self.hint(for: scalar))
    case .foreign(let spelling, let hint):
      ("E0103", "`\(spelling)` is not an operator of Scrip", hint)
    case .apostrophes:
      ("E0104", "a text stands between double quotes", "write \"…\"")
    case .openText:
      ("E0105", "this text is not closed", "expected `\"` before the end of the line")
    case .openLongText:
      ("E0106", "this text is not closed", "expected `\"\"\"`")
    case .openInterpolation:
      ("E0107", "this interpolation is not closed", "expected `}`; write `\\{` for a brace")
    case .openQuotedName:
      ("E0108", "this quoted name is not closed", "expected another backtick")
    case .emptyQuotedName:
      ("E0109", "a name cannot be empty", nil)
    case .unknownEscape(let spelling):
      (
        "E0110", "unknown escape `\(spelling)`",
        "known are \\n \\t \\\" \\\\ \\{ \\} \\u{…}"
      )
    case .badUnicodeEscape:
      ("E0111", "this is not a Unicode scalar", "write for example \\u{3bb} for λ")
    case .letterAfterNumber(let tail):
      (
        "E0112", "a number cannot go on with `\(tail)`",
        "a name does not start with a digit, and `*` multiplies"
      )
    case .danglingUnderscore:
      ("E0113", "a number cannot end with `_`", nil)
    case .numberTooLarge:
      ("E0114", "this number is too large", "the largest is about 1.8e308")
    case .scriptTooLarge(let bytes):
      (
        "E0115", "this script has \(bytes / 1_000_000) MB, the most is 10",
        "put data into a file and `load` it"
      )
    case .escapedQuote:
      ("E0116", "a quote inside `{…}` has no backslash", "write \"{name(\"a\")}\"")
    }
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    let category = scalar.properties.generalCategory
    if category == .control || category == .format || category == .spaceSeparator {
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return
        "the invisible character U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)"
    }
    return "`\(scalar)`"
  }

  private static func hint(for scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "“", "”", "„", "‘", "’", "'": "a text stands between \" and \""
    case "!": "write `not`, or `!=`"
    case "%": "a percent sign follows its number: `80%`; the remainder is `%%`"
    case "|": "a pipe is `|>`"
    case "$", "€", "£": "a number stands without its currency"
    case "?": "write `if a then b else c`"
    case "&": "write `and`"
    case "–", "—", "−": "this is not the minus sign `-`"
    case "×": "write `*`"
    case "≤": "write `<=`"
    case "≥": "write `>=`"
    case "≠": "write `!=`"
    case "\u{A0}": "type an ordinary space"
    default: nil
    }
  }
}
