// A grid of terminal cells with braille dots (2 × 4 per cell) below single glyphs. What is drawn
// last wins a cell's colour; a glyph wins over dots, dots win over the background.

struct TerminalCanvas {
  struct Cell {
    var dots: UInt8 = 0
    var glyph: Character?
    /// Band shading or a rule, below everything.
    var background: Character?
    var isRule = false
    var voice: Voice = .plain
    var backgroundVoice: Voice = .quiet
  }

  let columns: Int
  let rows: Int
  private(set) var cells: [Cell]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  /// `x` and `y` from 0 to 1, `y` upwards; outside is not drawn.
  mutating func dot(_ x: Double, _ y: Double, voice: Voice) {
    guard (0...1).contains(x), (0...1).contains(y) else { return }
    let column = min(columns * 2 - 1, Int((x * Double(columns * 2 - 1)).rounded()))
    let row = min(rows * 4 - 1, Int(((1 - y) * Double(rows * 4 - 1)).rounded()))
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    let index = row / 4 * columns + column / 2
    cells[index].dots |= bits[row % 4][column % 2]
    cells[index].voice = voice
  }

  mutating func line(_ from: (Double, Double), _ to: (Double, Double), voice: Voice) {
    let across = (to.0 - from.0).magnitude * Double(columns * 2)
    let up = (to.1 - from.1).magnitude * Double(rows * 4)
    let steps = max(1, Int(min(4000, max(across, up)).rounded(.up)))
    for step in 0...steps {
      let share = Double(step) / Double(steps)
      dot(from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share, voice: voice)
    }
  }

  func column(_ x: Double) -> Int? {
    (0...1).contains(x) ? Int((x * Double(columns * 2 - 1)).rounded()) / 2 : nil
  }

  func row(_ y: Double) -> Int? {
    (0...1).contains(y) ? Int(((1 - y) * Double(rows * 4 - 1)).rounded()) / 4 : nil
  }

  mutating func glyph(_ glyph: Character, column: Int, row: Int, voice: Voice) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    cells[row * columns + column].glyph = glyph
    cells[row * columns + column].voice = voice
  }

  mutating func background(
    _ glyph: Character, column: Int, row: Int, voice: Voice, isRule: Bool = false
  ) {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return }
    cells[row * columns + column].background = glyph
    cells[row * columns + column].backgroundVoice = voice
    cells[row * columns + column].isRule = isRule
  }

  /// Writes the text where nothing is drawn yet; false when it does not fit there. A label across
  /// a rule would seem to name that rule, so rules count as drawn unless `acrossRules`.
  mutating func write(
    _ text: String, column: Int, row: Int, voice: Voice, acrossRules: Bool = false
  ) -> Bool {
    let width = TextWidth.of(text)
    // Only narrow texts: a wide character would need two cells of the grid.
    guard width == text.count, width > 0, (0..<rows).contains(row), column >= 0,
      column + width <= columns
    else { return false }
    let range = (row * columns + column)..<(row * columns + column + width)
    guard
      cells[range].allSatisfy({
        $0.glyph == nil && $0.dots == 0 && (acrossRules || !$0.isRule)
      })
    else { return false }
    for (offset, character) in text.enumerated() {
      glyph(character, column: column + offset, row: row, voice: voice)
    }
    return true
  }

  func lines(style: TerminalStyle) -> [String] {
    (0..<rows).map { row in
      var line = ""
      var pending = ""
      for cell in cells[(row * columns)..<((row + 1) * columns)] {
        let (character, voice) = shown(cell, style: style)
        if case .plain = voice {
          pending.append(character)
        } else {
          line += pending + style.paint(String(character), voice)
          pending = ""
        }
      }
      return line + pending.trimmedEnd
    }
  }

  private func shown(_ cell: Cell, style: TerminalStyle) -> (Character, Voice) {
    if let glyph = cell.glyph { return (glyph, cell.voice) }
    if cell.dots != 0 {
      guard style.unicode, let scalar = Unicode.Scalar(0x2800 + UInt32(cell.dots)) else {
        return (".", cell.voice)
      }
      return (Character(scalar), cell.voice)
    }
    if let background = cell.background { return (background, cell.backgroundVoice) }
    return (" ", .plain)
  }
}
