// Text into HTML and SVG: everything from data or scripts passes through here, so nothing can
// become a tag, leave an attribute, or be a character that XML forbids.

enum Markup {
  static func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      // CRLF is one Character, so it is taken apart here.
      case "\r": break
      case _ where isForbidden(scalar.value): result += "\u{FFFD}"
      case _: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Escaped, with what stands between backticks as code.
  static func coded(_ text: String) -> String {
    CodeSpan.pieces(text).map { piece in
      piece.isCode ? "<code>\(escaped(piece.text))</code>" : escaped(piece.text)
    }.joined()
  }

  /// A coordinate with at most two decimals, without separators.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    var digits = DecimalDigits(value)
    digits.round(decimals: 2)
    return digits.fixed(decimals: 0, grouped: false)
  }

  private static func isForbidden(_ value: UInt32) -> Bool {
    value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
      || (0x2066...0x2069).contains(value) || value & 0xFFFE == 0xFFFE
  }
}

/// Plain texts of ours name operators and columns between backticks.
enum CodeSpan {
  static func pieces(_ text: String) -> [(text: String, isCode: Bool)] {
    var pieces: [(text: String, isCode: Bool)] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "`"),
      let close = rest[rest.index(after: open)...].firstIndex(of: "`")
    {
      let inside = rest[rest.index(after: open)..<close]
      let isCode = !inside.isEmpty && !inside.contains { $0.isNewline }
      pieces.append((String(isCode ? rest[..<open] : rest[..<close]), false))
      if isCode { pieces.append((String(inside), true)) }
      rest = isCode ? rest[rest.index(after: close)...] : rest[close...]
      // An empty pair stays as it is.
      if !isCode {
        pieces.append(("`", false))
        rest = rest.dropFirst()
      }
    }
    return (pieces + [(String(rest), false)]).filter { !$0.text.isEmpty }
  }
}
