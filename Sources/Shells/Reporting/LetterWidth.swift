// How wide a text is in a drawing, and how to cut and wrap it. There is no font to ask, as a reader's machine
// brings its own; the widths are those of DejaVu Sans, the widest of the fonts that the style sheet names, so
// that labels which do not meet here meet nowhere. In thousandths of the font's size.

package enum LetterWidth {
  /// In pixels.
  package static func of(_ text: String, size: Double = 12) -> Double {
    Double(text.reduce(0) { $0 + thousandths($1) }) * size / 1000
  }

  /// The text itself, or its beginning and an ellipsis, in at most `pixels`.
  static func cut(_ text: String, to pixels: Double, size: Double = 12) -> String {
    guard of(text, size: size) > pixels else { return text }
    let room = pixels * 1000 / size - Double(thousandths("…"))
    var result = ""
    var used = 0.0
    for character in text {
      let next = Double(thousandths(character))
      guard used + next <= room else { break }
      used += next
      result.append(character)
    }
    return result.isEmpty ? "" : result + "…"
  }

  /// Breaks between words; a word longer than a line is left whole. At least one line.
  static func wrap(_ text: String, to pixels: Double, size: Double = 12) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || of(longer, size: size) <= pixels {
        line = longer
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    return lines + [line]
  }

  private static func thousandths(_ character: Character) -> Int {
    if let known = widths[character] { return known }
    switch TextWidth.of(String(character)) {
    case 0: return 0
    case 1: return character.isUppercase ? 800 : 700
    case let cells: return cells * 500
    }
  }

  private static let widths: [Character: Int] = {
    let groups: [(Int, String)] = [
      (275, "'"), (278, "ijl"), (295, "IJ"), (318, " .,"), (337, ":;/\\|"), (352, "f"),
      (361, "-"), (390, "()[]"), (392, "t"), (402, "!"), (411, "r"), (460, "\""),
      (500, "_–*°"), (521, "s"), (525, "z"), (531, "?"), (550, "c"), (557, "L"), (575, "F"),
      (579, "k"), (592, "vxyλ"), (603, "P"), (612, "aeoTY"), (635, "bdghnpqu0123456789ESZ$"),
      (656, "K"), (685, "ABVXR"), (698, "C"), (732, "U"), (752, "HN"), (775, "DGOQ"),
      (780, "&"), (818, "w"), (838, "+=<>#×−±~"), (863, "M"), (950, "%"), (974, "m"), (989, "W"),
      (1000, "…@—"),
    ]
    var widths: [Character: Int] = [:]
    for (width, letters) in groups { for letter in letters { widths[letter] = width } }
    return widths
  }()
}
