// How many terminal cells a text takes, and how to cut, pad and wrap it by cells. Wide characters
// (CJK, emoji) take two cells, combining ones none. Texts from data pass through `cleaned` first: a
// control character in a CSV cell must not move the reader's cursor.

package enum TextWidth {
  package static func of(_ text: String) -> Int {
    var width = 0
    for character in text { width += cells(character) }
    return width
  }

  /// Control characters made visible or harmless; line breaks become `⏎`.
  package static func cleaned(_ text: String, lineBreak: String = "⏎") -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    var previousWasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": if !previousWasReturn { result += lineBreak }
      case "\r", "\u{2028}", "\u{2029}": result += lineBreak
      case "\t": result += " "
      case _ where isControl(scalar): result += "\u{FFFD}"
      case _: result.unicodeScalars.append(scalar)
      }
      previousWasReturn = scalar == "\r"
    }
    return result
  }

  /// The text itself, or its beginning and `ellipsis`, in at most `width` cells.
  package static func cut(_ text: String, to width: Int, ellipsis: String) -> String {
    guard of(text) > width else { return text }
    let room = width - of(ellipsis)
    guard room >= 0 else { return String(repeating: ".", count: max(0, width)) }
    var result = ""
    var used = 0
    for character in text {
      let next = cells(character)
      guard used + next <= room else { break }
      used += next
      result.append(character)
    }
    return result + ellipsis
  }

  package static func padRight(_ text: String, to width: Int) -> String {
    text + spaces(width - of(text))
  }

  static func padLeft(_ text: String, to width: Int) -> String {
    spaces(width - of(text)) + text
  }

  static func spaces(_ count: Int) -> String {
    String(repeating: " ", count: max(0, count))
  }

  /// Breaks between words; a word longer than a line is broken inside. At least one line.
  static func wrap(_ text: String, to limit: Int?) -> [String] {
    guard let limit, of(text) > limit else { return [text] }
    let width = max(2, limit)
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      let size = of(String(word))
      if used > 0, used + 1 + size > width {
        lines.append(line)
        line = ""
        used = 0
      }
      if used > 0 {
        line += " "
        used += 1
      }
      for character in word {
        let next = cells(character)
        if used + next > width {
          lines.append(line)
          line = ""
          used = 0
        }
        line.append(character)
        used += next
      }
    }
    if used > 0 || lines.isEmpty { lines.append(line) }
    return lines
  }

  private static func cells(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    // A joined emoji, a flag or a text symbol turned emoji takes two cells as a whole.
    let isEmoji = scalars.contains { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }
    if isEmoji { return 2 }
    return scalars.reduce(0) { $0 + cells($1) }
  }

  private static func cells(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? 0 : 1 }
    if value < 0x300 { return value < 0xA0 || value == 0xAD ? 0 : 1 }
    if hangulVowelsAndFinals.contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator,
      .paragraphSeparator:
      return 0
    case _: return wideRanges.contains { $0.contains(value) } ? 2 : 1
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    // Direction overrides can make a cell lie about its neighbours.
    case .format: return (0x202A...0x202E).contains(scalar.value) || isIsolate(scalar)
    case _: return false
    }
  }

  private static func isIsolate(_ scalar: Unicode.Scalar) -> Bool {
    (0x2066...0x2069).contains(scalar.value)
  }

  private static let hangulVowelsAndFinals: ClosedRange<UInt32> = 0x1160...0x11FF

  /// East Asian wide and full-width blocks (Unicode Standard Annex 11, rounded to blocks).
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x1F300...0x1F64F,
    0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
